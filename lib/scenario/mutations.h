/* SPDX-License-Identifier: MIT */
/** Listing the changes of a policy's text. */
#ifndef SPI_SCENARIO_MUTATIONS_H
#define SPI_SCENARIO_MUTATIONS_H

#include "policy/store.h"
#include "supportpolicy/mutation.h"
#include "text/arena.h"
#include "text/document.h"

enum { SPI_MUTATION_PATH_MAX = 512, SPI_MUTATION_TEXT_MAX = 128 };

struct spol_mutations {
  spol_allocator allocator;
  spi_arena arena; /**< the text, paths and replacements */
  const char *text;
  size_t length;
  spi_vector list; /**< spol_mutation */
};

/** Where the walk is. */
typedef struct spi_mutator {
  spol_mutations *made;
  const spi_text_node *root; /**< of the document at hand */
  char path[SPI_MUTATION_PATH_MAX];
  size_t path_length;
  spol_status status;
} spi_mutator;

/** Adds a change at the path at hand. `replacement` is copied. */
void spi_mutate(spi_mutator *mutator, int32_t kind, const spi_text_place *place, size_t offset,
                size_t length, const char *replacement);
/** Adds the change that leaves an item of a list, or a pair of a mapping, out: from `begin` to
 *  `end`, with what parts it from the others. */
void spi_mutate_out(spi_mutator *mutator, const spi_text_place *place, size_t begin, size_t end);

/** A longer time than a text says: "4h" to "8h", "2 business_days" to "3 business_days".
 *  0: the text is none that this can be said of. */
int spi_longer(spi_slice text, char *out, size_t room);
/** A later share: "50%" to "75%". */
int spi_later_share(spi_slice text, char *out, size_t room);

#endif
