/* SPDX-License-Identifier: MIT */
/* Lists of rules: entitlement and intake, notices, lines, ladders. */
#include "policy/diff_rules.h"

typedef const spi_place *place_finder(const spi_rules *rules, const spi_rule_list *list,
                                      uint32_t side, uint32_t index, uint32_t when[2]);

/* A list at the top of a policy. */
static spi_rule_list list_at(const spi_rules *rules, const char *path, const spi_field_way *ways,
                             place_finder *place) {
  return (spi_rule_list){
      .path = path,
      .metric = "",
      .ways = ways,
      .node = {spi_tree_get(rules->root[0], path), spi_tree_get(rules->root[1], path)},
      .place = place};
}

/* ---- Entitlement and intake -------------------------------------------------------------------
 */

static const spi_place *place_of_entitlement(const spi_rules *rules, const spi_rule_list *list,
                                             uint32_t side, uint32_t index, uint32_t when[2]) {
  const spi_entitlement_rule *rule = &rules->differ->sides[side].version->entitlement[index];
  (void)list;
  when[0] = rule->when;
  when[1] = SPI_ALWAYS;
  return &rule->place;
}

enum { REMARKS_ON = 0, ASKS, REFUSES };

static int strictness(const spi_text_node *rule) {
  const spi_text_node *finding = spi_tree_get(rule, "finding");
  const spi_text_node *refuses = spi_tree_get(rule, "refuses");
  int standard = spi_tree_is(finding, "not_covered") || spi_tree_is(finding, "not_entitled");
  if (refuses == NULL ? standard : spi_tree_is(refuses, "true")) {
    return REFUSES;
  }
  return spi_tree_is(finding, "noted") ? REMARKS_ON : ASKS;
}

/* A remark refuses and asks for nothing. */
static int judge_entitlement(const spi_rule_list *list, const spi_text_node *old,
                             const spi_text_node *now, spi_rule_pair *pair, spi_judged *out) {
  static const char *const added[] = {"a remark is new", "more is asked of the customer",
                                      "more cases are refused"};
  static const char *const removed[] = {"a remark is gone", "less is asked of the customer",
                                        "fewer cases are refused"};
  (void)list;
  (void)pair;
  if (old == NULL || now == NULL) {
    int is = strictness(old == NULL ? now : old);
    int32_t verdict = old == NULL ? SPOL_DIFF_WORSE : SPOL_DIFF_BETTER;
    *out = spi_verdict(is == REMARKS_ON ? SPOL_DIFF_UNDECIDED : verdict,
                       old == NULL ? added[is] : removed[is]);
    return 1;
  }
  int before = strictness(old);
  int after = strictness(now);
  if (before != after) {
    *out = after > before ? spi_verdict(SPOL_DIFF_WORSE, added[after])
                          : spi_verdict(SPOL_DIFF_BETTER, removed[before]);
    return spi_tree_same(spi_tree_get(old, "when"), spi_tree_get(now, "when"));
  } else if (before == REMARKS_ON) {
    *out = spi_verdict(SPOL_DIFF_UNDECIDED, "a remark is another");
    return 1;
  }
  return 0;
}

static spol_status tell_entitlement(spi_rules *rules) {
  static const spi_field_way ways[] = {
      {"when", SPI_WAY_WHEN, "it meets more cases", "it meets fewer cases", NULL},
      {"refuses", SPI_WAY_TRUTH, "more cases are refused", "fewer cases are refused", NULL},
      {"finding", SPI_WAY_LOOK, NULL, NULL, "the finding is of another kind"},
      {"at", SPI_WAY_LOOK, NULL, NULL, "it is looked at on another occasion"},
      {"says", SPI_WAY_LOOK, NULL, NULL, "what is said is worded differently"},
      {NULL, 0, NULL, NULL, NULL}};
  spi_rule_list list = list_at(rules, "entitlement", ways, place_of_entitlement);
  list.judge = judge_entitlement;
  return spi_rules_list(rules, &list);
}

