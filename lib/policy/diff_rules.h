/* SPDX-License-Identifier: MIT */
/** What is written differently beside the targets, and what it is for the customer. */
#ifndef SPI_POLICY_DIFF_RULES_H
#define SPI_POLICY_DIFF_RULES_H

#include "policy/diff.h"
#include "text/document.h"

/* ---- Trees of the canonical forms ------------------------------------------------------- */

/** The canonical form of a version, read. Errors: SPOL_E_MEMORY. */
SPOL_CHECKED spol_status spi_tree_read(const spol_allocator *allocator, const spi_version *version,
                                       spi_document **out);
/** The value of a key; NULL where there is none, or no mapping. */
const spi_text_node *spi_tree_get(const spi_text_node *node, const char *key);
const spi_text_node *spi_tree_find(const spi_text_node *node, spi_slice key);
/** A value that is no list is a list of one; NULL is an empty one. */
uint32_t spi_tree_count(const spi_text_node *node);
const spi_text_node *spi_tree_at(const spi_text_node *node, uint32_t index);
/** 1 if both mean the same: clauses, notes, titles and ids are no rules. */
int spi_tree_same(const spi_text_node *a, const spi_text_node *b);
/** 1 if each entry of `in` means the same as one of `of`. */
int spi_tree_within(const spi_text_node *in, const spi_text_node *of);
int spi_tree_is(const spi_text_node *node, const char *word);

/* ---- Judgement ------------------------------------------------------------------------------ */

/** SPOL_DIFF_SAME: nothing to tell. */
typedef struct spi_judged {
  int32_t verdict;
  const char *reason;
} spi_judged;

/** A rule as both sides have it; NULL where a side lacks it. */
typedef struct spi_rule_pair {
  const spi_text_node *root[2];
  const spi_text_node *node[2];
  uint32_t when[2];     /**< its condition; SPI_ALWAYS also where there is none */
  uint32_t requires[2]; /**< what it takes, likewise */
  int flip;             /**< 1: what is more is worse (a step that closes cases) */
} spi_rule_pair;

typedef struct spi_field_way spi_field_way;
struct spi_field_way {
  const char *key;
  int32_t way;         /**< enum spi_way */
  const char *more;    /**< reason where the new side has more of it */
  const char *less;    /**< where it has less */
  const char *unclear; /**< where it cannot be told; NULL: a general one */
};

/** Which direction more of a field has for the customer, and what more means. */
enum spi_way {
  SPI_WAY_SET = 1,    /**< more entries */
  SPI_WAY_TRUTH,      /**< true instead of false */
  SPI_WAY_TIME,       /**< a later time: a mapping with `within` */
  SPI_WAY_TIME_HERE,  /**< the same, of keys of the rule itself; none is at once */
  SPI_WAY_BOUND,      /**< the same; none is never */
  SPI_WAY_SHARE,      /**< a higher percentage or number, of the same metric */
  SPI_WAY_REPEATS,    /**< more often */
  SPI_WAY_PRESENT,    /**< there instead of not there; changed: not told */
  SPI_WAY_WHEN,       /**< the rule's condition holds for more */
  SPI_WAY_REQUIRES,   /**< what it takes holds for more */
  SPI_WAY_LINE,       /**< a later line */
  SPI_WAY_LOOK,       /**< a person must look */
  SPI_WAY_GOOD = 0x40 /**< more is better; without it: worse */
};

spi_judged spi_verdict(int32_t verdict, const char *reason);
/** Better and worse make undecided. */
void spi_judge_also(spi_judged *into, spi_judged one);
/** Judges one field of two mappings, and adds it to what was judged so far. */
SPOL_CHECKED spol_status spi_judge_field(spi_differ *differ, const spi_rule_pair *pair,
                                         const spi_field_way *ways, spi_slice key, spi_judged *out);
/** Judges the fields of a mapping; a field that differs and is not in the table is
 *  undecided. */
SPOL_CHECKED spol_status spi_judge_fields(spi_differ *differ, const spi_rule_pair *pair,
                                          const spi_field_way *ways, spi_judged *out);
/** Two targets or timers, each a mapping with `within`: later is worse. */
spi_judged spi_judge_times(const spi_text_node *const root[2], const spi_text_node *const time[2]);

/* ---- Conditions of two sides --------------------------------------------------------------------
 */

enum spi_relation {
  SPI_RELATION_UNKNOWN = 0,
  SPI_RELATION_EQUAL = 1,
  SPI_RELATION_WIDER = 2,    /**< the new one holds for all that the old held for, and more */
  SPI_RELATION_NARROWER = 3, /**< the other way round */
  SPI_RELATION_OTHER = 4     /**< each holds for something that the other does not */
};

/** Compares two conditions for every combination of the facts that they name. */
SPOL_CHECKED spol_status spi_diff_conditions(spi_differ *differ, const uint32_t when[2],
                                             int32_t *relation);
/** Compares what the levels give: WIDER is more severe for some, less for none. Levels
 *  of one name are of one severity where their order is the same. */
SPOL_CHECKED spol_status spi_diff_derived(spi_differ *differ, int32_t *relation);

/* ---- Sections ----------------------------------------------------------------------------------
 */

typedef struct spi_rules {
  spi_differ *differ;
  const spi_text_node *root[2];
} spi_rules;

/** Adds an entry, unless the verdict is SAME. `path` is cut where it is too long. */
SPOL_CHECKED spol_status spi_rules_add(spi_rules *rules, const char *path, const char *metric,
                                       const spi_place *const place[2], spi_judged judged);
SPOL_CHECKED spol_status spi_rules_metrics(spi_rules *rules);
SPOL_CHECKED spol_status spi_rules_lists(spi_rules *rules);
SPOL_CHECKED spol_status spi_rules_severities(spi_rules *rules);
SPOL_CHECKED spol_status spi_rules_definitions(spi_rules *rules);

/** A list of rules as both sides have it. */
typedef struct spi_rule_list {
  const char *path;
  const char *metric; /**< or "" */
  const spi_text_node *node[2];
  const spi_field_way *ways;
  const char *added; /**< why; and what it is for the customer: */
  const char *removed;
  int32_t way;      /**< of one more: SPI_WAY_GOOD, 0 (worse) or SPI_WAY_LOOK */
  uint8_t in_order; /**< 1: the order of what is there has a meaning */
  /** Where an entry of a side stands, and its condition. */
  const spi_place *(*place)(const spi_rules *rules, const struct spi_rule_list *list, uint32_t side,
                            uint32_t index, uint32_t when[2]);
  uint32_t first[2]; /**< of the model's rules */
  /** What stands before the fields are judged; may be NULL. `old` or `now` is NULL
   *  where a side lacks the entry. @return 1 if `out` is the whole answer */
  int (*judge)(const struct spi_rule_list *list, const spi_text_node *old, const spi_text_node *now,
               spi_rule_pair *pair, spi_judged *out);
} spi_rule_list;

/** Pairs entries by id, else by what they say, else in order, and tells of each. */
SPOL_CHECKED spol_status spi_rules_list(spi_rules *rules, const spi_rule_list *list);

#endif
