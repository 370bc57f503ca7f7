/* SPDX-License-Identifier: MIT */
/* The targets of a metric in both versions, for every combination of the facts
 * that their rows name. Facts, members and severities are matched by name. */
#include <string.h>

#include "policy/diff_table.h"

/* ---- Regions ---------------------------------------------------------------------------- */

/* 1 if the rows that decide, and their calendars, are those that were found. */
static int comes_to_the_same(const spi_table *all, const spi_outcome *found) {
  spi_aimed aimed;
  for (uint32_t s = 0; s < 2; s++) {
    uint32_t rank = 0;
    if (spi_table_look_up(all, s, &aimed) != found->row[s] ||
        (uint32_t)aimed.kind != found->target[s] || aimed.calendar != found->calendar[s] ||
        (all->derived && (!spi_table_derived(all, s, &rank) || rank != found->rank[s]))) {
      return 0;
    }
  }
  return 1;
}

/* 1 if they stay the same whatever value a dimension has. */
static int does_not_matter(const spi_table *all, spi_dimension *which, const spi_outcome *found) {
  uint32_t kept = which->at;
  int same = 1;
  for (uint32_t v = 0; v < which->values.count && same; v++) {
    which->at = v;
    same = comes_to_the_same(all, found);
  }
  which->at = kept;
  return same;
}

/* The dimensions of hours that the bits name, by their order among the dimensions. */
static uint32_t hours_of(spi_table *all, uint64_t bits, spi_dimension *out[SPI_INSIDE_MAX]) {
  uint32_t seen = 0;
  uint32_t count = 0;
  for (uint32_t i = 0; i < all->count && seen < SPI_INSIDE_MAX; i++) {
    spi_dimension *at = &all->dimensions[i];
    if (at->kind == SPI_ABOUT_INSIDE && (bits >> seen++ & 1U) != 0) {
      out[count++] = at;
    }
  }
  return count;
}

/* 1 if a dimension (NULL: nothing) does not matter whatever these hours are. */
static int never_matters(const spi_table *all, spi_dimension *const hours[], uint32_t count,
                         spi_dimension *which, const spi_outcome *found) {
  uint32_t kept[SPI_INSIDE_MAX];
  int same = 1;
  for (uint32_t i = 0; i < count; i++) {
    kept[i] = hours[i]->at;
  }
  for (uint32_t truths = 0; truths < 1U << count && same; truths++) {
    for (uint32_t i = 0; i < count; i++) {
      hours[i]->at = (truths >> i & 1U) % (uint32_t)hours[i]->values.count;
    }
    same = which == NULL ? comes_to_the_same(all, found) : does_not_matter(all, which, found);
  }
  for (uint32_t i = 0; i < count; i++) {
    hours[i]->at = kept[i];
  }
  return same;
}

/* Hours that do not matter, all of them together: openings inside and outside are
 * then compared as one. */
static uint64_t hours_of_no_matter(spi_table *all, const spi_outcome *found) {
  spi_dimension *hours[SPI_INSIDE_MAX];
  uint64_t bits = 0;
  uint32_t count = hours_of(all, UINT64_MAX, hours);
  for (uint32_t i = 0; i < count; i++) {
    bits |= (uint64_t)does_not_matter(all, hours[i], found) << i;
  }
  count = hours_of(all, bits, hours);
  return never_matters(all, hours, count, NULL, found) ? bits : 0;
}

static void find_hours(spi_table *all, spi_outcome *found, spi_inside *inside, uint32_t *count) {
  uint64_t left_out = hours_of_no_matter(all, found);
  uint32_t seen = 0;
  *count = 0;
  for (uint32_t i = 0; i < all->count && seen < SPI_INSIDE_MAX; i++) {
    const spi_dimension *at = &all->dimensions[i];
    if (at->kind != SPI_ABOUT_INSIDE) {
      continue;
    }
    if ((left_out >> seen & 1U) == 0) {
      int64_t truth = spi_table_value(at)->of[0];
      found->hours |= UINT64_C(1) << seen;
      found->inside |= (uint64_t)(truth == 1) << seen;
      inside[(*count)++] = (spi_inside){at->calendar, truth};
    }
    seen++;
  }
}

