/* SPDX-License-Identifier: MIT */
/** What a target in days comes to by each reading. */
#ifndef SPI_POLICY_READINGS_H
#define SPI_POLICY_READINGS_H

#include "base/text.h"
#include "supportpolicy/calendar.h"

/** Writes the due instants by each reading of a case that comes at noon of a closed day.
 *  @return 0: there is no such day, or no answer; the text is not to be used */
int spi_write_readings(spi_writer *writer, const spol_calendar *calendar,
                       const spol_day_target *target);

#endif