/* ---- Notices
 * ------------------------------------------------------------------------------------- */

static const spi_place *place_of_notice(const spi_rules *rules, const spi_rule_list *list,
                                        uint32_t side, uint32_t index, uint32_t when[2]) {
  (void)list;
  when[0] = when[1] = SPI_ALWAYS;
  return &rules->differ->sides[side].version->notices[index].place;
}

static spol_status tell_notices(spi_rules *rules) {
  static const spi_field_way ways[] = {
      {"within", SPI_WAY_TIME_HERE, "the customer is told later", "the customer is told sooner",
       "when the customer is told"},
      {"calendar", SPI_WAY_TIME_HERE, "the customer is told later", "the customer is told sooner",
       "when the customer is told"},
      {"event", SPI_WAY_LOOK, NULL, NULL, "another event is told"},
      {"told_by", SPI_WAY_LOOK, NULL, NULL, "another event tells it"},
      {"says", SPI_WAY_LOOK, NULL, NULL, "what is said is worded differently"},
      {NULL, 0, NULL, NULL, NULL}};
  spi_rule_list list = list_at(rules, "notices", ways, place_of_notice);
  list.added = "the customer is told more";
  list.removed = "the customer is told less";
  list.way = SPI_WAY_GOOD;
  return spi_rules_list(rules, &list);
}

/* ---- Lines
 * ---------------------------------------------------------------------------------------- */

static const spi_place *place_of_line(const spi_rules *rules, const spi_rule_list *list,
                                      uint32_t side, uint32_t index, uint32_t when[2]) {
  (void)list;
  when[0] = when[1] = SPI_ALWAYS;
  return &rules->differ->sides[side].version->lines[index].place;
}

/* Plain names say no more than that the vendor works there. */
static int judge_line(const spi_rule_list *list, const spi_text_node *old, const spi_text_node *now,
                      spi_rule_pair *pair, spi_judged *out) {
  (void)list;
  (void)pair;
  if (old == NULL || now == NULL) {
    return 0;
  }
  int before = spi_tree_is(spi_tree_get(old, "by"), "customer");
  int after = spi_tree_is(spi_tree_get(now, "by"), "customer");
  if (before != after) {
    *out = after ? spi_verdict(SPOL_DIFF_WORSE, "the customer does the work of the line")
                 : spi_verdict(SPOL_DIFF_BETTER, "the vendor does the work of the line");
    return 1;
  }
  if (!spi_tree_same(spi_tree_get(old, "does"), spi_tree_get(now, "does"))) {
    *out = spi_verdict(SPOL_DIFF_UNDECIDED, "what the line does is worded differently");
  }
  return 1;
}

static const spi_text_node *escalation(const spi_rules *rules, int side, const char *key) {
  return spi_tree_get(spi_tree_get(rules->root[side], "escalation"), key);
}

static spol_status tell_lines(spi_rules *rules) {
  spi_rule_list list = {.path = "escalation.lines",
                        .metric = "",
                        .added = "a line is new; steps that lead there are told of themselves",
                        .removed = "a line is gone; steps that led there are told of themselves",
                        .way = SPI_WAY_LOOK,
                        .in_order = 1,
                        .node = {escalation(rules, 0, "lines"), escalation(rules, 1, "lines")},
                        .place = place_of_line,
                        .judge = judge_line};
  return spi_rules_list(rules, &list);
}

/* Where nothing is written a case begins there, and no line is lower. */
static int is_first_line(const spi_rules *rules, int side, const spi_text_node *name) {
  const spi_text_node *lines = escalation(rules, side, "lines");
  const spi_text_node *first = spi_tree_count(lines) > 0 ? spi_tree_at(lines, 0) : NULL;
  const spi_text_node *id =
      first != NULL && first->kind == SPI_TEXT_MAPPING ? spi_tree_get(first, "id") : first;
  return spi_tree_same(id, name);
}

