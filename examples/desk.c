/* SPDX-License-Identifier: MIT */
/** A helpdesk that keeps its cases in SQLite and never misses or repeats a step:
 *    desk DATABASE policy FILE.yaml            take a policy, or its next version
 *    desk DATABASE open FILE.policytest.yaml   take the cases of a case file
 *    desk DATABASE run [FROM UNTIL]            one timer for all cases
 *    desk DATABASE show                        what is due, and when to look again
 *  With FROM and UNTIL the clock is simulated: it jumps from one timer to the
 *  next. What a run must do outside (a mail, a page) it puts into the table
 *  outbox in the transaction that moves the case's cursor, so that a process that
 *  is killed at any point leaves both or neither. Deliveries are made from the
 *  outbox, with the firing's identity as the key: the receiver (here the
 *  database DATABASE.inbox) takes a key once, whatever is sent again.
 *  Exit: 0; 1 something went wrong, which is said. */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "supportpolicy/supportpolicy.h"

enum { TEXTS = 64, BATCH = 64 };

static const char schema[] =
    "PRAGMA busy_timeout = 5000;"
    "CREATE TABLE IF NOT EXISTS policies (number INTEGER PRIMARY KEY, text TEXT UNIQUE NOT NULL);"
    /* body: an entry of a case file; seen: firings before it are in the outbox;
     * wake: when to look again; digest: of the version that the case is pinned to. */
    "CREATE TABLE IF NOT EXISTS cases (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL,"
    " body TEXT NOT NULL, seen INTEGER, wake INTEGER, digest BLOB, version TEXT, due INTEGER);"
    "CREATE INDEX IF NOT EXISTS cases_wake ON cases (wake);"
    "CREATE TABLE IF NOT EXISTS outbox (key TEXT PRIMARY KEY, case_id INTEGER NOT NULL,"
    " at INTEGER NOT NULL, step TEXT NOT NULL, sent INTEGER NOT NULL DEFAULT 0);";
static const char inbox_schema[] =
    "PRAGMA busy_timeout = 5000;"
    "CREATE TABLE IF NOT EXISTS received (key TEXT PRIMARY KEY, at INTEGER NOT NULL,"
    " step TEXT NOT NULL);";

typedef struct desk {
  sqlite3 *database;
  sqlite3 *inbox;
  spol_policy *policy;
} desk;

/* ---- Small things ------------------------------------------------------------ */

static _Noreturn void die(const char *format, ...) {
  va_list rest;
  va_start(rest, format);
  fputs("desk: ", stderr);
  vfprintf(stderr, format, rest);
  fputc('\n', stderr);
  va_end(rest);
  exit(1);
}

static void must(sqlite3 *database, int result) {
  if (result != SQLITE_OK && result != SQLITE_DONE && result != SQLITE_ROW) {
    die("the database says: %s", sqlite3_errmsg(database));
  }
}

static void run_sql(sqlite3 *database, const char *text) {
  must(database, sqlite3_exec(database, text, NULL, NULL, NULL));
}

static sqlite3_stmt *prepare(sqlite3 *database, const char *text) {
  sqlite3_stmt *statement = NULL;
  must(database, sqlite3_prepare_v2(database, text, -1, &statement, NULL));
  return statement;
}

static void finish(sqlite3 *database, sqlite3_stmt *statement) {
  must(database, sqlite3_step(statement));
  must(database, sqlite3_finalize(statement));
}

static const char *column(sqlite3_stmt *statement, int index) {
  const char *text = (const char *)sqlite3_column_text(statement, index);
  return text == NULL ? "" : text;
}

static void bind_instant(sqlite3_stmt *statement, int index, spol_instant at) {
  if (at == SPOL_INSTANT_NONE) {
    sqlite3_bind_null(statement, index);
  } else {
    sqlite3_bind_int64(statement, index, at);
  }
}

static spol_instant instant_of(const char *text) {
  spol_error error = SPOL_ERROR_INIT;
  spol_instant at = 0;
  if (spol_instant_parse(text, strlen(text), &at, &error) != SPOL_OK) {
    die("%s: %s", text, error.message);
  }
  return at;
}

static spol_instant earlier(spol_instant a, spol_instant b) {
  return a == SPOL_INSTANT_NONE || (b != SPOL_INSTANT_NONE && b < a) ? b : a;
}

/* ---- The policy: every text that was ever taken, read together --------------------- */

/* Versions are texts; the library picks the one in force when a case was opened.
 * So a new version leaves open cases where they are. */
