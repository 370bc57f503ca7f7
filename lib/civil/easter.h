/* SPDX-License-Identifier: MIT */
/** Easter Sundays without checks, for years 1 to 9999. */
#ifndef SPI_CIVIL_EASTER_H
#define SPI_CIVIL_EASTER_H

#include "supportpolicy/time.h"

enum { SPI_EASTER_FIRST_YEAR = 1583 };

/** By the Gregorian computus; before 1583 it is counted, and was not used. */
spol_date spi_easter_western(int32_t year);
/** By the Julian computus, as a Gregorian date. */
spol_date spi_easter_orthodox(int32_t year);

#endif