static spol_status tell_first_line(spi_rules *rules) {
  static const spi_field_way ways[] = {
      {"starts_at", SPI_WAY_LINE | SPI_WAY_GOOD, "a case begins on a higher line",
       "a case begins on a lower line", "on which line a case begins"},
      {NULL, 0, NULL, NULL, NULL}};
  spi_rule_pair pair = {.root = {rules->root[0], rules->root[1]},
                        .node = {spi_tree_get(rules->root[0], "escalation"),
                                 spi_tree_get(rules->root[1], "escalation")}};
  const spi_place *place[2] = {NULL, NULL};
  spi_judged judged = spi_verdict(SPOL_DIFF_SAME, "");
  for (int s = 0; s < 2; s++) {
    const spi_version *version = rules->differ->sides[s].version;
    place[s] = version->first_lines_count > 0 ? &version->first_lines[0].place : NULL;
  }
  if (escalation(rules, 0, "starts_at") == NULL || escalation(rules, 1, "starts_at") == NULL) {
    int now = escalation(rules, 1, "starts_at") != NULL;
    const spi_text_node *written = escalation(rules, now, "starts_at");
    if (written != NULL && !is_first_line(rules, now, written)) {
      judged = now ? spi_verdict(SPOL_DIFF_BETTER, ways[0].more)
                   : spi_verdict(SPOL_DIFF_WORSE, ways[0].less);
    }
    return spi_rules_add(rules, "escalation.starts_at", "", place, judged);
  }
  spol_status status =
      spi_judge_field(rules->differ, &pair, ways, spi_slice_of("starts_at"), &judged);
  return status == SPOL_OK ? spi_rules_add(rules, "escalation.starts_at", "", place, judged)
                           : status;
}

/* ---- Ladders
 * --------------------------------------------------------------------------------------- */

static const spi_place *place_of_step(const spi_rules *rules, const spi_rule_list *list,
                                      uint32_t side, uint32_t index, uint32_t when[2]) {
  const spi_step *step = &rules->differ->sides[side].version->steps[list->first[side] + index];
  when[0] = step->when;
  when[1] = SPI_ALWAYS;
  return &step->place;
}

/* A step that closes cases is no help; one that also helps is for a person to judge. */
static int judge_step(const spi_rule_list *list, const spi_text_node *old, const spi_text_node *now,
                      spi_rule_pair *pair, spi_judged *out) {
  const spi_text_node *both[2] = {old, now};
  int closes[2] = {0, 0};
  int emits = 0;
  for (int s = 0; s < 2; s++) {
    closes[s] = spi_tree_is(spi_tree_get(both[s], "close"), "true");
    emits |= spi_tree_get(both[s], "emit") != NULL && spi_tree_get(both[s], "to") == NULL &&
             spi_tree_get(both[s], "notify") == NULL && spi_tree_get(both[s], "raise") == NULL;
  }
  (void)list;
  if (old != NULL && now != NULL && closes[0] != closes[1]) {
    *out = closes[1] ? spi_verdict(SPOL_DIFF_WORSE, "the step closes the case")
                     : spi_verdict(SPOL_DIFF_BETTER, "the step does not close the case any more");
    return 1;
  }
  pair->flip = closes[0] || closes[1];
  if (old == NULL || now == NULL) {
    if (pair->flip) {
      *out = spi_verdict(out->verdict, old == NULL ? "a step that closes cases is new"
                                                   : "a step that closes cases is gone");
    } else if (emits) {
      *out = spi_verdict(SPOL_DIFF_UNDECIDED, "what follows from the event that the step gives");
      return 1;
    }
  }
  return 0;
}

