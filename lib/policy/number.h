/* SPDX-License-Identifier: MIT */
/** Decimals in millionths, exactly. */
#ifndef SPI_POLICY_NUMBER_H
#define SPI_POLICY_NUMBER_H

#include "base/text.h"
#include "supportpolicy/error.h"

/**
 * Reads "75", "-2.5": at most six digits behind the point.
 * @param[out] out in millionths
 * Errors: SPOL_E_SYNTAX, SPOL_E_RANGE, with the offset in the text.
 */
SPOL_CHECKED spol_status spi_number_parse(const char *text, size_t length, int64_t *out,
                                          spol_error *error);
/** Writes it with as many decimals as are not zero. */
void spi_number_write(spi_writer *writer, int64_t millionths);

#endif