static void write_value(spi_writer *writer, const spi_dimension *of) {
  const spi_table_item *at = spi_table_value(of);
  char text[SPOL_TIME_TEXT_MAX];
  if (of->many) {
    const char *between = "";
    spi_write_char(writer, '{');
    for (uint32_t i = 0; i < of->values.count; i++) {
      const spi_table_item *one = spi_vector_at(&of->values, i);
      uint32_t bits = (uint32_t)i;
      if (bits != 0 && (bits & (bits - 1)) == 0 && (of->at & bits) != 0) {
        spi_write_format(writer, "%s%s", between, one->name);
        between = ", ";
      }
    }
    spi_write_char(writer, '}');
  } else if (at->name != NULL) {
    spi_write_text(writer, at->name);
  } else if (of->type == SPOL_FACT_DATE &&
             spol_date_format((spol_date)at->of[0], text) == SPOL_OK) {
    spi_write_text(writer, text);
  } else if (of->type == SPOL_FACT_NUMBER) {
    int64_t whole = at->of[0] / SPOL_NUMBER_ONE;
    int64_t rest = at->of[0] % SPOL_NUMBER_ONE;
    spi_write_format(writer, "%s%D", at->of[0] < 0 && whole == 0 ? "-" : "", whole);
    if (rest != 0) {
      spi_write_char(writer, '.');
      spi_write_padded(writer, (uint64_t)(rest < 0 ? -rest : rest), 6);
    }
  } else {
    spi_write_i64(writer, at->of[0]);
  }
}

static const char *level_name(const spi_table *all, uint32_t side, uint32_t rank) {
  const spi_diff_side *own = &all->differ->sides[side];
  const char *name = rank == 0 ? NULL
                               : spol_policy_name(own->policy, SPOL_NAME_SEVERITY,
                                                  own->version->severities_by_rank[rank - 1].id);
  return name == NULL ? "none" : name;
}

static void write_region(spi_table *all, const spi_outcome *found, spi_diff_item *item) {
  spi_dimension *hours[SPI_INSIDE_MAX];
  uint32_t count = hours_of(all, ~found->hours, hours); /* the region has any of them */
  spi_writer writer = spi_writer_on(item->region, sizeof item->region);
  for (uint32_t i = 0; i < all->count; i++) {
    spi_dimension *at = &all->dimensions[i];
    if (at->values.count > 0 && !never_matters(all, hours, count, at, found)) {
      spi_write_format(&writer, "%s%s = ", writer.length == 0 ? "" : ", ", at->name);
      write_value(&writer, at);
    }
  }
  if (all->derived) {
    spi_write_format(&writer, "%sseverity %s, now %s", writer.length == 0 ? "" : ", ",
                     level_name(all, 0, found->rank[0]), level_name(all, 1, found->rank[1]));
  }
}

static uint32_t facts_of(const spi_table *all, uint32_t side, spol_fact *out) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < all->count; i++) {
    const spi_dimension *at = &all->dimensions[i];
    const spi_table_item *found = at->values.count > 0 ? spi_table_value(at) : NULL;
    if (at->kind != SPI_ABOUT_FACT || at->fact[side] == SPI_NONE || found == NULL ||
        found->unknown) {
      continue;
    }
    uint64_t bits = at->many ? (uint64_t)found->of[side] : 1;
    for (uint32_t member = 1; bits != 0 && member <= 63; member++, bits >>= 1) {
      if ((bits & 1U) == 0) {
        continue;
      }
      if (out != NULL) {
        out[count] = (spol_fact){.fact = at->fact[side] + 1,
                                 .type = at->type,
                                 .value = at->many ? member : found->of[side]};
      }
      count++;
    }
  }
  return count;
}

static const spi_place *place_of(const spi_table *all, uint32_t side, uint32_t row) {
  const spi_metric *metric = all->metric[side];
  if (metric == NULL) {
    return NULL;
  }
  return row == 0 ? &metric->place
                  : &all->differ->sides[side]
                         .version->target_rows[metric->clock.targets.first + row - 1]
                         .place;
}