static spol_policy *read_policy(desk *host, const char *more, const char *name) {
  spol_policy_source sources[TEXTS];
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  spol_error error = SPOL_ERROR_INIT;
  spol_policy *policy = NULL;
  uint64_t count = 0;
  sqlite3_stmt *texts = prepare(host->database, "SELECT text FROM policies ORDER BY number");
  char *copies[TEXTS];
  while (sqlite3_step(texts) == SQLITE_ROW && count + 1 < TEXTS) {
    copies[count] = strdup(column(texts, 0));
    sources[count] = (spol_policy_source)SPOL_SIZED(spol_policy_source);
    sources[count].text = copies[count];
    sources[count].length = strlen(copies[count]);
    count++;
  }
  must(host->database, sqlite3_finalize(texts));
  uint64_t kept = count;
  if (more != NULL) {
    sources[count] = (spol_policy_source)SPOL_SIZED(spol_policy_source);
    sources[count].text = more;
    sources[count].length = strlen(more);
    sources[count++].name = name;
  }
  options.source = spol_system_zone_source();
  if (count == 0) {
    die("no policy yet: desk DATABASE policy FILE.yaml");
  }
  if (spol_policy_read(NULL, sources, count, &options, &policy, NULL, &error) != SPOL_OK) {
    die("%s:%" PRIu32 ":%" PRIu32 ": %s", error.file, error.line, error.column, error.message);
  }
  while (kept > 0) {
    free(copies[--kept]);
  }
  return policy;
}

static void take_policy(desk *host, const char *file) {
  spol_error error = SPOL_ERROR_INIT;
  char *text = NULL;
  size_t length = 0;
  if (spol_system_read_file(NULL, file, (size_t)8 << 20, &text, &length, &error) != SPOL_OK) {
    die("%s: %s", file, error.message);
  }
  sqlite3_stmt *known = prepare(host->database, "SELECT 1 FROM policies WHERE text = ?");
  sqlite3_bind_text(known, 1, text, (int)length, SQLITE_STATIC);
  int there = sqlite3_step(known) == SQLITE_ROW;
  must(host->database, sqlite3_finalize(known));
  if (!there) {
    spol_policy_unref(read_policy(host, text, file)); /* refused as a whole, or taken */
    sqlite3_stmt *insert = prepare(host->database, "INSERT INTO policies (text) VALUES (?)");
    sqlite3_bind_text(insert, 1, text, (int)length, SQLITE_STATIC);
    finish(host->database, insert);
  }
  spol_system_free(NULL, text, length);
}

static spol_status policy_at_hand(void *context, const char *file, const char *const *names,
                                  uint64_t count, spol_policy **out, spol_diagnostics *diagnostics,
                                  spol_error *error) {
  (void)file, (void)names, (void)count, (void)diagnostics, (void)error;
  *out = spol_policy_ref(context);
  return SPOL_OK;
}

/* ---- Cases: text in the database, events in memory ------------------------------------ */

static spol_scenario *read_cases(desk *host, const char *text, const char *name) {
  spol_policy_source source = SPOL_SIZED(spol_policy_source);
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  spol_policy_loader loader = {policy_at_hand, host->policy};
  spol_error error = SPOL_ERROR_INIT;
  spol_scenario *scenario = NULL;
  source.text = text;
  source.length = strlen(text);
  source.name = name;
  options.source = spol_system_zone_source();
  if (spol_scenario_read(NULL, &source, &loader, &options, &scenario, NULL, &error) != SPOL_OK) {
    die("%s:%" PRIu32 ":%" PRIu32 ": %s", name, error.line, error.column, error.message);
  }
  return scenario;
}

static void store_case(desk *host, const spol_scenario_case *one) {
  static const char head[] = "policytest: 1\npolicy: kept.yaml\ncases:\n";
  uint64_t needed = 0;
  size_t begin = sizeof head - 1;
  if (spol_case_print(host->policy, one->name, one->events, one->event_count, NULL, NULL, 0,
                      &needed) != SPOL_OK) {
    die("%s: the case cannot be written", one->name);
  }
  char *text = malloc(begin + (size_t)needed + 1);
  if (text == NULL || spol_case_print(host->policy, one->name, one->events, one->event_count, NULL,
                                      text + begin, needed, &needed) != SPOL_OK) {
    die("%s: out of memory", one->name);
  }
  memcpy(text, head, begin);
  text[begin + needed] = '\0';
  sqlite3_stmt *insert = prepare(
      host->database, "INSERT OR IGNORE INTO cases (name, body, seen, wake) VALUES (?, ?, ?3, ?3)");
  sqlite3_bind_text(insert, 1, one->name, -1, SQLITE_STATIC);
  sqlite3_bind_text(insert, 2, text, -1, SQLITE_STATIC);
  sqlite3_bind_int64(insert, 3, one->events[0].at);
  finish(host->database, insert);
  free(text);
}

