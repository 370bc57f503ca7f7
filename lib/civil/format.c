/* SPDX-License-Identifier: MIT */
#include "civil/date.h"
#include "civil/timestamp.h"

enum { DATE_LENGTH = 10, WALL_LENGTH = 19 };

static void put_two(char *at, uint32_t value) {
  at[0] = (char)('0' + value / 10);
  at[1] = (char)('0' + value % 10);
}

/* "YYYY-MM-DD". Texts of instants are made by the million, so in one piece. */
static void put_date(char *at, spol_date date) {
  spol_civil_date civil = spi_civil_of_date(date);
  put_two(at, (uint32_t)civil.year / 100);
  put_two(at + 2, (uint32_t)civil.year % 100);
  at[4] = '-';
  put_two(at + 5, (uint32_t)civil.month);
  at[7] = '-';
  put_two(at + 8, (uint32_t)civil.day);
}

void spi_date_write(spi_writer *writer, spol_date date) {
  char text[DATE_LENGTH];
  put_date(text, date);
  spi_write_bytes(writer, text, sizeof text);
}

/* The digits behind the point that are not zeros. */
static void write_fraction(spi_writer *writer, uint64_t fraction) {
  int digits = 6;
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
  char text[WALL_LENGTH];
  uint64_t time = (uint64_t)spi_time_of_wall(wall);
  uint32_t seconds = (uint32_t)(time / (uint64_t)SPOL_SECOND);
  put_date(text, spi_date_of_wall(wall));
  text[DATE_LENGTH] = 'T';
  put_two(text + 11, seconds / 3600);
  text[13] = ':';
  put_two(text + 14, seconds / 60 % 60);
  text[16] = ':';
  put_two(text + 17, seconds % 60);
  spi_write_bytes(writer, text, sizeof text);
  write_fraction(writer, time % (uint64_t)SPOL_SECOND);
}

void spi_offset_write(spi_writer *writer, int32_t offset_seconds) {
  char text[9];
  uint32_t size = (uint32_t)(offset_seconds < 0 ? -offset_seconds : offset_seconds);
  text[0] = offset_seconds < 0 ? '-' : '+';
  put_two(text + 1, size / 3600);
  text[3] = ':';
  put_two(text + 4, size / 60 % 60);
  text[6] = ':';
  put_two(text + 7, size % 60);
  spi_write_bytes(writer, text, size % 60 != 0 ? 9 : 6);
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