static void give(spi_table *all, const spi_outcome *found, spi_diff_item *item) {
  spol_diff_entry *entry = &item->entry;
  entry->kind = SPOL_DIFF_TARGET;
  entry->metric = all->name;
  entry->verdict = found->compared.verdict;
  entry->reduces = found->compared.reduces;
  entry->reason = found->compared.reason;
  entry->opening = found->compared.opening;
  entry->old_due = found->compared.due[0];
  entry->new_due = found->compared.due[1];
  entry->combinations = 1;
  entry->old_place = spi_diff_place(&all->differ->sides[0], place_of(all, 0, found->row[0]));
  entry->new_place = spi_diff_place(&all->differ->sides[1], place_of(all, 1, found->row[1]));
}

static void add_region(spi_table *all, const spi_outcome *found) {
  spi_diff_item item = {0};
  give(all, found, &item);
  write_region(all, found, &item);
  item.entry.old_facts_count = facts_of(all, 0, NULL);
  item.entry.new_facts_count = facts_of(all, 1, NULL);
  item.facts_total = item.entry.old_facts_count + item.entry.new_facts_count;
  if (item.facts_total > 0) {
    item.facts = spi_alloc_array(all->differ->allocator, item.facts_total, sizeof *item.facts);
    if (item.facts == NULL) {
      all->status = SPOL_E_MEMORY;
      return;
    }
    (void)facts_of(all, 0, item.facts);
    (void)facts_of(all, 1, item.facts + item.entry.old_facts_count);
  }
  all->status = spi_diff_add(all->differ, &item);
  if (all->status != SPOL_OK) {
    spi_free_array(all->differ->allocator, item.facts, item.facts_total, sizeof *item.facts);
  }
}

/* 1 if the levels give severities of two names; their ranks. */
static int derives_another(const spi_table *all, uint32_t rank[2]) {
  for (uint32_t s = 0; s < 2; s++) {
    if (!spi_table_derived(all, s, &rank[s])) {
      rank[s] = 0;
      return 0; /* a fact is missing; what both give without it is not known */
    }
  }
  return strcmp(level_name(all, 0, rank[0]), level_name(all, 1, rank[1])) != 0;
}

static void compare_here(spi_table *all) {
  spi_aimed aimed[2];
  spi_inside inside[SPI_INSIDE_MAX];
  uint32_t inside_count = 0;
  spi_outcome found = {0};
  for (uint32_t s = 0; s < 2; s++) {
    found.row[s] = spi_table_look_up(all, s, &aimed[s]);
    found.target[s] = (uint32_t)aimed[s].kind;
    found.calendar[s] = aimed[s].calendar;
  }
  if (all->derived && !derives_another(all, found.rank)) {
    return;
  }
  find_hours(all, &found, inside, &inside_count);
  for (size_t i = 0; i < all->outcomes.count; i++) {
    const spi_outcome *known = spi_vector_at(&all->outcomes, i);
    if (memcmp(known->row, found.row, sizeof found.row) == 0 &&
        memcmp(known->target, found.target, sizeof found.target) == 0 &&
        memcmp(known->rank, found.rank, sizeof found.rank) == 0 &&
        known->calendar[0] == found.calendar[0] && known->calendar[1] == found.calendar[1] &&
        known->hours == found.hours && known->inside == found.inside) {
      spi_diff_item *item = spi_vector_at(&all->differ->diff->items, all->first_item + i);
      item->entry.combinations++;
      return;
    }
  }
  all->status = spi_diff_targets(all->differ, aimed, inside, inside_count, &found.compared);
  if (all->status == SPOL_OK) {
    all->status = spi_vector_push(all->differ->allocator, &all->outcomes, &found);
  }
  if (all->status == SPOL_OK) {
    add_region(all, &found);
  }
}

int spi_table_next(spi_table *all) {
  for (uint32_t i = 0; i < all->count; i++) {
    if (++all->dimensions[i].at < all->dimensions[i].values.count) {
      return 1;
    }
    all->dimensions[i].at = 0;
  }
  return 0;
}