static const spi_field_way step_ways[] = {
    {"events", SPI_WAY_SET | SPI_WAY_GOOD, "more events lead to the step",
     "fewer events lead to the step", "other events lead to the step"},
    {"any_of", SPI_WAY_SET | SPI_WAY_GOOD, "more leads to the step", "less leads to the step",
     "something else leads to the step"},
    {"after", SPI_WAY_TIME, "the step comes later", "the step comes sooner", "when the step comes"},
    {"share", SPI_WAY_SHARE, "the step comes later", "the step comes sooner",
     "when the step comes"},
    {"misses", SPI_WAY_SHARE, "the step comes after more misses",
     "the step comes after fewer misses", "which misses lead to the step"},
    {"miss", SPI_WAY_LOOK, NULL, NULL, "which miss leads to the step"},
    {"when", SPI_WAY_WHEN | SPI_WAY_GOOD, "the step comes in more cases",
     "the step comes in fewer cases", "in which cases the step comes"},
    {"unless_happened", SPI_WAY_PRESENT, "there is an event after which it does not come",
     "no event keeps it from coming", NULL},
    {"in", SPI_WAY_PRESENT, "the step is held back to open hours", "the step is not held back",
     "in which hours the step comes"},
    {"to", SPI_WAY_LINE | SPI_WAY_GOOD, "the case goes to a higher line",
     "the case goes to a lower line", "to which line the case goes"},
    {"notify", SPI_WAY_SET | SPI_WAY_GOOD, "more people are told", "fewer people are told",
     "other people are told"},
    {"to_customer", SPI_WAY_TRUTH | SPI_WAY_GOOD, "the customer is told",
     "the customer is not told", NULL},
    {"raise", SPI_WAY_PRESENT | SPI_WAY_GOOD, "the severity is raised",
     "the severity is not raised", "to which severity it is raised"},
    {"remind", SPI_WAY_PRESENT | SPI_WAY_GOOD, "there is a reminder", "there is no reminder",
     "the reminder is worded differently"},
    {"emit", SPI_WAY_LOOK, NULL, NULL, "another event follows"},
    {"repeats", SPI_WAY_REPEATS | SPI_WAY_GOOD, "the step comes more often",
     "the step comes less often", "how often the step comes"},
    {NULL, 0, NULL, NULL, NULL}};

static spol_status tell_steps(spi_rules *rules, const char *path,
                              const spi_text_node *const node[2], const uint32_t first[2]) {
  spi_rule_list list = {.path = path,
                        .metric = "",
                        .ways = step_ways,
                        .added = "a step is new",
                        .removed = "a step is gone",
                        .way = SPI_WAY_GOOD,
                        .in_order = 1,
                        .node = {node[0], node[1]},
                        .place = place_of_step,
                        .first = {first[0], first[1]},
                        .judge = judge_step};
  return spi_rules_list(rules, &list);
}

static const spi_ladder *ladder_of(const spi_rules *rules, int side, spi_slice name) {
  const spi_diff_side *own = &rules->differ->sides[side];
  for (uint32_t i = 0; i < own->version->ladders_count; i++) {
    const char *known =
        spol_policy_name(own->policy, SPOL_NAME_LADDER, own->version->ladders[i].id);
    if (known != NULL && spi_slice_is(name, known)) {
      return &own->version->ladders[i];
    }
  }
  return NULL;
}

static spol_status tell_ladder_when(spi_rules *rules, const char *path,
                                    const spi_ladder *const ladder[2],
                                    const spi_text_node *const node[2]) {
  static const spi_field_way ways[] = {{"when", SPI_WAY_WHEN | SPI_WAY_GOOD,
                                        "the ladder holds for more cases",
                                        "the ladder holds for fewer cases", NULL},
                                       {NULL, 0, NULL, NULL, NULL}};
  const spi_place *place[2] = {&ladder[0]->place, &ladder[1]->place};
  spi_rule_pair pair = {.root = {rules->root[0], rules->root[1]},
                        .node = {node[0], node[1]},
                        .when = {ladder[0]->when, ladder[1]->when}};
  spi_judged judged = spi_verdict(SPOL_DIFF_SAME, "");
  spol_status status = spi_judge_field(rules->differ, &pair, ways, spi_slice_of("when"), &judged);
  return status == SPOL_OK ? spi_rules_add(rules, path, "", place, judged) : status;
}

