/* SPDX-License-Identifier: MIT */
/* Text that is broken between words, and the phrases that all texts share. */
#include <string.h>

#include "case/run.h"
#include "policy/number.h"
#include "render/view.h"

enum { LABEL_COLUMN = 12 };

void spi_put_fail(spi_view *view, spol_status status) {
  if (view->failed == SPOL_OK) {
    view->failed = status;
  }
}

/* ---- Words in lines ---------------------------------------------------------- */

static uint32_t width_of(const char *text, size_t length) {
  uint32_t width = 0;
  for (size_t i = 0; i < length; i++) {
    width += ((unsigned char)text[i] & 0xC0U) != 0x80U ? 1 : 0;
  }
  return width;
}

static void spaces(spi_view *view, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    spi_sink_char(view->sink, ' ');
  }
  view->column += count;
}

void spi_put_rest(spi_view *view) {
  uint32_t width = width_of(view->word, view->word_length);
  if (view->word_length == 0) {
    return;
  }
  int full = view->columns > 0 && view->column > view->indent &&
             view->column + view->gap + width > view->columns;
  if (full) {
    spi_sink_char(view->sink, '\n');
    view->column = 0;
    spaces(view, view->indent);
  } else {
    spaces(view, view->gap);
  }
  spi_sink_bytes(view->sink, view->word, view->word_length);
  view->column += width;
  view->word_length = 0;
  view->gap = 0;
}

void spi_put_bytes(spi_view *view, const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (text[i] == ' ' || text[i] == '\n') {
      spi_put_rest(view);
      view->gap++;
      continue;
    }
    int first_byte = ((unsigned char)text[i] & 0xC0U) != 0x80U;
    if (first_byte && view->word_length + 4 > SPI_WORD_MAX) {
      spi_put_rest(view);
    }
    if (view->word_length < SPI_WORD_MAX) {
      view->word[view->word_length++] = text[i];
    }
  }
}

void spi_put(spi_view *view, const char *text) {
  spi_put_bytes(view, text, strlen(text));
}

static void write_on(void *view, const char *text, size_t length) {
  spi_put_bytes(view, text, length);
}

void spi_put_format(spi_view *view, const char *format, ...) {
  spi_writer writer = spi_writer_through(write_on, view);
  va_list arguments;
  va_start(arguments, format);
  spi_write_vformat(&writer, format, arguments);
  va_end(arguments);
}

void spi_put_line(spi_view *view) {
  spi_put_rest(view);
  spi_sink_char(view->sink, '\n');
  view->column = 0;
  view->indent = 0;
  view->gap = 0;
}

void spi_put_label(spi_view *view, const char *label) {
  spi_sink_text(view->sink, label);
  view->column = width_of(label, strlen(label));
  spaces(view, view->column < LABEL_COLUMN ? LABEL_COLUMN - view->column : 1);
  view->indent = view->column;
}

/* ---- Instants and durations ------------------------------------------------------- */

static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

int spi_view_local(const spi_view *view, spol_instant at, spol_zone_local *local) {
  if (view->zone != NULL) {
    return spol_zone_to_local(view->zone, at, local) == SPOL_OK;
  }
  *local = (spol_zone_local){.wall = at, .date = 0, .abbreviation = "UTC"};
  int64_t day = at / SPOL_DAY - (at % SPOL_DAY < 0 ? 1 : 0);
  local->date = (spol_date)day;
  return 1;
}

/* "03:00", with seconds only where there are any. */
static void write_clock(spi_writer *writer, const char *wall) {
  const char *clock = strchr(wall, 'T');
  size_t length = clock == NULL ? 0 : strlen(clock + 1);
  int whole = length == 8 && strcmp(clock + 1 + 5, ":00") == 0;
  if (length > 0) {
    spi_write_bytes(writer, clock + 1, whole ? 5 : length);
  }
}

const char *spi_phrase_instant(const spi_view *view, spol_instant at, char *buffer) {
  char wall[SPOL_TIME_TEXT_MAX];
  spol_zone_local local;
  spi_writer writer = spi_writer_on(buffer, SPI_PHRASE_MAX);
  if (at == SPOL_INSTANT_NONE) {
    spi_write_text(&writer, "none");
    return buffer;
  }
  if (!spi_view_local(view, at, &local) || spol_wall_format(local.wall, wall) != SPOL_OK) {
    spi_write_text(&writer, "?");
    return buffer;
  }
  spi_write_format(&writer, "%s ", weekdays[spol_date_weekday(local.date) - 1]);
  spi_write_bytes(&writer, wall, (size_t)(strchr(wall, 'T') - wall));
  spi_write_char(&writer, ' ');
  write_clock(&writer, wall);
  spi_write_format(&writer, " %s", local.abbreviation);
  return buffer;
}

const char *spi_phrase_beside(const spi_view *view, spol_instant at, spol_instant other,
                              char *buffer) {
  char wall[SPOL_TIME_TEXT_MAX];
  spol_zone_local local;
  spol_zone_local beside;
  if (at == SPOL_INSTANT_NONE || other == SPOL_INSTANT_NONE || !spi_view_local(view, at, &local) ||
      !spi_view_local(view, other, &beside) || local.date != beside.date ||
      local.wall - at != beside.wall - other || spol_wall_format(local.wall, wall) != SPOL_OK) {
    return spi_phrase_instant(view, at, buffer);
  }
  spi_writer writer = spi_writer_on(buffer, SPI_PHRASE_MAX);
  write_clock(&writer, wall);
  return buffer;
}