static void take_cases(desk *host, const char *file) {
  spol_error error = SPOL_ERROR_INIT;
  char *text = NULL;
  size_t length = 0;
  if (spol_system_read_file(NULL, file, (size_t)64 << 20, &text, &length, &error) != SPOL_OK) {
    die("%s: %s", file, error.message);
  }
  spol_scenario *scenario = read_cases(host, text, file);
  run_sql(host->database, "BEGIN IMMEDIATE");
  for (uint64_t i = 0; i < spol_scenario_count(scenario); i++) {
    spol_scenario_case one = SPOL_SIZED(spol_scenario_case);
    if (spol_scenario_case_get(scenario, i, &one) == SPOL_OK && one.event_count > 0) {
      store_case(host, &one);
    }
  }
  run_sql(host->database, "COMMIT");
  spol_scenario_unref(scenario);
  spol_system_free(NULL, text, length);
}

/* ---- One case at one instant ------------------------------------------------------------ */

static void put_firing(desk *host, sqlite3_int64 id, const spol_firing *firing) {
  char identity[512];
  char key[544];
  uint64_t needed = 0;
  if (spol_render_firing_id(host->policy, firing, identity, sizeof identity - 1, &needed) !=
      SPOL_OK) {
    die("case %lld: a firing has no text", (long long)id);
  }
  identity[needed] = '\0';
  snprintf(key, sizeof key, "%lld/%s", (long long)id, identity);
  /* Without OR IGNORE: a firing that came a second time would be told as an error. */
  sqlite3_stmt *insert =
      prepare(host->database, "INSERT INTO outbox (key, case_id, at, step) VALUES (?, ?, ?, ?)");
  sqlite3_bind_text(insert, 1, key, -1, SQLITE_STATIC);
  sqlite3_bind_int64(insert, 2, id);
  sqlite3_bind_int64(insert, 3, firing->at);
  sqlite3_bind_text(insert, 4, spol_policy_name(host->policy, SPOL_NAME_STEP, firing->step), -1,
                    SQLITE_STATIC);
  finish(host->database, insert);
}

static spol_instant first_due(const spol_evaluation *evaluation, uint32_t metrics) {
  spol_instant due = SPOL_INSTANT_NONE;
  for (uint32_t i = 0; i < metrics; i++) {
    spol_metric_status metric = SPOL_SIZED(spol_metric_status);
    if (spol_evaluation_metric(evaluation, i, &metric) == SPOL_OK && metric.part == 0 &&
        metric.outcome == SPOL_OUTCOME_NONE) {
      due = earlier(due, metric.due);
    }
  }
  return due;
}

/* A case stays under the version that it began with, to the letter. */
static void check_pin(sqlite3_stmt *row, const spol_case_status *status) {
  if (sqlite3_column_bytes(row, 3) == SPOL_DIGEST_SIZE &&
      memcmp(sqlite3_column_blob(row, 3), status->digest, SPOL_DIGEST_SIZE) != 0 &&
      status->version_decision.cause != SPOL_CAUSE_EVENT) {
    die("case %s: its version %s is not the text that it began with", column(row, 1),
        status->version_name);
  }
}

static void store_status(desk *host, sqlite3_int64 id, const spol_evaluation *evaluation,
                         const spol_case_status *status, spol_instant next_event) {
  sqlite3_stmt *update = prepare(
      host->database, "UPDATE cases SET seen = ?, wake = ?, digest = ?, version = ?, due = ? "
                      "WHERE id = ?");
  /* What takes effect at next_change is certain one microsecond later, when no
   * event of that instant can follow (the window of firings leaves out its end). */
  spol_instant wake =
      status->next_change == SPOL_INSTANT_NONE ? SPOL_INSTANT_NONE : status->next_change + 1;
  sqlite3_bind_int64(update, 1, status->as_of);
  bind_instant(update, 2, earlier(wake, next_event));
  sqlite3_bind_blob(update, 3, status->digest, SPOL_DIGEST_SIZE, SQLITE_STATIC);
  sqlite3_bind_text(update, 4, status->version_name, -1, SQLITE_STATIC);
  bind_instant(update, 5, first_due(evaluation, status->metric_count));
  sqlite3_bind_int64(update, 6, id);
  finish(host->database, update);
}

