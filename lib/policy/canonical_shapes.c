/* SPDX-License-Identifier: MIT */
/* The order of the language's keys, and how each value is written. */
#include "policy/canonical.h"

#define SHAPE(name, shape_form, shape_listing)                                                     \
  static const spi_shape name = {.form = (shape_form), .listing = (shape_listing)}
#define FIELDS(name, shape_listing, ...)                                                           \
  static const spi_shape_field name##_fields[] = {__VA_ARGS__, {NULL, NULL}};                      \
  static const spi_shape name = {                                                                  \
      .form = SPI_FORM_FIELDS, .listing = (shape_listing), .fields = name##_fields}
#define NAMED(name, value) static const spi_shape name = {.form = SPI_FORM_NAMED, .of = &(value)}
/* What any rule may end with. */
#define REMARKS                                                                                    \
  {"clause", &clause}, {"note", &text}, {                                                          \
    "assumed", &word                                                                               \
  }

SHAPE(text, SPI_FORM_TEXT, SPI_LIST_SHORT);
SHAPE(word, SPI_FORM_WORD, SPI_LIST_SHORT);
SHAPE(words, SPI_FORM_WORD, SPI_LIST_ROWS);
SHAPE(number, SPI_FORM_NUMBER, SPI_LIST_SHORT);
SHAPE(percent, SPI_FORM_PERCENT, SPI_LIST_SHORT);
SHAPE(clock, SPI_FORM_TIME, SPI_LIST_SHORT);
SHAPE(hours, SPI_FORM_HOURS, SPI_LIST_SHORT);
SHAPE(duration, SPI_FORM_DURATION, SPI_LIST_SHORT);
SHAPE(fact_value, SPI_FORM_FACT, SPI_LIST_SHORT);
SHAPE(condition, SPI_FORM_CONDITION, SPI_LIST_SHORT);
SHAPE(dropped, SPI_FORM_DROPPED, SPI_LIST_SHORT);

FIELDS(clause, SPI_LIST_SHORT, {"under", &text}, {"sentence", &number}, {"sentences", &number},
       {"quote", &text}, {"digest", &word});
FIELDS(term, SPI_LIST_SHORT, {"id", &word}, {"from", &word}, {"to", &word}, REMARKS);
FIELDS(event, SPI_LIST_SHORT, {"id", &word}, {"event", &word}, {"stop_of", &word},
       {"reason", &word}, {"line", &word}, {"when", &condition}, REMARKS);

/* ---- Conditions ----------------------------------------------------------------- */

FIELDS(severity_bounds, SPI_LIST_SHORT, {"at_least", &word}, {"at_most", &word});
FIELDS(inside, SPI_LIST_SHORT, {"event", &word}, {"calendar", &word});
NAMED(metric_states, word);

static const spi_shape_field bounds_fields[] = {
    {"known", &word},         {"at_least", &fact_value}, {"more_than", &fact_value},
    {"at_most", &fact_value}, {"below", &fact_value},    {NULL, NULL}};
const spi_shape spi_bounds_shape = {.form = SPI_FORM_FIELDS, .fields = bounds_fields};

const spi_shape *spi_condition_shape(spi_slice key) {
  static const spi_shape_field shapes[] = {{"any", &condition},
                                           {"all", &condition},
                                           {"not", &condition},
                                           {"meets", &word},
                                           {"severity", &severity_bounds},
                                           {"requested", &severity_bounds},
                                           {"derived", &severity_bounds},
                                           {"recorded", &severity_bounds},
                                           {"misassigned", &word},
                                           {"opened_inside", &word},
                                           {"inside", &inside},
                                           {"line", &word},
                                           {"metric", &metric_states},
                                           {"happened", &word},
                                           {"paused_for", &word},
                                           {"by", &word},
                                           {"role", &word},
                                           {"state", &word},
                                           {NULL, NULL}};
  for (size_t i = 0; shapes[i].key != NULL; i++) {
    if (spi_slice_is(key, shapes[i].key)) {
      return shapes[i].shape;
    }
  }
  return NULL;
}

/* ---- Facts, holidays, calendars --------------------------------------------------- */

FIELDS(fact, SPI_LIST_SHORT, {"id", &word}, {"title", &text}, {"one_of", &words}, {"type", &word},
       {"scope", &word}, {"default", &fact_value}, {"required", &word}, {"many", &word}, REMARKS);
NAMED(facts, fact);
NAMED(conditions, condition);

FIELDS(holiday, SPI_LIST_ROWS, {"id", &word}, {"name", &text}, {"date", &word}, {"nth", &number},
       {"weekday", &word}, {"month", &number}, {"at_or_after", &word}, {"after", &word},
       {"at_or_before", &word}, {"before", &word}, {"easter", &word}, {"relative_to", &text},
       {"from", &word}, {"to", &word}, {"between_holidays", &word}, {"offset", &number},
       {"observed", &word}, {"observed_from", &word}, {"keeps_date", &word}, {"years", &number},
       {"hours", &hours}, {"days", &word}, REMARKS);
FIELDS(holiday_list, SPI_LIST_ROWS, {"name", &text}, {"dates", &words}, {"covers", &number},
       REMARKS);
FIELDS(holiday_set, SPI_LIST_SHORT, {"title", &text}, {"include", &words}, {"rules", &holiday},
       {"lists", &holiday_list}, REMARKS);
NAMED(holidays, holiday_set);

NAMED(week, hours);
FIELDS(window, SPI_LIST_ROWS, {"from", &clock}, {"to", &clock}, {"from_zone", &word},
       {"to_zone", &word}, REMARKS);
FIELDS(zone, SPI_LIST_SHORT, {"fact", &word});
FIELDS(calendar_row, SPI_LIST_ROWS, {"id", &word}, {"when", &condition}, {"calendar", &word},
       REMARKS);
FIELDS(calendar, SPI_LIST_SHORT, {"id", &word}, {"title", &text}, {"zone", &zone}, {"hours", &week},
       {"windows", &window}, {"holidays", &word}, {"exceptions", &week}, {"breaks", &week},
       {"any_of", &words}, {"all_of", &words}, {"except", &words}, {"by", &calendar_row}, REMARKS);
NAMED(calendars, calendar);

/* ---- Severities ---------------------------------------------------------------------- */

FIELDS(level, SPI_LIST_ROWS, {"id", &word}, {"title", &text}, {"when", &condition}, REMARKS);
NAMED(matrix_row, word);
NAMED(cells, matrix_row);
FIELDS(matrix, SPI_LIST_SHORT, {"id", &word}, {"rows", &word}, {"columns", &word},
       {"cells", &cells}, REMARKS);
FIELDS(record, SPI_LIST_SHORT, {"at", &word}, {"value", &word}, REMARKS);
FIELDS(limit, SPI_LIST_ROWS, {"id", &word}, {"when", &condition}, {"at_most", &word},
       {"reject", &word}, {"says", &text}, REMARKS);
FIELDS(change_rule, SPI_LIST_ROWS, {"id", &word}, {"by", &word}, {"role", &word},
       {"when", &condition}, {"requires", &condition}, {"grant", &word}, {"says", &text}, REMARKS);
FIELDS(change, SPI_LIST_SHORT, {"id", &word}, {"follows", &word}, {"rules", &change_rule},
       {"final", &word}, REMARKS);
FIELDS(changes, SPI_LIST_SHORT, {"upgrade", &change}, {"downgrade", &change}, REMARKS);
FIELDS(severities, SPI_LIST_SHORT, {"id", &word}, {"order", &word}, {"levels", &level},
       {"matrix", &matrix}, {"default", &word}, {"record", &record}, {"limits", &limit},
       {"changes", &changes}, {"exclusive", &word}, REMARKS);

/* ---- Targets, reasons, metrics ---------------------------------------------------------- */

FIELDS(times, SPI_LIST_SHORT, {"count", &number}, {"per", &word});

static const spi_shape target;
#define TARGET                                                                                     \
  {"within", &duration}, {"is", &word}, {"as_agreed", &target}, {"earliest_of", &target},          \
      {"latest_of", &target}, {"times", &times}, {"calendar", &word}, {"until", &clock}, {         \
    "after", &word                                                                                 \
  }
static const spi_shape_field target_fields[] = {TARGET, REMARKS, {NULL, NULL}};
static const spi_shape target = {.form = SPI_FORM_FIELDS, .fields = target_fields};
FIELDS(target_row, SPI_LIST_ROWS, {"id", &word}, {"when", &condition}, TARGET,
       {"otherwise", &target}, REMARKS);

FIELDS(reason, SPI_LIST_SHORT, {"id", &word}, {"title", &text}, {"bound", &target_row},
       {"begins", &event}, {"ends", &event}, {"while", &condition}, REMARKS);
NAMED(reasons, reason);

FIELDS(pause, SPI_LIST_SHORT, {"id", &word}, {"when", &condition}, {"reasons", &word},
       {"pauses", &word}, REMARKS);
FIELDS(carry, SPI_LIST_SHORT, {"id", &word}, {"when", &condition}, {"carry", &word},
       {"never_later", &word}, REMARKS);
FIELDS(reopening, SPI_LIST_SHORT, {"id", &word}, {"when", &condition}, {"reopening", &word},
       REMARKS);
FIELDS(metric_repeats, SPI_LIST_SHORT, {"after", &word}, {"until", &event}, {"once", &word},
       {"promises", &word}, REMARKS);
FIELDS(excuse, SPI_LIST_ROWS, {"id", &word}, {"when", &condition}, {"says", &text}, REMARKS);
FIELDS(metric, SPI_LIST_SHORT, {"id", &word}, {"title", &text}, {"starts", &event},
       {"stops", &event}, {"starts_when", &condition}, {"latest", &word}, {"calendar", &word},
       {"cutoff", &clock}, {"business_days", &word}, {"targets", &target_row}, {"pauses", &pause},
       {"pause_lasts", &word}, {"carry", &carry}, {"reopening", &reopening},
       {"repeats", &metric_repeats}, {"excused", &excuse}, {"tells_customer", &word},
       {"exclusive", &word}, REMARKS);
NAMED(metrics, metric);

/* ---- Entitlement, notices, escalation ------------------------------------------------------ */

FIELDS(entitlement, SPI_LIST_ROWS, {"id", &word}, {"when", &condition}, {"finding", &word},
       {"refuses", &word}, {"says", &text}, {"at", &event}, REMARKS);
FIELDS(notice, SPI_LIST_ROWS, {"id", &word}, {"event", &event}, {"told_by", &event},
       {"within", &duration}, {"calendar", &word}, {"until", &clock}, {"after", &word},
       {"says", &text}, REMARKS);

FIELDS(line, SPI_LIST_ROWS, {"id", &word}, {"title", &text}, {"does", &text}, {"by", &word},
       REMARKS);
FIELDS(line_row, SPI_LIST_SHORT, {"id", &word}, {"when", &condition}, {"line", &word}, REMARKS);
FIELDS(timer, SPI_LIST_SHORT, {"id", &word}, {"event", &event}, {"within", &duration},
       {"calendar", &word}, {"until", &clock}, {"after", &word}, {"pauses", &pause},
       {"pause_lasts", &word}, {"carry", &carry}, REMARKS);
FIELDS(share, SPI_LIST_SHORT, {"metric", &word}, {"at", &percent}, {"any_part", &word}, REMARKS);
FIELDS(misses, SPI_LIST_SHORT, {"metric", &word}, {"count", &number}, REMARKS);
#define TRIGGER                                                                                    \
  {"events", &event}, {"after", &timer}, {"share", &share}, {"miss", &word}, {                     \
    "misses", &misses                                                                              \
  }
FIELDS(trigger, SPI_LIST_ROWS, TRIGGER);
FIELDS(step_repeats, SPI_LIST_SHORT, {"times", &number}, {"every", &duration}, {"calendar", &word},
       {"until", &clock}, {"after", &word}, REMARKS);
FIELDS(step, SPI_LIST_ROWS, {"id", &word}, {"title", &text}, TRIGGER, {"any_of", &trigger},
       {"when", &condition}, {"unless_happened", &event}, {"in", &word}, {"to", &word},
       {"notify", &word}, {"to_customer", &word}, {"raise", &word}, {"remind", &text},
       {"close", &word}, {"emit", &word}, {"repeats", &step_repeats}, REMARKS);
FIELDS(ladder, SPI_LIST_SHORT, {"id", &word}, {"title", &text}, {"when", &condition},
       {"steps", &step}, REMARKS);
NAMED(ladders, ladder);
FIELDS(escalation, SPI_LIST_SHORT, {"id", &word}, {"lines", &line}, {"starts_at", &line_row},
       {"steps", &step}, {"ladders", &ladders}, REMARKS);

/* ---- The whole ---------------------------------------------------------------------------- */

FIELDS(sentences, SPI_LIST_ROWS, {"under", &text}, {"digests", &words}, {"note", &text});
FIELDS(source, SPI_LIST_SHORT, {"document", &text}, {"url", &text}, {"retrieved", &word},
       {"sentences", &sentences}, REMARKS);
FIELDS(remark, SPI_LIST_ROWS, {"id", &word}, {"finding", &word}, {"at", &text}, {"text", &text},
       {"because", &text}, {"no_reduction_while", &word}, {"material", &word}, REMARKS);
NAMED(assumptions, text);

static const spi_shape_field policy_fields[] = {{"supportpolicy", &number},
                                                {"id", &word},
                                                {"version", &text},
                                                {"title", &text},
                                                {"effective", &term},
                                                {"pinned_by", &word},
                                                {"zone", &word},
                                                {"zones", &words},
                                                {"source", &source},
                                                {"assumptions", &assumptions},
                                                {"facts", &facts},
                                                {"conditions", &conditions},
                                                {"holidays", &holidays},
                                                {"calendars", &calendars},
                                                {"events", &words},
                                                {"roles", &words},
                                                {"efforts", &words},
                                                {"severities", &severities},
                                                {"reasons", &reasons},
                                                {"metrics", &metrics},
                                                {"coverage", &term},
                                                {"entitlement", &entitlement},
                                                {"notices", &notice},
                                                {"escalation", &escalation},
                                                {"advice", &remark},
                                                {"footnotes", &remark},
                                                {"promises", &remark},
                                                {"not_a_rule", &remark},
                                                {"accepted", &remark},
                                                {"parts", &dropped},
                                                {"note", &text},
                                                {NULL, NULL}};
const spi_shape spi_policy_shape = {.form = SPI_FORM_FIELDS, .fields = policy_fields};