const char *spi_phrase_duration(spol_duration duration, char *buffer) {
  if (duration == SPOL_DURATION_NONE || spol_duration_format(duration, buffer) != SPOL_OK) {
    memcpy(buffer, "none", sizeof "none");
  }
  return buffer;
}

/* ---- Names, rules and clauses --------------------------------------------------------- */

const char *spi_name_of(const spi_view *view, int32_t kind, uint32_t id) {
  const char *name = id == 0 ? NULL : spol_policy_name(view->policy, kind, id);
  return name == NULL ? "none" : name;
}

const char *spi_event_name(const spi_view *view, uint64_t index) {
  if (index == UINT64_MAX || view->evaluation == NULL) {
    return NULL;
  }
  const spol_event *event = spi_event_at(view->evaluation, index);
  return event == NULL ? NULL : spol_policy_name(view->policy, SPOL_NAME_EVENT, event->type);
}

void spi_put_clause(spi_view *view, const char *before, const spol_place *place) {
  spol_clause clause = SPOL_SIZED(spol_clause);
  if (place->version == 0 || place->clause == 0 ||
      spol_policy_clause(view->policy, place->clause, &clause) != SPOL_OK) {
    return;
  }
  spi_put(view, before);
  const char *comma = clause.heading[0] == '\0' ? "" : ", "; /* above the first heading */
  if (clause.sentence == 0 && clause.heading[0] == '\0') {
    spi_put_format(view, "“%s”", clause.quote);
  } else if (clause.sentence == 0) {
    spi_put(view, clause.heading);
  } else if (clause.sentence == clause.last_sentence) {
    spi_put_format(view, "%s%ssentence %u", clause.heading, comma, clause.sentence);
  } else {
    spi_put_format(view, "%s%ssentences %u to %u", clause.heading, comma, clause.sentence,
                   clause.last_sentence);
  }
}

static void put_event(spi_view *view, const spol_decision *decision) {
  const char *name = spi_event_name(view, decision->event);
  if (name == NULL) {
    spi_put(view, "an event");
  } else {
    spi_put_format(view, "event %D, %s", (int64_t)decision->event + 1, name);
  }
}

void spi_put_cause(spi_view *view, const spol_decision *decision) {
  if (decision->place.version != 0 && decision->place.line != 0) {
    spi_put_format(view, "%s, line %u", decision->place.rule, decision->place.line);
    spi_put_clause(view, "; ", &decision->place);
  } else if (decision->cause == SPOL_CAUSE_EVENT) {
    put_event(view, decision);
  } else {
    spi_put(view, decision->cause == SPOL_CAUSE_NONE ? "nothing" : "default of the language");
  }
}

/* ---- Facts ------------------------------------------------------------------------------- */

static void write_set(const spi_view *view, const spol_fact *fact, spi_writer *writer) {
  const char *separator = "";
  for (uint32_t member = 1; member <= 63; member++) {
    if (spi_set_has(fact->value, member)) {
      const char *name = spol_policy_fact_member(view->policy, fact->fact, member);
      spi_write_format(writer, "%s%s", separator, name == NULL ? "?" : name);
      separator = "+";
    }
  }
}

static void write_time(const spol_fact *fact, spi_writer *writer) {
  char text[SPOL_TIME_TEXT_MAX];
  spol_status status = fact->type == SPOL_FACT_INSTANT
                           ? spol_instant_format(fact->value, text)
                           : spol_date_format((spol_date)fact->value, text);
  spi_write_text(writer, status == SPOL_OK ? text : "?");
}

void spi_fact_text(const spi_view *view, const spol_fact *fact, spi_writer *writer) {
  spol_fact_info info = SPOL_SIZED(spol_fact_info);
  const char *name = NULL;
  int known = spol_policy_fact_info(view->policy, fact->fact, &info) == SPOL_OK;
  switch (fact->type) {
  case SPOL_FACT_UNKNOWN:
    spi_write_text(writer, "unknown");
    return;
  case SPOL_FACT_BOOLEAN:
    spi_write_text(writer, fact->value != 0 ? "true" : "false");
    return;
  case SPOL_FACT_NUMBER:
    spi_number_write(writer, fact->value);
    return;
  case SPOL_FACT_INSTANT:
  case SPOL_FACT_DATE:
    write_time(fact, writer);
    return;
  default:
    break;
  }
  if (known && info.many) {
    write_set(view, fact, writer);
    return;
  }
  if (fact->type == SPOL_FACT_ZONE) {
    name = fact->zone != NULL
               ? spol_zone_name(fact->zone)
               : spol_policy_name(view->policy, SPOL_NAME_ZONE, (uint32_t)fact->value);
  } else {
    name = spol_policy_fact_member(view->policy, fact->fact, (uint32_t)fact->value);
  }
  if (name == NULL && fact->text != NULL) {
    spi_write_bytes(writer, fact->text, (size_t)fact->text_length);
  } else {
    spi_write_text(writer, name == NULL ? "?" : name);
  }
}

void spi_put_fact(spi_view *view, const spol_fact *fact) {
  spi_writer writer = spi_writer_through(write_on, view);
  spi_fact_text(view, fact, &writer);
}

void spi_put_facts(spi_view *view, const char *before, const spol_decision *decision) {
  for (uint32_t i = 0; i < decision->fact_count; i++) {
    spol_fact fact = SPOL_FACT_INIT;
    if (spol_evaluation_fact_used(view->evaluation, decision->fact_first + i, &fact) != SPOL_OK) {
      return;
    }
    spi_put(view, i == 0 ? before : ", ");
    spi_put_format(view, "%s = ", spi_name_of(view, SPOL_NAME_FACT, fact.fact));
    spi_put_fact(view, &fact);
  }
}
