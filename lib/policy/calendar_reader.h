/* SPDX-License-Identifier: MIT */
/** Calendars and holidays of a policy file: what their readers share. */
#ifndef SPI_POLICY_CALENDAR_READER_H
#define SPI_POLICY_CALENDAR_READER_H

#include "policy/reader.h"

/** The widest fixed offset of a zone, in seconds. */
enum { SPI_OFFSET_LIMIT = 93600 };

/** "mon", "mon-fri", "mon,wed", "daily" as bits, Monday first. */
int spi_days_parse(spi_slice text, uint32_t *mask);
int spi_read_days(spi_reader *reader, const spi_text_item *item, uint32_t *mask);
/** "09:00-17:00" or "24h"; the close at most `last`. */
int spi_read_hours(spi_reader *reader, const spi_text_item *item, int32_t last,
                   spol_day_hours *out);
/** "sun 14:00". */
int spi_read_week_time(spi_reader *reader, const spi_text_item *item, int32_t last,
                       int32_t *weekday, int32_t *seconds);

/** The zone of a name, resolved once. */
int spi_zone_named(spi_reader *reader, spi_slice name, const spi_text_place *place, uint32_t *id);
/** Borrowed from the reader. */
const spol_zone *spi_zone_by_id(const spi_reader *reader, uint32_t id);

/** A set of the file, made once; `own` is NULL after an error. */
typedef struct spi_holiday_set {
  uint32_t name; /**< offset in the strings */
  uint32_t version_index;
  spol_holidays *own;
} spi_holiday_set;

/** Notes what a calendar or a set closes days by, and where it is written. */
int spi_note_holiday(spi_reader *reader, int32_t kind, spi_slice name, spol_date date,
                     const spi_text_item *item);
/** Adds the sets that a list names to a calendar, in order. */
int spi_add_holidays(spi_reader *reader, const spi_text_item *names,
                     spol_calendar_builder *builder);
/** Reads every set of the file, used or not. */
void spi_read_holidays(spi_reader *reader);
void spi_free_holidays(spi_reader *reader);

/** "12-25" as month and day. */
int spi_read_month_day(spi_reader *reader, const spi_text_item *item, int32_t *month, int32_t *day);

#endif
