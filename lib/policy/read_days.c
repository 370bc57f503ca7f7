/* SPDX-License-Identifier: MIT */
/* Days of the week, hours of a day, zones: what calendars are written with. */
#include <string.h>

#include "base/error.h"
#include "civil/clock.h"
#include "civil/scan.h"
#include "policy/calendar_reader.h"

static const char *const day_names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL};

static int day_of(spi_slice text, uint32_t *day) {
  for (uint32_t i = 0; day_names[i] != NULL; i++) {
    if (spi_slice_is(text, day_names[i])) {
      *day = i;
      return 1;
    }
  }
  return 0;
}

/* One day or a range of days, which may run over the end of the week. */
static int add_days(spi_slice part, uint32_t *mask) {
  uint32_t first = 0;
  uint32_t last = 0;
  if (spi_slice_is(part, "daily")) {
    *mask |= 0x7FU;
    return 1;
  }
  const char *dash = part.length == 0 ? NULL : memchr(part.data, '-', part.length);
  if (dash == NULL) {
    if (!day_of(part, &first)) {
      return 0;
    }
    *mask |= UINT32_C(1) << first;
    return 1;
  }
  size_t before = (size_t)(dash - part.data);
  if (!day_of((spi_slice){part.data, before}, &first) ||
      !day_of((spi_slice){dash + 1, part.length - before - 1}, &last)) {
    return 0;
  }
  for (uint32_t day = first;; day = (day + 1) % 7) {
    *mask |= UINT32_C(1) << day;
    if (day == last) {
      return 1;
    }
  }
}

int spi_days_parse(spi_slice text, uint32_t *mask) {
  *mask = 0;
  size_t from = 0;
  for (size_t i = 0; i <= text.length; i++) {
    if (i == text.length || text.data[i] == ',') {
      while (from < i && text.data[from] == ' ') {
        from++;
      }
      if (!add_days((spi_slice){text.data + from, i - from}, mask)) {
        return 0;
      }
      from = i + 1;
    }
  }
  return *mask != 0;
}

int spi_read_days(spi_reader *reader, const spi_text_item *item, uint32_t *mask) {
  spi_list list = spi_as_list(item);
  *mask = 0;
  for (size_t i = 0; i < list.count; i++) {
    spi_slice text;
    uint32_t some = 0;
    if (!spi_read_text(reader, &list.items[i], &text)) {
      return 0;
    }
    if (!spi_days_parse(text, &some)) {
      return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_INVALID_WORD,
                               &list.items[i].place,
                               "mon, tue, wed, thu, fri, sat, sun, mon-fri, daily",
                               "\"%S\" is no day of the week", text);
    }
    *mask |= some;
  }
  return 1;
}

/* "09:00-17:00" cut at its dash. */
static int cut_range(spi_slice text, spi_slice *from, spi_slice *to) {
  const char *dash = text.length == 0 ? NULL : memchr(text.data, '-', text.length);
  if (dash == NULL) {
    return 0;
  }
  size_t before = (size_t)(dash - text.data);
  *from = (spi_slice){text.data, before};
  *to = (spi_slice){dash + 1, text.length - before - 1};
  while (from->length > 0 && from->data[from->length - 1] == ' ') {
    from->length--;
  }
  while (to->length > 0 && to->data[0] == ' ') {
    to->data++;
    to->length--;
  }
  return 1;
}

int spi_read_hours(spi_reader *reader, const spi_text_item *item, int32_t last,
                   spol_day_hours *out) {
  spi_slice text;
  spi_slice from;
  spi_slice to;
  *out = (spol_day_hours){0, 0};
  if (!spi_read_text(reader, item, &text)) {
    return 0;
  }
  if (spi_slice_is(text, "24x7") || spi_slice_is(text, "24h")) {
    *out = (spol_day_hours){0, SPI_CLOCK_TO_24};
    return 1;
  }
  spol_error error = SPOL_ERROR_INIT;
  if (!cut_range(text, &from, &to)) {
    return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_INVALID_TIME_OF_DAY, &item->place,
                             "write hours as 09:00-17:00", "\"%S\" are no hours", text);
  }
  int32_t first_last = last > SPI_CLOCK_TO_24 ? last : SPI_CLOCK_BEFORE_24;
  if (spi_clock_parse(from.data, from.length, first_last, &out->open_seconds, &error) != SPOL_OK ||
      spi_clock_parse(to.data, to.length, last, &out->close_seconds, &error) != SPOL_OK) {
    return spi_reader_report(reader, error.status, SPOL_DIAG_INVALID_TIME_OF_DAY, &item->place,
                             error.hint, "\"%S\": %s", text, error.message);
  }
  if (out->open_seconds == out->close_seconds) {
    return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_EQUAL_ENDS, &item->place,
                             "write 24x7 or 00:00-24:00 for a whole day",
                             "\"%S\" opens and closes at one time", text);
  }
  return 1;
}

