/* SPDX-License-Identifier: MIT */
/** The C library's memory: the only file of the library that calls malloc. */
#ifndef SPI_BASE_DEFAULT_ALLOCATOR_H
#define SPI_BASE_DEFAULT_ALLOCATOR_H

#include "supportpolicy/allocator.h"

spol_allocator spi_default_allocator(void);

#endif