/* row: id, name, body, digest, seen. Part of the caller's transaction. */
static void look_at(desk *host, sqlite3_stmt *row, spol_instant now) {
  spol_scenario *scenario = read_cases(host, column(row, 2), column(row, 1));
  spol_scenario_case one = SPOL_SIZED(spol_scenario_case);
  spol_case_status status = SPOL_SIZED(spol_case_status);
  spol_error error = SPOL_ERROR_INIT;
  spol_evaluation *evaluation = NULL;
  sqlite3_int64 id = sqlite3_column_int64(row, 0);
  if (spol_scenario_case_get(scenario, 0, &one) != SPOL_OK ||
      spol_evaluation_new(NULL, host->policy, one.events, one.event_count, now, NULL, &evaluation,
                          &error) != SPOL_OK ||
      spol_evaluation_status(evaluation, &status) != SPOL_OK) {
    die("case %s: %s", column(row, 1), error.message);
  }
  check_pin(row, &status);
  uint32_t first = 0;
  uint32_t count = 0;
  spol_evaluation_firings_in(evaluation, sqlite3_column_int64(row, 4), now, &first, &count);
  for (uint32_t i = first; i < first + count; i++) {
    spol_firing firing = SPOL_SIZED(spol_firing);
    if (spol_evaluation_firing(evaluation, i, &firing) == SPOL_OK) {
      put_firing(host, id, &firing);
    }
  }
  spol_instant next_event = SPOL_INSTANT_NONE;
  for (uint64_t i = 0; i < one.event_count && next_event == SPOL_INSTANT_NONE; i++) {
    next_event = one.events[i].at > now ? one.events[i].at : SPOL_INSTANT_NONE;
  }
  /* A firing of `now` itself, made by an event, is not in the window yet. */
  if (first + count < status.firing_count) {
    next_event = now + 1;
  }
  store_status(host, id, evaluation, &status, next_event);
  spol_evaluation_free(evaluation);
  spol_scenario_unref(scenario);
}

/* ---- The timer ---------------------------------------------------------------------------- */

/* Some unsent entries: to the receiver first, and then they are sent. Killed in
 * between, they go to the receiver again, who knows them by their key. */
static int deliver_some(desk *host) {
  sqlite3_int64 last = 0;
  int any = 0;
  sqlite3_stmt *next = prepare(host->database, "SELECT rowid, key, at, step FROM outbox "
                                               "WHERE sent = 0 ORDER BY rowid LIMIT ?");
  sqlite3_stmt *receive =
      prepare(host->inbox, "INSERT OR IGNORE INTO received (key, at, step) VALUES (?, ?, ?)");
  sqlite3_bind_int(next, 1, BATCH);
  run_sql(host->inbox, "BEGIN IMMEDIATE");
  while (sqlite3_step(next) == SQLITE_ROW) {
    last = sqlite3_column_int64(next, 0);
    sqlite3_bind_text(receive, 1, column(next, 1), -1, SQLITE_TRANSIENT);
    sqlite3_bind_int64(receive, 2, sqlite3_column_int64(next, 2));
    sqlite3_bind_text(receive, 3, column(next, 3), -1, SQLITE_TRANSIENT);
    must(host->inbox, sqlite3_step(receive));
    must(host->inbox, sqlite3_reset(receive));
    any = 1;
  }
  run_sql(host->inbox, "COMMIT");
  must(host->inbox, sqlite3_finalize(receive));
  must(host->database, sqlite3_finalize(next));
  sqlite3_stmt *sent =
      prepare(host->database, "UPDATE outbox SET sent = 1 WHERE sent = 0 AND rowid <= ?");
  sqlite3_bind_int64(sent, 1, last);
  finish(host->database, sent);
  return any;
}

static void deliver(desk *host) {
  while (deliver_some(host)) {
  }
}

/* Looks at the cases whose time has come; false when none had. */
static int tick(desk *host, spol_instant now) {
  run_sql(host->database, "BEGIN IMMEDIATE");
  sqlite3_stmt *row = prepare(host->database, "SELECT id, name, body, digest, seen FROM cases "
                                              "WHERE wake <= ? ORDER BY id LIMIT ?");
  sqlite3_bind_int64(row, 1, now);
  sqlite3_bind_int(row, 2, BATCH);
  int any = 0;
  while (sqlite3_step(row) == SQLITE_ROW) {
    look_at(host, row, now);
    any = 1;
  }
  must(host->database, sqlite3_finalize(row));
  run_sql(host->database, "COMMIT");
  deliver(host);
  return any;
}