int spi_read_week_time(spi_reader *reader, const spi_text_item *item, int32_t last,
                       int32_t *weekday, int32_t *seconds) {
  spi_slice text;
  uint32_t day = 0;
  *weekday = SPOL_MONDAY;
  *seconds = 0;
  if (!spi_read_text(reader, item, &text)) {
    return 0;
  }
  spol_error error = SPOL_ERROR_INIT;
  if (text.length < 5 || text.data[3] != ' ' || !day_of((spi_slice){text.data, 3}, &day)) {
    return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_INVALID_TIME_OF_DAY, &item->place,
                             "write it as sun 14:00", "\"%S\" is no time of the week", text);
  }
  *weekday = (int32_t)day + SPOL_MONDAY;
  if (spi_clock_parse(text.data + 4, text.length - 4, last, seconds, &error) != SPOL_OK) {
    return spi_reader_report(reader, error.status, SPOL_DIAG_INVALID_TIME_OF_DAY, &item->place,
                             error.hint, "\"%S\": %s", text, error.message);
  }
  return 1;
}

/* ---- Zones ------------------------------------------------------------------------------ */

/* "+01:00" or "-05:30" in seconds. */
static int fixed_offset(spi_slice text, int32_t *seconds) {
  int sign = text.length > 0 && (text.data[0] == '+' || text.data[0] == '-');
  if (!sign ||
      spi_clock_parse(text.data + 1, text.length - 1, SPI_CLOCK_TO_48, seconds, NULL) != SPOL_OK) {
    return 0;
  }
  *seconds = text.data[0] == '-' ? -*seconds : *seconds;
  return *seconds >= -SPI_OFFSET_LIMIT && *seconds <= SPI_OFFSET_LIMIT;
}

static spol_status from_options(const spol_policy_options *options, spi_slice name,
                                spol_zone **out) {
  for (uint64_t i = 0; i < options->zone_count; i++) {
    if (spi_slice_is(name, spol_zone_name(options->zones[i]))) {
      *out = spol_zone_ref(options->zones[i]);
      return SPOL_OK;
    }
  }
  return SPOL_E_NOT_FOUND;
}

static spol_status resolve_zone(spi_reader *reader, spi_slice name, spol_zone **out) {
  int32_t offset = 0;
  if (spi_slice_is(name, "UTC")) {
    return spol_zone_fixed(reader->allocator, 0, out);
  }
  if (fixed_offset(name, &offset)) {
    return spol_zone_fixed(reader->allocator, offset, out);
  }
  spol_status status = from_options(reader->options, name, out);
  if (status == SPOL_E_NOT_FOUND && spol_zone_check_name(name.data, name.length) != SPOL_OK) {
    return SPOL_E_INVALID;
  }
  const spol_zone_source *source = &reader->options->source;
  if (status == SPOL_E_NOT_FOUND && source->resolve != NULL) {
    status = source->resolve(source->context, name.data, name.length, out);
  }
  if (status != SPOL_OK && status != SPOL_E_MEMORY) {
    spol_status embedded = spol_zone_embedded(reader->allocator, name.data, name.length, out, NULL);
    status = embedded == SPOL_OK || embedded == SPOL_E_MEMORY ? embedded : status;
  }
  return status;
}

static int keep_zone(spi_reader *reader, spi_slice name, spol_zone *zone, uint32_t *id) {
  uint32_t offset = 0;
  if (spi_reader_do(reader, spi_strings_add(reader->allocator, &reader->strings, name, &offset)) &&
      spi_push(reader, &reader->zones, &zone) != SPI_NONE) {
    return spi_reader_do(
        reader, spi_name_add(reader->allocator, &reader->names, SPOL_NAME_ZONE, offset, id));
  }
  spol_zone_unref(zone);
  return 0;
}

/* SPOL_OK with id 0 where the reader has failed. */
static spol_status find_zone(spi_reader *reader, spi_slice name, uint32_t *id) {
  uint32_t offset = 0;
  *id = 0;
  if (name.length > 0 && spi_strings_find(&reader->strings, name, &offset)) {
    *id = spi_name_find(&reader->names, SPOL_NAME_ZONE, offset);
    if (*id != 0) {
      return SPOL_OK;
    }
  }
  spol_zone *zone = NULL;
  spol_status status = resolve_zone(reader, name, &zone);
  if (status == SPOL_E_MEMORY) {
    spi_reader_do(reader, status);
    return SPOL_OK;
  }
  if (status == SPOL_OK) {
    keep_zone(reader, name, zone, id);
  }
  return status;
}

void spi_zone_foreseen(spi_reader *reader, spi_slice name) {
  uint32_t id = 0;
  (void)find_zone(reader, name, &id);
}

int spi_zone_named(spi_reader *reader, spi_slice name, const spi_text_place *place, uint32_t *id) {
  if (find_zone(reader, name, id) != SPOL_OK) {
    return spi_reader_report(reader, SPOL_E_NOT_FOUND, SPOL_DIAG_UNKNOWN_ZONE, place,
                             "a name of the tz database such as Europe/Berlin, UTC, or +01:00",
                             "there is no time zone \"%S\"", name);
  }
  return *id != 0;
}

int spi_refer_zone(spi_reader *reader, const spi_text_item *item, uint32_t *id) {
  spi_slice name;
  *id = 0;
  return spi_read_text(reader, item, &name) && spi_zone_named(reader, name, &item->place, id);
}

const spol_zone *spi_zone_by_id(const spi_reader *reader, uint32_t id) {
  return *(spol_zone *const *)spi_vector_at(&reader->zones, id - 1);
}
