/* SPDX-License-Identifier: MIT */
/** Values in one line, as mismatches show them. */
#ifndef SPI_SCENARIO_FLOW_H
#define SPI_SCENARIO_FLOW_H

#include "scenario/reader.h"

/** A node as it is written, in one line (YAML's flow form), with the names of
 *  the table's row replaced; "" when fatal. */
const char *spi_flow_keep(spi_scene *scene, const spi_text_item *item);

#endif
