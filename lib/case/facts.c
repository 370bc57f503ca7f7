/* SPDX-License-Identifier: MIT */
/* The facts of a case, as its events say them. */
#include "case/run.h"

#include <string.h>

static void reset_fact(spi_run *run, uint32_t index) {
  const spi_fact *rule = &run->policy->facts[index];
  run->facts[index].known = rule->has_default;
  run->facts[index].value = rule->has_default ? rule->default_value : 0;
  run->facts[index].source = NULL;
}

static int seen_before(const spol_event *event, uint64_t index) {
  for (uint64_t i = 0; i < index; i++) {
    if (event->facts[i].fact == event->facts[index].fact) {
      return 1;
    }
  }
  return 0;
}

static void set_member(spi_value *value, const spol_fact *fact, int adds) {
  uint64_t bit = fact->value >= 1 && fact->value <= 63 ? UINT64_C(1) << (fact->value - 1) : 0;
  uint64_t set = adds && value->known ? (uint64_t)value->value : 0;
  value->value = (int64_t)(set | bit);
}

/* A zone that the host gave though the policy has it is the policy's. */
static int64_t zone_value(const spi_run *run, const spol_fact *fact) {
  for (uint32_t i = 0;
       fact->type == SPOL_FACT_ZONE && fact->value == 0 && i < run->policy->zones_count; i++) {
    if (strcmp(spol_zone_name(run->policy->zones[i]), spol_zone_name(fact->zone)) == 0) {
      return i + 1;
    }
  }
  return fact->value;
}

void spi_facts_set(spi_run *run, const spol_event *event) {
  for (uint64_t i = 0; i < event->fact_count; i++) {
    const spol_fact *fact = &event->facts[i];
    uint32_t index = fact->fact - 1;
    spi_value *value = &run->facts[index];
    if (fact->type == SPOL_FACT_UNKNOWN) {
      reset_fact(run, index);
      continue;
    }
    if (run->policy->facts[index].many) {
      set_member(value, fact, event->type == SPOL_EVENT_CHANNEL_ADDED || seen_before(event, i));
    } else {
      value->value = fact->zone == NULL ? fact->value : zone_value(run, fact);
    }
    value->known = 1;
    value->source = fact;
  }
  spi_touch(run, SPI_TOUCH_FACT);
}

/* Facts of one event last no longer than it. */
void spi_facts_drop(spi_run *run, const spol_event *event) {
  for (uint64_t i = 0; i < event->fact_count; i++) {
    uint32_t index = event->facts[i].fact - 1;
    if (run->policy->facts[index].scope == SPOL_SCOPE_EVENT) {
      reset_fact(run, index);
      spi_touch(run, SPI_TOUCH_FACT);
    }
  }
}
