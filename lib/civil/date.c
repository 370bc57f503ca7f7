/* SPDX-License-Identifier: MIT */
#include "civil/date.h"

spol_status spol_date_from_civil(int32_t year, int32_t month, int32_t day, spol_date *out) {
  if (year < SPI_YEAR_MIN || year > SPI_YEAR_MAX) {
    return SPOL_E_RANGE;
  }
  if (out == NULL || month < 1 || month > 12 || day < 1 || day > spi_days_in_month(year, month)) {
    return SPOL_E_INVALID;
  }
  *out = spi_date_of_civil(year, month, day);
  return SPOL_OK;
}

spol_status spol_date_to_civil(spol_date date, spol_civil_date *out) {
  if (!spi_date_in_range(date)) {
    return SPOL_E_RANGE;
  }
  if (out == NULL) {
    return SPOL_E_INVALID;
  }
  *out = spi_civil_of_date(date);
  return SPOL_OK;
}

int32_t spol_date_weekday(spol_date date) {
  return spi_weekday(date);
}

/* A week belongs to the year of its Thursday (ISO 8601). The year of
 * 0001-01-01 is 1: it is a Monday; that of 9999-12-31 is 9999: a Friday. */
spol_status spol_date_iso_week(spol_date date, spol_iso_week *out) {
  if (!spi_date_in_range(date)) {
    return SPOL_E_RANGE;
  }
  if (out == NULL) {
    return SPOL_E_INVALID;
  }
  int32_t weekday = spi_weekday(date);
  spol_date thursday = date - weekday + SPOL_THURSDAY;
  int32_t year = spi_year_of_date(thursday);
  *out = (spol_iso_week){
      .year = year, .week = (thursday - spi_date_of_civil(year, 1, 1)) / 7 + 1, .weekday = weekday};
  return SPOL_OK;
}
