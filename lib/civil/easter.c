/* SPDX-License-Identifier: MIT */
/* Easter is the Sunday after the first ecclesiastical full moon on or after
 * 21 March. The moon is taken from the 19-year cycle; the Gregorian reform
 * corrects it for the leap days dropped in century years (solar) and for the
 * cycle's own drift, 8 days in 2,500 years (lunar). */
#include "civil/easter.h"

#include "civil/date.h"

spol_date spi_easter_western(int32_t year) {
  int32_t golden = year % 19;
  int32_t century = year / 100;
  int32_t solar = century - century / 4;
  int32_t lunar = (8 * century + 13) / 25;
  /* Days from 21 March to the full moon, 0 to 29. */
  int32_t moon = (19 * golden + solar - lunar + 15) % 30;
  /* The church's table has 29 moons: 29 is moved to 28, and so is 28 in the
   * second half of the cycle, so that no two years of one cycle are equal. */
  if (moon == 29 || (moon == 28 && golden > 10)) {
    moon--;
  }
  return spi_weekday_after(spi_date_of_civil(year, 3, 21) + moon, SPOL_SUNDAY);
}

spol_date spi_easter_orthodox(int32_t year) {
  int32_t moon = (19 * (year % 19) + 15) % 30;
  /* 21 March of the Julian calendar is that many days later. */
  int32_t century = year / 100;
  int32_t shift = century - century / 4 - 2;
  return spi_weekday_after(spi_date_of_civil(year, 3, 21) + shift + moon, SPOL_SUNDAY);
}

static spol_status checked(int32_t year, spol_date easter, spol_date *out) {
  if (year < SPI_EASTER_FIRST_YEAR || year > SPI_YEAR_MAX) {
    return SPOL_E_RANGE;
  }
  if (out == NULL) {
    return SPOL_E_INVALID;
  }
  /* Julian Easter comes latest in the year 9999, in July: still in range. */
  *out = easter;
  return SPOL_OK;
}

spol_status spol_easter_western(int32_t year, spol_date *out) {
  return checked(year, year < 1 || year > SPI_YEAR_MAX ? 0 : spi_easter_western(year), out);
}

spol_status spol_easter_orthodox(int32_t year, spol_date *out) {
  return checked(year, year < 1 || year > SPI_YEAR_MAX ? 0 : spi_easter_orthodox(year), out);
}
