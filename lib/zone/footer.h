/* SPDX-License-Identifier: MIT */
/** The footer of a TZif file: a POSIX TZ string with the extensions of RFC
 *  9636, section 3.3.1, evaluated for any year. */
#ifndef SPI_ZONE_FOOTER_H
#define SPI_ZONE_FOOTER_H

#include "base/text.h"
#include "zone/zone.h"

enum {
  SPI_FOOTER_BYTES_MAX = 128,
  /** Room for an abbreviation, as in spol_zone_local. */
  SPI_ABBREVIATION_ROOM = 16
};

/** One of the two days of a year on which the offset changes. */
typedef struct spi_footer_day {
  char form;       /**< 'J': 1 to 365 without 29 February, 'n': 0 to 365, 'M' */
  int32_t day;     /**< J, n: the day; M: weekday, 0 is Sunday */
  int32_t month;   /**< M: 1 to 12 */
  int32_t week;    /**< M: 1 to 5, 5 is the last */
  int32_t seconds; /**< since that day's midnight on the clocks before, +-167 h */
} spi_footer_day;

typedef struct spi_footer {
  int32_t has_rule;        /**< 0: standard time always */
  int32_t standard_offset; /**< seconds east of UTC */
  int32_t daylight_offset;
  spi_footer_day start; /**< of daylight time, on the clocks of standard time */
  spi_footer_day end;   /**< of daylight time, on its own clocks */
  char standard_name[SPI_ABBREVIATION_ROOM]; /**< NUL-terminated, cut if longer */
  char daylight_name[SPI_ABBREVIATION_ROOM];
} spi_footer;

/**
 * Reads the text between the footer's two newlines; it is not empty. A rule
 * that never changes the offset (all-year daylight time, equal offsets) is
 * read as no rule.
 * @return NULL, or what is wrong at byte `*place`
 */
const char *spi_footer_parse(const char *text, size_t length, spi_footer *out, size_t *place);

/** The maximal piece with one offset around an instant, as far as the rule
 *  says, for a footer with a rule. The instant lies within a year of the years
 *  1 to 9999. */
spi_zone_segment spi_footer_segment_at(const spi_footer *footer, spol_instant instant);

#endif
