/* SPDX-License-Identifier: MIT */
/* The rules of a metric beside its targets: what starts, stops, pauses and repeats it,
 * what a change or a reopening carries over, what excuses a miss. */
#include <string.h>

#include "policy/diff_rules.h"

typedef struct metric_pair {
  spi_rules *rules;
  const char *name;
  const spi_metric *metric[2];
  const spi_text_node *node[2];
  const char *whole; /**< why no rule of it can be better or worse by itself; NULL */
  int32_t whole_verdict;
} metric_pair;

static spol_status tell(const metric_pair *of, const char *key, const spi_place *const place[2],
                        spi_judged judged) {
  char path[SPI_PATH_MAX];
  const spi_place *where[2];
  spi_writer writer = spi_writer_on(path, sizeof path);
  spi_write_format(&writer, "metrics.%s.%s", of->name, key);
  for (int s = 0; s < 2; s++) {
    where[s] = place[s] != NULL && place[s]->line != 0 ? place[s] : &of->metric[s]->place;
  }
  if (judged.verdict != SPOL_DIFF_SAME && of->whole != NULL) {
    judged = spi_verdict(of->whole_verdict, of->whole);
  }
  return spi_rules_add(of->rules, path, of->name, where, judged);
}

static int promises(const spi_diff_side *side, const spi_metric *metric) {
  spi_range rows = metric->clock.targets;
  for (uint32_t i = 0; i < rows.count; i++) {
    uint32_t target = side->version->target_rows[rows.first + i].target;
    int32_t kind = side->version->targets[target].kind;
    if (kind != SPOL_TARGET_UNSTATED && kind != SPOL_TARGET_NOT_OFFERED) {
      return 1;
    }
  }
  return 0;
}

static int all_durations(const spi_diff_side *side, const spi_metric *metric) {
  spi_range rows = metric->clock.targets;
  for (uint32_t i = 0; i < rows.count; i++) {
    const spi_target *target =
        &side->version->targets[side->version->target_rows[rows.first + i].target];
    if (target->parts_rule != SPI_SINGLE || target->kind == SPOL_TARGET_DAY ||
        target->kind == SPOL_TARGET_PER_PERIOD || target->kind == SPOL_TARGET_AS_AGREED ||
        target->day.cutoff_seconds >= 0) {
      return 0;
    }
  }
  return 1;
}

/* ---- Events --------------------------------------------------------------------------------- */