static void give_up(spi_table *all) {
  spi_diff_item item = {0};
  spi_outcome none = {.compared = {.verdict = SPOL_DIFF_UNDECIDED,
                                   .opening = SPOL_INSTANT_NONE,
                                   .due = {SPOL_INSTANT_NONE, SPOL_INSTANT_NONE},
                                   .reason = all->unsupported}};
  if (all->differ->same_calendars && spi_diff_same_section(all->differ, "metrics", all->name) &&
      spi_diff_same_section(all->differ, "severities", NULL)) {
    none.compared.verdict = SPOL_DIFF_SAME;
    none.compared.reason = "";
  }
  give(all, &none, &item);
  all->status = spi_diff_add(all->differ, &item);
}

void spi_table_begin(spi_table *all) {
  uint64_t product = 1;
  for (uint32_t i = 0; i < all->count; i++) {
    spi_dimension *at = &all->dimensions[i];
    if (at->values.count == 0) {
      spi_table_push(all, at, (spi_table_item){.name = "any"});
    }
    product = at->values.count > all->differ->options.combinations / product
                  ? UINT64_MAX
                  : product * at->values.count;
    if (product > all->differ->options.combinations && all->unsupported == NULL) {
      all->unsupported = "there are more combinations of facts than allowed";
      break;
    }
  }
}

void spi_table_end(spi_table *all) {
  for (uint32_t i = 0; i < all->count; i++) {
    spi_vector_free(all->differ->allocator, &all->dimensions[i].values);
  }
}

static void compare_regions(spi_table *all) {
  spi_table_begin(all);
  if (all->status != SPOL_OK) {
    return;
  }
  if (all->unsupported != NULL) {
    give_up(all);
    return;
  }
  do {
    compare_here(all);
  } while (all->status == SPOL_OK && spi_table_next(all));
}

/* Severities are free where they are not derived: a recorded one may be any. Where
 * the levels give another one for the same facts, that is compared too. */
static spol_status compare_metric(spi_differ *differ, const char *name, int derived) {
  spi_table *all = spi_alloc_array(differ->allocator, 1, sizeof *all);
  if (all == NULL) {
    return SPOL_E_MEMORY;
  }
  all->differ = differ;
  all->name = name;
  all->derived = (uint8_t)derived;
  all->first_item = differ->diff->items.count;
  all->outcomes = spi_vector_of(sizeof(spi_outcome), 100000);
  for (uint32_t s = 0; s < 2; s++) {
    all->metric[s] = spi_diff_find_metric(&differ->sides[s], name);
    spi_table_need_rows(all, s);
    if (derived) {
      spi_table_need_levels(all, s);
    }
  }
  if (all->status == SPOL_OK) {
    compare_regions(all);
  }
  spol_status status = all->status;
  spi_table_end(all);
  spi_vector_free(differ->allocator, &all->outcomes);
  spi_free_array(differ->allocator, all, 1, sizeof *all);
  return status;
}

static int asks_for_severity(const spi_diff_side *side, const spi_metric *metric) {
  const spi_version *version = side->version;
  spi_range rows = metric == NULL ? (spi_range){0} : metric->clock.targets;
  for (uint32_t i = 0; i < rows.count; i++) {
    uint32_t when = version->target_rows[rows.first + i].when;
    for (uint32_t at = when; when != SPI_ALWAYS && at < version->nodes[when].next; at++) {
      if (version->nodes[at].op == SPI_OP_SEVERITY) {
        return 1;
      }
    }
  }
  return 0;
}

spol_status spi_diff_metric(spi_differ *differ, const char *name) {
  int by_severity = 0;
  for (uint32_t s = 0; s < 2; s++) {
    by_severity |=
        asks_for_severity(&differ->sides[s], spi_diff_find_metric(&differ->sides[s], name));
  }
  spol_status status = compare_metric(differ, name, 0);
  if (status == SPOL_OK && by_severity && !differ->same_levels) {
    status = compare_metric(differ, name, 1);
  }
  return status;
}
