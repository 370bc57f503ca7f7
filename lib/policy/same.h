/* SPDX-License-Identifier: MIT */
/** Whether two rules of a version say the same. */
#ifndef SPI_POLICY_SAME_H
#define SPI_POLICY_SAME_H

#include "policy/model.h"

/** 1 if two targets (indexes, or SPI_NONE) are due alike whatever happens. */
int spi_same_target(const spi_version *version, uint32_t a, uint32_t b);

#endif
