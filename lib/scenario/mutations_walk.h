/* SPDX-License-Identifier: MIT */
/** The walk over a policy's text that finds what can be changed. */
#ifndef SPI_SCENARIO_MUTATIONS_WALK_H
#define SPI_SCENARIO_MUTATIONS_WALK_H

#include "scenario/mutations.h"

/** Finds the changes of one document. */
void spi_mutations_walk(spi_mutator *mutator);

#endif
