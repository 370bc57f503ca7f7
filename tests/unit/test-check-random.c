/* SPDX-License-Identifier: MIT */
/* The checker against brute force: random tables over few facts, every
 * combination of which is tried by an evaluator that shares nothing with it. */
#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy-check.h"

enum { POLICIES = 4000, MOST_ROWS = 7, MOST_PARTS = 3, FACTS = 8, UNKNOWN = -1000 };

/* ---- Random numbers ----------------------------------------------------------------------- */

static uint64_t state;

static uint32_t below(uint32_t limit) {
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(state >> 33) % limit;
}

/* ---- What is asked -------------------------------------------------------------------------- */

typedef enum fact { COLOR, SIZE, FLAG, NUMBER, FROM, TO, SET, SEVERITY } fact;

/* Values that are tried, in steps: numbers in halves, dates in days. */
static const struct {
  int first;
  int last;
  int may_lack;
} domains[FACTS] = {{1, 3, 1},  {1, 2, 1},  {0, 1, 1}, {1, 7, 1},
                    {-2, 6, 1}, {-2, 6, 1}, {0, 3, 0}, {1, 3, 0}};

typedef enum kind { ALL, ANY, NOT, IS, ONE_OF, BELOW, AT_MOST, MORE, AT_LEAST, KNOWN, BEFORE } kind;

typedef struct condition {
  kind kind;
  fact fact;
  int value;
  int other;
  int parts;
  struct condition *part[MOST_PARTS];
} condition;

static condition pool[4096];
static size_t used;
static uint32_t chosen; /* facts of the policy at hand: bits */

static fact any_fact(void) {
  fact one = COLOR;
  do {
    one = (fact)below(FACTS);
  } while ((chosen >> one & 1) == 0);
  return one;
}

static void make_leaf(condition *made) {
  made->fact = any_fact();
  made->kind = IS;
  switch (made->fact) {
  case COLOR:
    made->value = 1 + (int)below(3);
    made->other = 1 + (int)below(3);
    made->kind = below(3) == 0 ? ONE_OF : IS;
    break;
  case SIZE:
    made->value = 1 + (int)below(2);
    break;
  case FLAG:
    made->value = (int)below(2);
    break;
  case NUMBER:
    made->value = 2 + 2 * (int)below(3);
    made->kind = (kind)(BELOW + below(4));
    made->kind = below(4) == 0 ? IS : made->kind;
    break;
  case FROM:
  case TO:
    made->value = (int[]){0, 2, 3}[below(3)];
    made->kind = below(2) == 0 ? BEFORE : (kind)(BELOW + below(4));
    break;
  case SET:
    made->value = 1 + (int)below(2);
    break;
  default:
    made->value = 1 + (int)below(3);
    made->kind = below(2) == 0 ? AT_LEAST : IS;
    break;
  }
  if (made->fact != SEVERITY && below(8) == 0) {
    made->kind = KNOWN;
  }
}

static condition *make(int depth) {
  condition *made = &pool[used++];
  memset(made, 0, sizeof *made);
  uint32_t choice = below(8);
  if (depth == 0 || choice < 3) {
    make_leaf(made);
    return made;
  }
  made->kind = choice < 5 ? ALL : choice < 7 ? ANY : NOT;
  made->parts = made->kind == NOT ? 1 : 1 + (int)below(MOST_PARTS);
  for (int i = 0; i < made->parts; i++) {
    made->part[i] = make(depth - 1);
  }
  return made;
}

/* ---- As text ------------------------------------------------------------------------------------
 */

static char text[65536];
static size_t length;