static spol_instant next_wake(desk *host) {
  sqlite3_stmt *first = prepare(host->database, "SELECT min(wake) FROM cases");
  spol_instant wake = SPOL_INSTANT_NONE;
  if (sqlite3_step(first) == SQLITE_ROW && sqlite3_column_type(first, 0) != SQLITE_NULL) {
    wake = sqlite3_column_int64(first, 0);
  }
  must(host->database, sqlite3_finalize(first));
  return wake;
}

static spol_instant clock_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (spol_instant)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Cases come by other processes, so a real timer never sleeps longer than a second. */
static spol_instant wait_for(spol_instant wake) {
  spol_instant now = clock_now();
  if (wake == SPOL_INSTANT_NONE || wake > now) {
    spol_instant left = wake == SPOL_INSTANT_NONE || wake - now > 1000000 ? 1000000 : wake - now;
    struct timespec pause = {(time_t)(left / 1000000), (long)(left % 1000000) * 1000};
    nanosleep(&pause, NULL);
  }
  return clock_now();
}

static void run(desk *host, spol_instant from, spol_instant until) {
  spol_instant now = from == SPOL_INSTANT_NONE ? clock_now() : from;
  deliver(host);
  for (;;) {
    while (tick(host, now)) {
    }
    spol_instant wake = next_wake(host);
    if (from == SPOL_INSTANT_NONE) {
      now = wait_for(wake);
    } else if (wake == SPOL_INSTANT_NONE || wake > until) {
      return;
    } else {
      now = wake > now ? wake : now;
    }
  }
}

static void show(desk *host) {
  sqlite3_stmt *row = prepare(
      host->database, "SELECT name, coalesce(version, '?'), due, wake, (SELECT count(*) FROM "
                      "outbox WHERE case_id = cases.id AND sent) FROM cases ORDER BY id");
  while (sqlite3_step(row) == SQLITE_ROW) {
    printf("%s\n  version %s, %d delivered\n", column(row, 0), column(row, 1),
           sqlite3_column_int(row, 4));
    for (int i = 2; i < 4; i++) {
      char text[SPOL_TIME_TEXT_MAX];
      if (sqlite3_column_type(row, i) != SQLITE_NULL &&
          spol_instant_format(sqlite3_column_int64(row, i), text) == SPOL_OK) {
        printf("  %s %s\n", i == 2 ? "due    " : "look at", text);
      }
    }
  }
  must(host->database, sqlite3_finalize(row));
}

/* ---- main ------------------------------------------------------------------------------------ */

static sqlite3 *open_database(const char *name, const char *tables) {
  sqlite3 *database = NULL;
  must(database, sqlite3_open(name, &database));
  run_sql(database, tables);
  return database;
}

int main(int argc, char **argv) {
  static const char usage[] = "usage: desk DATABASE policy FILE | open FILE | run [FROM UNTIL] | "
                              "show\n";
  desk host = {NULL, NULL, NULL};
  char inbox[4096];
  const char *act = argc > 2 ? argv[2] : "";
  if (!((argc == 4 && (strcmp(act, "policy") == 0 || strcmp(act, "open") == 0)) ||
        ((argc == 3 || argc == 5) && strcmp(act, "run") == 0) ||
        (argc == 3 && strcmp(act, "show") == 0))) {
    fputs(usage, stderr);
    return 1;
  }
  snprintf(inbox, sizeof inbox, "%s.inbox", argv[1]);
  host.database = open_database(argv[1], schema);
  host.inbox = open_database(inbox, inbox_schema);
  if (strcmp(act, "policy") == 0) {
    take_policy(&host, argv[3]);
  } else if (strcmp(act, "show") == 0) {
    show(&host);
  } else {
    host.policy = read_policy(&host, NULL, NULL);
    if (strcmp(act, "open") == 0) {
      take_cases(&host, argv[3]);
    } else {
      run(&host, argc == 5 ? instant_of(argv[3]) : SPOL_INSTANT_NONE,
          argc == 5 ? instant_of(argv[4]) : SPOL_INSTANT_NONE);
    }
  }
  spol_policy_unref(host.policy);
  sqlite3_close(host.inbox);
  sqlite3_close(host.database);
  return 0;
}