static spol_status tell_ladder(spi_rules *rules, spi_slice name) {
  char path[SPI_PATH_MAX];
  spi_writer writer = spi_writer_on(path, sizeof path);
  const spi_text_node *node[2];
  const spi_text_node *steps[2];
  const spi_ladder *ladder[2];
  uint32_t first[2] = {0, 0};
  int both = 1;
  for (int s = 0; s < 2; s++) {
    node[s] = spi_tree_find(escalation(rules, s, "ladders"), name);
    steps[s] = spi_tree_get(node[s], "steps");
    ladder[s] = ladder_of(rules, s, name);
    first[s] = ladder[s] == NULL ? 0 : ladder[s]->steps.first;
    both &= node[s] != NULL && ladder[s] != NULL;
  }
  spi_write_format(&writer, "escalation.ladders.%S", name);
  spol_status status = both ? tell_ladder_when(rules, path, ladder, node) : SPOL_OK;
  return status == SPOL_OK ? tell_steps(rules, path, steps, first) : status;
}

static spol_status tell_ladders(spi_rules *rules) {
  const spi_text_node *steps[2] = {escalation(rules, 0, "steps"), escalation(rules, 1, "steps")};
  uint32_t first[2] = {0, 0};
  spol_status status = tell_steps(rules, "escalation.steps", steps, first);
  for (int s = 0; s < 2; s++) {
    const spi_text_node *ladders = escalation(rules, s, "ladders");
    for (uint32_t i = 0; ladders != NULL && ladders->kind == SPI_TEXT_MAPPING &&
                         i < ladders->count && status == SPOL_OK;
         i++) {
      spi_slice name = ladders->of.pairs[i].key.node->text;
      if (s == 0 || spi_tree_find(escalation(rules, 0, "ladders"), name) == NULL) {
        status = tell_ladder(rules, name);
      }
    }
  }
  return status;
}

/* ---- Promises about changes of the policy ------------------------------------------- */

static const spi_place *place_of_promise(const spi_rules *rules, const spi_rule_list *list,
                                         uint32_t side, uint32_t index, uint32_t when[2]) {
  enum { PROMISE = 6 };
  const spi_version *version = rules->differ->sides[side].version;
  uint32_t seen = 0;
  (void)list;
  when[0] = when[1] = SPI_ALWAYS;
  for (uint32_t i = 0; i < version->remarks_count; i++) {
    if (version->remarks[i].kind == PROMISE && seen++ == index) {
      return &version->remarks[i].place;
    }
  }
  return NULL;
}

static spol_status tell_promises(spi_rules *rules) {
  static const spi_field_way ways[] = {
      {"text", SPI_WAY_LOOK, NULL, NULL, "the promise is worded differently"},
      {"no_reduction_while", SPI_WAY_LOOK, NULL, NULL, "how long it holds"},
      {"material", SPI_WAY_LOOK, NULL, NULL, "which reductions it is about"},
      {NULL, 0, NULL, NULL, NULL}};
  spi_rule_list list = list_at(rules, "promises", ways, place_of_promise);
  list.added = "the promise is new";
  list.removed = "the promise is gone";
  list.way = SPI_WAY_GOOD;
  return spi_rules_list(rules, &list);
}

spol_status spi_rules_lists(spi_rules *rules) {
  typedef spol_status teller(spi_rules *);
  static teller *const tellers[] = {tell_entitlement, tell_notices, tell_lines,
                                    tell_first_line,  tell_ladders, tell_promises};
  spol_status status = SPOL_OK;
  for (size_t i = 0; i < sizeof tellers / sizeof tellers[0] && status == SPOL_OK; i++) {
    status = tellers[i](rules);
  }
  return status;
}