static void put(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void put(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  length += (size_t)vsnprintf(text + length, sizeof text - length, format, arguments);
  va_end(arguments);
  ck_assert_uint_lt(length, sizeof text);
}

static void put_value(fact of, int value) {
  static const char *const colors[] = {"", "red", "green", "blue"};
  static const char *const sizes[] = {"", "small", "large"};
  static const char *const members[] = {"", "web", "phone"};
  switch (of) {
  case COLOR:
    put("%s", colors[value]);
    break;
  case SIZE:
    put("%s", sizes[value]);
    break;
  case FLAG:
    put("%s", value ? "true" : "false");
    break;
  case NUMBER:
    put("%d", value / 2);
    break;
  case FROM:
  case TO:
    put("2026-01-%02d", value + 10);
    break;
  case SET:
    put("%s", members[value]);
    break;
  default:
    put("S%d", value);
    break;
  }
}

static void put_leaf(const condition *one) {
  static const char *const names[] = {"color", "size", "flag",    "users",
                                      "from",  "to",   "channel", "severity"};
  static const char *const bounds[] = {"below", "at_most", "more_than", "at_least"};
  put("{%s: ", names[one->fact]);
  if (one->kind == IS) {
    put_value(one->fact, one->value);
  } else if (one->kind == ONE_OF) {
    put("[");
    put_value(one->fact, one->value);
    put(", ");
    put_value(one->fact, one->other);
    put("]");
  } else if (one->kind == KNOWN) {
    put("{known: true}");
  } else if (one->kind == BEFORE) {
    put("{below: %s}", one->fact == FROM ? "to" : "from");
  } else {
    put("{%s: ", bounds[one->kind - BELOW]);
    put_value(one->fact, one->value);
    put("}");
  }
  put("}");
}

static void put_condition(const condition *one) {
  if (one->kind == NOT) {
    put("{not: ");
    put_condition(one->part[0]);
    put("}");
  } else if (one->kind == ALL || one->kind == ANY) {
    put("{%s: [", one->kind == ALL ? "all" : "any");
    for (int i = 0; i < one->parts; i++) {
      put("%s", i == 0 ? "" : ", ");
      put_condition(one->part[i]);
    }
    put("]}");
  } else {
    put_leaf(one);
  }
}

/* ---- By hand
 * ---------------------------------------------------------------------------------------- */

typedef int values[FACTS];

static int leaf_value(const condition *one, const int *facts) {
  int value = facts[one->fact];
  if (one->kind == KNOWN) {
    return one->fact == SET ? value != 0 : value != UNKNOWN;
  }
  if (one->fact == SET) {
    return value >> (one->value - 1) & 1;
  }
  if (one->kind == BEFORE) {
    int other = facts[one->fact == FROM ? TO : FROM];
    return value == UNKNOWN || other == UNKNOWN ? -1 : value < other;
  }
  if (value == UNKNOWN) {
    return -1;
  }
  switch (one->kind) {
  case IS:
    return value == one->value;
  case ONE_OF:
    return value == one->value || value == one->other;
  case BELOW:
    return value < one->value;
  case AT_MOST:
    return value <= one->value;
  case MORE:
    return value > one->value;
  default:
    return one->fact == SEVERITY ? value <= one->value : value >= one->value;
  }
}

static int truth(const condition *one, const int *facts) {
  if (one->kind == NOT) {
    int part = truth(one->part[0], facts);
    return part < 0 ? part : !part;
  }
  if (one->kind != ALL && one->kind != ANY) {
    return leaf_value(one, facts);
  }
  int deciding = one->kind == ANY;
  int answer = !deciding;
  for (int i = 0; i < one->parts; i++) {
    int part = truth(one->part[i], facts);
    if (part == deciding) {
      return deciding;
    }
    answer = part < 0 ? -1 : answer;
  }
  return answer;
}

typedef struct table {
  int rows;
  condition *when[MOST_ROWS];
  int hours[MOST_ROWS];
} table;

/* The row that decides; `rows` for none, -1 for undecided. */
static int decide(const table *of, const int *facts) {
  for (int i = 0; i < of->rows; i++) {
    int answer = truth(of->when[i], facts);
    if (answer != 0) {
      return answer < 0 ? -1 : i;
    }
  }
  return of->rows;
}

typedef struct verdict {
  int gap;
  int live[MOST_ROWS];
  int inverted[MOST_ROWS];
} verdict;

static void look_at(const table *of, int *facts, verdict *out) {
  int row[4];
  for (int severity = 1; severity <= 3; severity++) {
    facts[SEVERITY] = severity;
    row[severity] = decide(of, facts);
    out->gap |= row[severity] == of->rows;
    if (row[severity] >= 0 && row[severity] < of->rows) {
      out->live[row[severity]] = 1;
    }
  }
  for (int a = 1; a <= 3; a++) {
    for (int b = a + 1; b <= 3; b++) {
      if (row[a] >= 0 && row[b] >= 0 && row[a] < of->rows && row[b] < of->rows &&
          of->hours[row[a]] > of->hours[row[b]]) {
        out->inverted[row[a]] = 1;
      }
    }
  }
}

static void try_all(const table *of, int *facts, int at, verdict *out) {
  if (at == SEVERITY) {
    look_at(of, facts, out);
    return;
  }
  if ((chosen >> at & 1) == 0) {
    facts[at] = domains[at].first;
    try_all(of, facts, at + 1, out);
    return;
  }
  for (int value = domains[at].first; value <= domains[at].last; value++) {
    facts[at] = value;
    try_all(of, facts, at + 1, out);
  }
  if (domains[at].may_lack) {
    facts[at] = UNKNOWN;
    try_all(of, facts, at + 1, out);
  }
}

/* ---- Side by side
 * ---------------------------------------------------------------------------------------- */

enum { FIRST_ROW = 15 };

static void write_policy(const table *of) {
  length = 0;
  put("supportpolicy: 1\nid: t\nversion: a\nfacts:\n"
      "  color: {one_of: [red, green, blue]}\n  size: {one_of: [small, large]}\n"
      "  flag: {type: boolean}\n  users: {type: number}\n  from: {type: date}\n"
      "  to: {type: date}\n  channel: {one_of: [web, phone], many: true}\n"
      "severities: {levels: [{id: S1}, {id: S2}, {id: S3}], default: S3}\ncalendars: {always: "
      "24x7}\n"
      "metrics: {m: {starts: opened, stops: resolved, calendar: always, targets: [\n");
  for (int i = 0; i < of->rows; i++) {
    put("  {when: ");
    put_condition(of->when[i]);
    put(", within: %dh}%s\n", of->hours[i], i + 1 < of->rows ? "," : "");
  }
  put("]}}\n");
}

static verdict read_findings(const spol_diagnostics *findings) {
  verdict out = {0};
  for (int i = 0; i < MOST_ROWS; i++) {
    out.live[i] = 1;
  }
  for (uint64_t i = 0; i < spol_diagnostics_count(findings); i++) {
    spol_error found = SPOL_ERROR_INIT;
    ck_assert_int_eq(spol_diagnostics_get(findings, i, NULL, &found), SPOL_OK);
    int row = (int)found.line - FIRST_ROW;
    ck_assert_uint_ne(found.code, SPOL_DIAG_UNDECIDED_QUESTION);
    if (found.code == SPOL_DIAG_TARGET_GAP) {
      out.gap = 1;
    } else if (found.code == SPOL_DIAG_RULE_NEVER_MATCHES) {
      ck_assert(row >= 0 && row < MOST_ROWS);
      out.live[row] = 0;
    } else if (found.code == SPOL_DIAG_TARGETS_INVERTED) {
      ck_assert(row >= 0 && row < MOST_ROWS);
      out.inverted[row] = 1;
    }
  }
  return out;
}

static void compare_once(uint32_t seed) {
  table made = {0};
  verdict expected = {0};
  values facts = {0};
  state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
  used = 0;
  chosen = 0;
  for (int i = 0; i < 3; i++) {
    chosen |= 1U << below(FACTS);
  }
  chosen |= (chosen & (1U << FROM | 1U << TO)) != 0 ? 1U << FROM | 1U << TO : 0;
  made.rows = 1 + (int)below(MOST_ROWS);
  for (int i = 0; i < made.rows; i++) {
    made.when[i] = make(3);
    made.hours[i] = 1 + (int)below(5);
  }
  write_policy(&made);
  try_all(&made, facts, 0, &expected);
  spol_policy *policy = read_policy_text(text);
  spol_diagnostics *findings = NULL;
  ck_assert_int_eq(spol_diagnostics_new(NULL, 0, &findings), SPOL_OK);
  ck_assert_int_eq(spol_policy_check(policy, NULL, findings, NULL), SPOL_OK);
  verdict found = read_findings(findings);
  ck_assert_msg(found.gap == expected.gap, "seed %u: gap %d, by hand %d\n%s", seed, found.gap,
                expected.gap, text);
  for (int i = 0; i < made.rows; i++) {
    ck_assert_msg(found.live[i] == expected.live[i], "seed %u, row %d: live %d, by hand %d\n%s",
                  seed, i, found.live[i], expected.live[i], text);
    ck_assert_msg(found.inverted[i] == expected.inverted[i],
                  "seed %u, row %d: inverted %d, by hand %d\n%s", seed, i, found.inverted[i],
                  expected.inverted[i], text);
  }
  spol_diagnostics_free(findings);
  spol_policy_unref(policy);
}

START_TEST(agrees_with_brute_force) {
  uint32_t first = (uint32_t)_i * (POLICIES / 4);
  for (uint32_t seed = first; seed < first + POLICIES / 4; seed++) {
    compare_once(seed);
  }
}
END_TEST

int main(void) {
  Suite *suite = suite_create("check-random");
  TCase *tests = tcase_create("brute force");
  tcase_set_timeout(tests, 400);
  tcase_add_loop_test(tests, agrees_with_brute_force, 0, 4);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
