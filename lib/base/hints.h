/* SPDX-License-Identifier: MIT */
/** What the compiler is told of how often something happens; nothing depends on it. */
#ifndef SPI_BASE_HINTS_H
#define SPI_BASE_HINTS_H

#if defined(__GNUC__) || defined(__clang__)
/** A function that is seldom called: kept apart from what is. */
#define SPI_COLD __attribute__((cold, noinline))
/** A function that is not put into its callers, so that their short ways stay short. */
#define SPI_APART __attribute__((noinline))
/** A condition that seldom holds. */
#define SPI_RARELY(condition) __builtin_expect((condition) != 0, 0)
#else
#define SPI_COLD
#define SPI_APART
#define SPI_RARELY(condition) ((condition) != 0)
#endif

#endif
