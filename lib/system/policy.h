/* SPDX-License-Identifier: MIT */
/** What reading policies and case files from files has in common. */
#ifndef SPI_SYSTEM_POLICY_H
#define SPI_SYSTEM_POLICY_H

#include "supportpolicy/policy.h"
#include "system/file.h"

/** The caller's options, or the defaults, with the system's zones where the
 *  caller names no source. Errors: SPOL_E_VERSION. */
SPOL_CHECKED spol_status spi_system_options(const spol_policy_options *given,
                                            spol_policy_options *out);
/** How many bytes a file may have. */
uint64_t spi_system_bytes(const spol_policy_options *options);

#endif
