/* SPDX-License-Identifier: MIT */
#include "civil/date.h"
#include "civil/timestamp.h"

void spi_date_write(spi_writer *writer, spol_date date) {
  spol_civil_date civil = spi_civil_of_date(date);
  spi_write_padded(writer, (uint64_t)civil.year, 4);
  spi_write_char(writer, '-');
  spi_write_padded(writer, (uint64_t)civil.month, 2);
  spi_write_char(writer, '-');
  spi_write_padded(writer, (uint64_t)civil.day, 2);
}

/* ":SS", and the digits behind the point that are not zeros. */
static void write_seconds(spi_writer *writer, uint64_t microseconds) {
  uint64_t fraction = microseconds % (uint64_t)SPOL_SECOND;
  int digits = 6;
  spi_write_char(writer, ':');
  spi_write_padded(writer, microseconds / (uint64_t)SPOL_SECOND, 2);
  if (fraction == 0) {
    return;
  }
  while (fraction % 10 == 0) {
    fraction /= 10;
    digits--;
  }
  spi_write_char(writer, '.');
  spi_write_padded(writer, fraction, digits);
}

void spi_wall_write(spi_writer *writer, spol_wall wall) {
  uint64_t time = (uint64_t)spi_time_of_wall(wall);
  spi_date_write(writer, spi_date_of_wall(wall));
  spi_write_char(writer, 'T');
  spi_write_padded(writer, time / (uint64_t)SPOL_HOUR, 2);
  spi_write_char(writer, ':');
  spi_write_padded(writer, time / (uint64_t)SPOL_MINUTE % 60, 2);
  write_seconds(writer, time % (uint64_t)SPOL_MINUTE);
}

void spi_offset_write(spi_writer *writer, int32_t offset_seconds) {
  uint64_t size = (uint64_t)(offset_seconds < 0 ? -offset_seconds : offset_seconds);
  spi_write_char(writer, offset_seconds < 0 ? '-' : '+');
  spi_write_padded(writer, size / 3600, 2);
  spi_write_char(writer, ':');
  spi_write_padded(writer, size / 60 % 60, 2);
  if (size % 60 != 0) {
    spi_write_char(writer, ':');
    spi_write_padded(writer, size % 60, 2);
  }
}

spol_status spol_date_format(spol_date date, char *buffer) {
  if (!spi_date_in_range(date)) {
    return SPOL_E_RANGE;
  }
  if (buffer == NULL) {
    return SPOL_E_INVALID;
  }
  spi_writer writer = spi_writer_on(buffer, SPOL_TIME_TEXT_MAX);
  spi_date_write(&writer, date);
  return SPOL_OK;
}

spol_status spol_wall_format(spol_wall wall, char *buffer) {
  /* Wall times have the bounds of instants: both count from 1970 on a clock. */
  if (!spi_instant_in_range(wall)) {
    return SPOL_E_RANGE;
  }
  if (buffer == NULL) {
    return SPOL_E_INVALID;
  }
  spi_writer writer = spi_writer_on(buffer, SPOL_TIME_TEXT_MAX);
  spi_wall_write(&writer, wall);
  return SPOL_OK;
}

spol_status spol_instant_format(spol_instant instant, char *buffer) {
  if (!spi_instant_in_range(instant)) {
    return SPOL_E_RANGE;
  }
  if (buffer == NULL) {
    return SPOL_E_INVALID;
  }
  spi_writer writer = spi_writer_on(buffer, SPOL_TIME_TEXT_MAX);
  spi_wall_write(&writer, instant);
  spi_write_char(&writer, 'Z');
  return SPOL_OK;
}

spol_status spol_instant_format_offset(spol_instant instant, int32_t offset_seconds, char *buffer) {
  if (buffer == NULL || offset_seconds < -SPI_OFFSET_MAX || offset_seconds > SPI_OFFSET_MAX) {
    return SPOL_E_INVALID;
  }
  if (!spi_instant_in_range(instant) ||
      !spi_instant_in_range(instant + offset_seconds * SPOL_SECOND)) {
    return SPOL_E_RANGE;
  }
  spi_writer writer = spi_writer_on(buffer, SPOL_TIME_TEXT_MAX);
  spi_wall_write(&writer, instant + offset_seconds * SPOL_SECOND);
  spi_offset_write(&writer, offset_seconds);
  return SPOL_OK;
}