static int same_name(const spi_rules *rules, int32_t kind, uint32_t one, uint32_t two) {
  if (one == 0 || two == 0) {
    return one == two;
  }
  const char *a = spol_policy_name(rules->differ->sides[0].policy, kind, one);
  const char *b = spol_policy_name(rules->differ->sides[1].policy, kind, two);
  return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static spol_status same_match(const spi_rules *rules, const spi_match *a, const spi_match *b,
                              int *same) {
  uint32_t when[2] = {a->when, b->when};
  int32_t relation = SPI_RELATION_EQUAL;
  spol_status status = SPOL_OK;
  int own = a->event >= SPOL_EVENT_OWN && a->event != SPI_NONE;
  *same = (own && b->event >= SPOL_EVENT_OWN && b->event != SPI_NONE
               ? same_name(rules, SPOL_NAME_EVENT, a->event, b->event)
               : a->event == b->event) &&
          (a->metric == SPI_NONE) == (b->metric == SPI_NONE) &&
          (a->metric == SPI_NONE || same_name(rules, SPOL_NAME_METRIC, a->metric, b->metric)) &&
          same_name(rules, SPOL_NAME_LINE, a->line, b->line) &&
          same_name(rules, SPOL_NAME_REASON, a->reason, b->reason) &&
          (a->unanswered == 0) == (b->unanswered == 0);
  if (*same && (a->when != SPI_ALWAYS || b->when != SPI_ALWAYS)) {
    status = spi_diff_conditions(rules->differ, when, &relation);
    *same = relation == SPI_RELATION_EQUAL;
  }
  return status;
}

/* 1 in `within` if each event of one side is one of the other. */
static spol_status events_within(const spi_rules *rules, const spi_range range[2], uint32_t side,
                                 int *within) {
  const spi_version *from = rules->differ->sides[side].version;
  const spi_version *to = rules->differ->sides[1 - side].version;
  spol_status status = SPOL_OK;
  *within = 1;
  for (uint32_t i = 0; i < range[side].count && *within && status == SPOL_OK; i++) {
    int found = 0;
    const spi_match *one = &from->matches[range[side].first + i];
    for (uint32_t j = 0; j < range[1 - side].count && !found && status == SPOL_OK; j++) {
      const spi_match *two = &to->matches[range[1 - side].first + j];
      status =
          side == 0 ? same_match(rules, one, two, &found) : same_match(rules, two, one, &found);
    }
    *within = found;
  }
  return status;
}

static spol_status tell_events(const metric_pair *of, const char *key, const spi_range range[2],
                               spi_judged more, spi_judged less) {
  int grown = 0;
  int shrunk = 0;
  const spi_place *place[2];
  spol_status status = events_within(of->rules, range, 0, &grown);
  status = status == SPOL_OK ? events_within(of->rules, range, 1, &shrunk) : status;
  for (int s = 0; s < 2; s++) {
    place[s] = range[s].count == 0
                   ? NULL
                   : &of->rules->differ->sides[s].version->matches[range[s].first].place;
  }
  if (status != SPOL_OK || (grown && shrunk)) {
    return status;
  }
  return tell(of, key, place,
              grown    ? more
              : shrunk ? less
                       : spi_verdict(SPOL_DIFF_UNDECIDED, "other events, neither more nor fewer"));
}

static spol_status tell_starts(const metric_pair *of) {
  static const char latest[] = "a later start begins it anew, so that more of them can be later";
  spi_range range[2] = {of->metric[0]->clock.starts, of->metric[1]->clock.starts};
  if (of->metric[0]->clock.starts_latest || of->metric[1]->clock.starts_latest) {
    spi_judged look = spi_verdict(SPOL_DIFF_UNDECIDED, latest);
    return tell_events(of, "starts", range, look, look);
  }
  return tell_events(of, "starts", range,
                     spi_verdict(SPOL_DIFF_BETTER, "more events start it, so never later"),
                     spi_verdict(SPOL_DIFF_WORSE, "fewer events start it, so never sooner"));
}

static spol_status tell_stops(const metric_pair *of) {
  spi_range range[2] = {of->metric[0]->clock.stops, of->metric[1]->clock.stops};
  return tell_events(
      of, "stops", range,
      spi_verdict(SPOL_DIFF_WORSE, "less is enough to meet it: more events stop it"),
      spi_verdict(SPOL_DIFF_BETTER, "more is needed to meet it: fewer events stop it"));
}

/* ---- Pauses ------------------------------------------------------------------------------------
 */

/* Rows without a condition that each name a reason. */
static int is_plain(const spi_version *version, spi_range rows) {
  for (uint32_t i = 0; i < rows.count; i++) {
    const spi_pause_row *row = &version->pause_rows[rows.first + i];
    if (row->when != SPI_ALWAYS || !row->pauses) {
      return 0;
    }
  }
  return 1;
}

static int pauses_within(const spi_rules *rules, const spi_range range[2], uint32_t side) {
  const spi_version *from = rules->differ->sides[side].version;
  const spi_version *to = rules->differ->sides[1 - side].version;
  for (uint32_t i = 0; i < range[side].count; i++) {
    uint32_t reason = from->pause_rows[range[side].first + i].reason;
    int found = 0;
    for (uint32_t j = 0; j < range[1 - side].count; j++) {
      uint32_t other = to->pause_rows[range[1 - side].first + j].reason;
      found |= other == 0 || same_name(rules, SPOL_NAME_REASON, side == 0 ? reason : other,
                                       side == 0 ? other : reason);
    }
    if (!found) {
      return 0;
    }
  }
  return 1;
}

static spol_status tell_pauses(const metric_pair *of) {
  const spi_diff_side *sides = of->rules->differ->sides;
  spi_range range[2] = {of->metric[0]->clock.pauses, of->metric[1]->clock.pauses};
  const spi_place *place[2] = {NULL, NULL};
  if (spi_tree_same(spi_tree_get(of->node[0], "pauses"), spi_tree_get(of->node[1], "pauses"))) {
    return SPOL_OK;
  }
  for (int s = 0; s < 2; s++) {
    if (range[s].count > 0) {
      place[s] = &sides[s].version->pause_rows[range[s].first].place;
    }
  }
  int plain = is_plain(sides[0].version, range[0]) && is_plain(sides[1].version, range[1]);
  int grown = range[0].count == 0 || (plain && pauses_within(of->rules, range, 0));
  int shrunk = range[1].count == 0 || (plain && pauses_within(of->rules, range, 1));
  spi_judged judged =
      grown && shrunk ? spi_verdict(SPOL_DIFF_SAME, "")
      : grown         ? spi_verdict(SPOL_DIFF_WORSE,
                            range[0].count == 0 ? "nothing paused it" : "more reasons pause it")
      : shrunk ? spi_verdict(SPOL_DIFF_BETTER, range[1].count == 0 ? "nothing pauses it any more"
                                                                   : "fewer reasons pause it")
               : spi_verdict(SPOL_DIFF_UNDECIDED, "other reasons pause it, neither more nor fewer");
  return tell(of, "pauses", place, judged);
}

/* ---- Changes and reopening
 * ------------------------------------------------------------------------ */

/* The one rule of rows that have one, written or not; 0: there are several. */
static int32_t only_carry(const spi_version *version, spi_range rows, uint32_t *never_later) {
  if (rows.count == 0) {
    return 0;
  }
  const spi_carry_row *row = &version->carry_rows[rows.first];
  *never_later = row->never_later;
  return row->when == SPI_ALWAYS ? (row->place.line == 0 ? -1 : row->carry) : 0;
}

/* Which of two rules leaves the due instant sooner after a change. From the start and
 * what is elapsed are never later than anew, as long as no day is counted: of a day
 * target, the open time of a pause may be more than what anew adds. */
static spi_judged judge_carry(int32_t before, int32_t after) {
  enum { STANDARD = -1 };
  if (before == after) {
    return spi_verdict(SPOL_DIFF_SAME, "");
  }
  if (after == SPOL_CARRY_RESTART) {
    return spi_verdict(SPOL_DIFF_WORSE, "after a change it counts anew");
  }
  if (before == SPOL_CARRY_RESTART) {
    return spi_verdict(SPOL_DIFF_BETTER, "after a change it counts anew no more");
  }
  if (before == STANDARD && after == SPOL_CARRY_FROM_START) {
    return spi_verdict(SPOL_DIFF_BETTER, "from the start, also after a word or a step's change");
  }
  if (before == SPOL_CARRY_FROM_START && after == STANDARD) {
    return spi_verdict(SPOL_DIFF_WORSE, "anew after a word and after a step's change");
  }
  return spi_verdict(SPOL_DIFF_UNDECIDED,
                     "which of them is sooner depends on the targets and calendars of a change");
}

static spol_status tell_carry(const metric_pair *of) {
  const spi_diff_side *sides = of->rules->differ->sides;
  const spi_place *place[2] = {NULL, NULL};
  int32_t carry[2];
  uint32_t never_later[2] = {0, 0};
  for (int s = 0; s < 2; s++) {
    spi_range rows = of->metric[s]->clock.carries;
    carry[s] = only_carry(sides[s].version, rows, &never_later[s]);
    place[s] = rows.count > 0 ? &sides[s].version->carry_rows[rows.first].place : NULL;
  }
  if (spi_tree_same(spi_tree_get(of->node[0], "carry"), spi_tree_get(of->node[1], "carry"))) {
    return SPOL_OK;
  }
  spi_judged judged =
      spi_verdict(SPOL_DIFF_UNDECIDED, "what is carried over depends on the change and the facts");
  if (carry[0] != 0 && carry[1] != 0) {
    int days = !all_durations(&sides[0], of->metric[0]) || !all_durations(&sides[1], of->metric[1]);
    judged = judge_carry(carry[0], carry[1]);
    if (days && judged.verdict != SPOL_DIFF_SAME) {
      judged =
          spi_verdict(SPOL_DIFF_UNDECIDED, "after a change and a pause, days counted in one way "
                                           "may end sooner or later than in the other");
    }
    if (never_later[0] != never_later[1]) {
      spi_judge_also(&judged,
                     never_later[1]
                         ? spi_verdict(SPOL_DIFF_BETTER, "no change makes it later any more")
                         : spi_verdict(SPOL_DIFF_WORSE, "a change can make it later"));
    }
  }
  return tell(of, "carry", place, judged);
}

/* Of a reopened case: how soon it is due. */
static int soonness(int32_t reopen) {
  return reopen == SPI_REOPEN_COUNT_CLOSED ? 0 : reopen == SPI_REOPEN_EXCLUDE_CLOSED ? 1 : 2;
}

static spol_status tell_reopening(const metric_pair *of) {
  const spi_diff_side *sides = of->rules->differ->sides;
  const spi_place *place[2] = {NULL, NULL};
  int32_t rule[2] = {SPI_REOPEN_EXCLUDE_CLOSED, SPI_REOPEN_EXCLUDE_CLOSED};
  int one = 1;
  if (spi_tree_same(spi_tree_get(of->node[0], "reopening"),
                    spi_tree_get(of->node[1], "reopening"))) {
    return SPOL_OK;
  }
  for (int s = 0; s < 2; s++) {
    spi_range rows = of->metric[s]->clock.reopens;
    if (rows.count > 0) {
      const spi_reopen_row *row = &sides[s].version->reopen_rows[rows.first];
      rule[s] = row->reopen;
      one &= row->when == SPI_ALWAYS;
      place[s] = &row->place;
    }
  }
  int order = one ? soonness(rule[1]) - soonness(rule[0]) : 0;
  spi_judged judged = !one ? spi_verdict(SPOL_DIFF_UNDECIDED, "it depends on the facts of a case")
                      : rule[0] == rule[1] ? spi_verdict(SPOL_DIFF_SAME, "")
                      : order > 0 ? spi_verdict(SPOL_DIFF_WORSE, "a reopened case is due later")
                      : order < 0
                          ? spi_verdict(SPOL_DIFF_BETTER, "a reopened case is due sooner")
                          : spi_verdict(SPOL_DIFF_UNDECIDED, "whether the earlier outcome stands");
  return tell(of, "reopening", place, judged);
}

/* ---- The rest
 * -------------------------------------------------------------------------------------- */

static spol_status tell_repeats(const metric_pair *of) {
  static const spi_field_way ways[] = {
      {"until", SPI_WAY_SET, "it ends at more events", "it ends at fewer events", NULL},
      {"once", SPI_WAY_TRUTH, "after a miss nothing more is due until its stop",
       "after a miss the next is due", NULL},
      {"promises", SPI_WAY_LOOK, NULL, NULL, "who sets when the next is due"},
      {"after", SPI_WAY_LOOK, NULL, NULL, "what the next one counts from"},
      {NULL, 0, NULL, NULL, NULL}};
  static const spi_text_node empty = {.kind = SPI_TEXT_MAPPING};
  const spi_place *place[2] = {NULL, NULL};
  spi_rule_pair pair = {.when = {SPI_ALWAYS, SPI_ALWAYS}, .requires = {SPI_ALWAYS, SPI_ALWAYS}};
  spi_judged judged;
  for (int s = 0; s < 2; s++) {
    const spi_text_node *own = spi_tree_get(of->node[s], "repeats");
    pair.node[s] = own == NULL ? &empty : own;
    pair.root[s] = of->rules->root[s];
  }
  if (spi_tree_same(pair.node[0], pair.node[1])) {
    return SPOL_OK;
  }
  if (of->metric[0]->repeat == SPI_REPEAT_NEVER || of->metric[1]->repeat == SPI_REPEAT_NEVER) {
    judged = of->metric[1]->repeat == SPI_REPEAT_NEVER
                 ? spi_verdict(SPOL_DIFF_WORSE, "it is due once, and no more again and again")
                 : spi_verdict(SPOL_DIFF_BETTER, "it is due again and again, and was due once");
    return of->metric[0]->repeat == of->metric[1]->repeat ? SPOL_OK
                                                          : tell(of, "repeats", place, judged);
  }
  spol_status status = spi_judge_fields(of->rules->differ, &pair, ways, &judged);
  return status == SPOL_OK ? tell(of, "repeats", place, judged) : status;
}

static spol_status tell_fields(const metric_pair *of) {
  static const spi_field_way ways[] = {
      {"starts_when", SPI_WAY_WHEN | SPI_WAY_GOOD, "it starts under weaker conditions",
       "it starts under stronger conditions", "it starts under other conditions"},
      {"latest", SPI_WAY_TRUTH, "a later start begins it anew", "no later start begins it anew",
       NULL},
      {"pause_lasts", SPI_WAY_LOOK, NULL, NULL,
       "how long a pause lasts: the time or the open time that it took"},
      {"tells_customer", SPI_WAY_LOOK, NULL, NULL, "whether the customer is told that it is due"},
      {NULL, 0, NULL, NULL, NULL}};
  const spi_place *place[2] = {NULL, NULL};
  spi_rule_pair pair = {.root = {of->rules->root[0], of->rules->root[1]},
                        .node = {of->node[0], of->node[1]},
                        .when = {of->metric[0]->clock.start_when, of->metric[1]->clock.start_when}};
  spol_status status = SPOL_OK;
  for (const spi_field_way *way = ways; way->key != NULL && status == SPOL_OK; way++) {
    spi_judged judged = spi_verdict(SPOL_DIFF_SAME, "");
    status = spi_judge_field(of->rules->differ, &pair, ways, spi_slice_of(way->key), &judged);
    status = status == SPOL_OK ? tell(of, way->key, place, judged) : status;
  }
  return status;
}

static const spi_place *place_of_excuse(const spi_rules *rules, const spi_rule_list *list,
                                        uint32_t side, uint32_t index, uint32_t when[2]) {
  const spi_excuse_row *row =
      &rules->differ->sides[side].version->excuse_rows[list->first[side] + index];
  when[0] = row->when;
  when[1] = SPI_ALWAYS;
  return &row->place;
}

static spol_status tell_excuses(const metric_pair *of) {
  static const spi_field_way ways[] = {
      {"when", SPI_WAY_WHEN, "it excuses more misses", "it excuses fewer misses", NULL},
      {"says", SPI_WAY_LOOK, NULL, NULL, "the excuse is worded differently"},
      {NULL, 0, NULL, NULL, NULL}};
  char path[SPI_PATH_MAX];
  spi_writer writer = spi_writer_on(path, sizeof path);
  spi_write_format(&writer, "metrics.%s.excused", of->name);
  spi_rule_list list = {.path = path,
                        .metric = of->name,
                        .ways = ways,
                        .added = of->whole != NULL ? of->whole : "it excuses a miss",
                        .removed = of->whole != NULL ? of->whole : "it excuses a miss no more",
                        .place = place_of_excuse};
  if (of->whole != NULL) {
    list.way = of->whole_verdict == SPOL_DIFF_BETTER ? SPI_WAY_GOOD : 0;
  }
  for (int s = 0; s < 2; s++) {
    list.node[s] = spi_tree_get(of->node[s], "excused");
    list.first[s] = of->metric[s]->excuses.first;
  }
  return spi_rules_list(of->rules, &list);
}

static spol_status tell_metric(metric_pair *of) {
  typedef spol_status teller(const metric_pair *);
  static teller *const tellers[] = {tell_starts, tell_stops,     tell_fields,  tell_pauses,
                                    tell_carry,  tell_reopening, tell_repeats, tell_excuses};
  const spi_diff_side *sides = of->rules->differ->sides;
  int before = promises(&sides[0], of->metric[0]);
  int after = promises(&sides[1], of->metric[1]);
  if (before != after) {
    of->whole_verdict = after ? SPOL_DIFF_BETTER : SPOL_DIFF_WORSE;
    of->whole = after ? "part of a promise that is new" : "part of a promise that is gone";
  }
  spol_status status = SPOL_OK;
  for (size_t i = 0; i < sizeof tellers / sizeof tellers[0] && status == SPOL_OK; i++) {
    status = tellers[i](of);
  }
  return status;
}

/* What a metric of one side promises is told with its targets. */
static spol_status tell_alone(spi_rules *rules, const char *name, int added,
                              const spi_metric *metric) {
  char path[SPI_PATH_MAX];
  const spi_place *place[2] = {NULL, NULL};
  spi_writer writer = spi_writer_on(path, sizeof path);
  if (promises(&rules->differ->sides[added], metric)) {
    return SPOL_OK;
  }
  spi_write_format(&writer, "metrics.%s", name);
  place[added] = &metric->place;
  return spi_rules_add(
      rules, path, name, place,
      spi_verdict(SPOL_DIFF_UNDECIDED, added ? "a new metric promises nothing"
                                             : "a metric that is gone promised nothing"));
}

spol_status spi_rules_metrics(spi_rules *rules) {
  const spi_diff_side *sides = rules->differ->sides;
  spol_status status = SPOL_OK;
  for (int s = 0; s < 2; s++) {
    for (uint32_t i = 0; i < sides[s].version->metrics_count && status == SPOL_OK; i++) {
      const spi_metric *metric = &sides[s].version->metrics[i];
      metric_pair of = {.rules = rules,
                        .name = spol_policy_name(sides[s].policy, SPOL_NAME_METRIC, metric->id)};
      if (of.name == NULL) {
        continue;
      }
      for (int side = 0; side < 2; side++) {
        of.metric[side] = spi_diff_find_metric(&sides[side], of.name);
        of.node[side] = spi_tree_get(spi_tree_get(rules->root[side], "metrics"), of.name);
      }
      if (of.metric[0] == NULL || of.metric[1] == NULL) {
        status = tell_alone(rules, of.name, s, metric);
      } else if (s == 0) {
        status = tell_metric(&of);
      }
    }
  }
  return status;
}
