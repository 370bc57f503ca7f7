/* SPDX-License-Identifier: MIT */
/** Public structs that start with their size, so that they can grow. */
#ifndef SPI_BASE_SIZED_H
#define SPI_BASE_SIZED_H

#include <stddef.h>
#include <stdint.h>

#include "supportpolicy/status.h"

/**
 * Checks a caller's struct that begins with `uint32_t size`: at least
 * `smallest` bytes, and what lies beyond the `known` ones is zero.
 * Errors: SPOL_E_VERSION; SPOL_E_INVALID for NULL.
 */
SPOL_CHECKED spol_status spi_sized_check(const void *given, size_t smallest, size_t known);

/** Copies as much of a caller's struct as both know; the rest is zero. */
void spi_sized_copy(void *copy, const void *given, size_t known);

/**
 * Gives a result to a caller whose struct begins with its size: as much as the
 * caller knows, and zeroes behind what is known here. The size stays.
 * Errors: SPOL_E_VERSION (size 0 or below 8), SPOL_E_INVALID for NULL.
 */
SPOL_CHECKED spol_status spi_sized_give(void *out, const void *full, size_t known);

#endif
