/* SPDX-License-Identifier: MIT */
/** Times of a day as policies write them: "09:00", "17:30:15", "26:00". */
#ifndef SPI_CIVIL_CLOCK_H
#define SPI_CIVIL_CLOCK_H

#include "base/text.h"
#include "supportpolicy/time.h"

enum {
  SPI_CLOCK_BEFORE_24 = 86399, /**< 23:59:59: where a day's end is not meant */
  SPI_CLOCK_TO_24 = 86400,     /**< 24:00: where the end of the day may be */
  SPI_CLOCK_TO_48 = 172800     /**< 48:00: where a shift runs past midnight */
};

/**
 * Reads "HH:MM" or "HH:MM:SS", two digits each.
 * @param last the latest second allowed, one of the three above
 * @param[out] seconds since the day's midnight
 * Errors: SPOL_E_SYNTAX, with the offset in the text.
 */
SPOL_CHECKED spol_status spi_clock_parse(const char *text, size_t length, int32_t last,
                                         int32_t *seconds, spol_error *error);

/** Writes "09:00", with seconds only where they are not zero; hours go on past
 *  24. @param seconds 0 to SPI_CLOCK_TO_48 */
void spi_clock_write(spi_writer *writer, int32_t seconds);

#endif
