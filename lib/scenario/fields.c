/* SPDX-License-Identifier: MIT */
/* The keys of `expect`, and what values they have. */
#include "scenario/model.h"

static const char *const case_states[] = {"not_opened", "open",    "resolved",
                                          "closed",     "refused", NULL};
static const char *const metric_states[] = {"not_started", "running", "paused", "stopped",
                                            "ended",       "waiting", NULL};
static const char *const outcomes[] = {"none", "met", "missed", NULL};
static const char *const verdicts[] = {"refused", "granted", "undecided", NULL};
static const char *const notice_kinds[] = {"event", "update_due", "step", NULL};

const char *const spi_finding_words[] = {
    "not_covered",    "not_entitled",    "several_issues",   "intake",
    "change_refused", "severity_capped", "severity_differs", "miss_excused",
    "fact_missing",   "event_forbidden", "event_ignored",    "limit",
    "zero_cycle",     "due_at_receipt",  "holidays_unknown", "never_open",
    "out_of_range",   "no_target",       "no_version",       "duplicate",
    "step_forbidden", "zone_missing",    "policy",           NULL};

#define NAME(key, field, kind)                                                                     \
  { key, field, SPI_FORM_NAME, kind, 0 }
#define WORD(key, field, words)                                                                    \
  { key, field, SPI_FORM_WORD, 0, words }
#define FORM(key, field, form)                                                                     \
  { key, field, form, 0, 0 }
#define END                                                                                        \
  { 0, 0, 0, 0, 0 }

const spi_field_info spi_case_fields[] = {
    NAME("severity", SPI_CASE_SEVERITY, SPOL_NAME_SEVERITY),
    NAME("requested", SPI_CASE_REQUESTED, SPOL_NAME_SEVERITY),
    NAME("derived", SPI_CASE_DERIVED, SPOL_NAME_SEVERITY),
    NAME("recorded", SPI_CASE_RECORDED, SPOL_NAME_SEVERITY),
    FORM("rule", SPI_CASE_RULE, SPI_FORM_TEXT),
    WORD("state", SPI_CASE_STATE, case_states),
    NAME("line", SPI_CASE_LINE, SPOL_NAME_LINE),
    NAME("version", SPI_CASE_VERSION, SPOL_NAME_VERSION),
    FORM("next_change", SPI_CASE_NEXT_CHANGE, SPI_FORM_INSTANT),
    END};

const spi_field_info spi_clock_fields[] = {
    FORM("due", SPI_CLOCK_DUE, SPI_FORM_INSTANT),
    WORD("state", SPI_CLOCK_STATE, metric_states),
    WORD("outcome", SPI_CLOCK_OUTCOME, outcomes),
    FORM("word", SPI_CLOCK_WORD, SPI_FORM_TARGET),
    FORM("started", SPI_CLOCK_STARTED, SPI_FORM_INSTANT),
    FORM("received", SPI_CLOCK_RECEIVED, SPI_FORM_INSTANT),
    FORM("stopped_at", SPI_CLOCK_STOPPED_AT, SPI_FORM_INSTANT),
    FORM("missed_at", SPI_CLOCK_MISSED_AT, SPI_FORM_INSTANT),
    FORM("length", SPI_CLOCK_LENGTH, SPI_FORM_DURATION),
    FORM("elapsed", SPI_CLOCK_ELAPSED, SPI_FORM_DURATION),
    FORM("remaining", SPI_CLOCK_REMAINING, SPI_FORM_DURATION),
    FORM("overdue", SPI_CLOCK_OVERDUE, SPI_FORM_DURATION),
    FORM("share", SPI_CLOCK_SHARE, SPI_FORM_SHARE),
    FORM("cycle", SPI_CLOCK_CYCLE, SPI_FORM_COUNT),
    FORM("misses", SPI_CLOCK_MISSES, SPI_FORM_COUNT),
    NAME("calendar", SPI_CLOCK_CALENDAR, SPOL_NAME_CALENDAR),
    FORM("due_if_resumed", SPI_CLOCK_DUE_IF_RESUMED, SPI_FORM_INSTANT),
    FORM("cycles", SPI_CLOCK_CYCLES, SPI_FORM_COUNT),
    END};

const spi_field_info spi_firing_fields[] = {
    FORM("", SPI_ENTRY_COUNT, SPI_FORM_COUNT),      NAME("step", SPI_ENTRY_STEP, SPOL_NAME_STEP),
    FORM("at", SPI_ENTRY_AT, SPI_FORM_INSTANT),     NAME("to", SPI_ENTRY_TO, SPOL_NAME_LINE),
    FORM("cycle", SPI_ENTRY_CYCLE, SPI_FORM_COUNT), END};

const spi_field_info spi_finding_fields[] = {
    FORM("", SPI_ENTRY_COUNT, SPI_FORM_COUNT),
    WORD("kind", SPI_ENTRY_KIND, spi_finding_words),
    NAME("metric", SPI_ENTRY_METRIC, SPOL_NAME_METRIC),
    NAME("severity", SPI_ENTRY_SEVERITY, SPOL_NAME_SEVERITY),
    NAME("fact", SPI_ENTRY_FACT, SPOL_NAME_FACT),
    END};

const spi_field_info spi_notice_fields[] = {FORM("", SPI_ENTRY_COUNT, SPI_FORM_COUNT),
                                            WORD("kind", SPI_ENTRY_KIND, notice_kinds),
                                            NAME("event", SPI_ENTRY_EVENT, SPOL_NAME_EVENT),
                                            NAME("metric", SPI_ENTRY_METRIC, SPOL_NAME_METRIC),
                                            NAME("role", SPI_ENTRY_ROLE, SPOL_NAME_ROLE),
                                            FORM("since", SPI_ENTRY_SINCE, SPI_FORM_INSTANT),
                                            FORM("by", SPI_ENTRY_BY, SPI_FORM_INSTANT),
                                            FORM("told_at", SPI_ENTRY_TOLD_AT, SPI_FORM_INSTANT),
                                            END};

const spi_field_info spi_opening_fields[] = {WORD("opening", 1, verdicts), END};
