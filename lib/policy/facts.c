/* SPDX-License-Identifier: MIT */
/* Facts of a policy: their declarations, and values read from text. */
#include <string.h>

#include "base/error.h"
#include "base/sized.h"
#include "policy/model.h"
#include "policy/number.h"

static const spi_fact *fact_of(const spol_policy *policy, uint32_t fact) {
  return fact >= 1 && fact <= policy->facts_count ? &policy->facts[fact - 1] : NULL;
}

spol_status spol_policy_fact_info(const spol_policy *policy, uint32_t fact, spol_fact_info *out) {
  const spi_fact *found = fact_of(policy, fact);
  if (found == NULL) {
    return SPOL_E_NOT_FOUND;
  }
  spol_fact_info full = {.fact = fact,
                         .type = found->type,
                         .scope = found->scope,
                         .members = found->members.count,
                         .required = found->required,
                         .has_default = found->has_default,
                         .many = found->many,
                         .default_value = found->default_value};
  return spi_sized_give(out, &full, sizeof full);
}

const char *spol_policy_fact_member(const spol_policy *policy, uint32_t fact, uint32_t member) {
  const spi_fact *found = fact_of(policy, fact);
  if (found == NULL || member < 1 || member > found->members.count) {
    return NULL;
  }
  return policy->strings + policy->members[found->members.first + member - 1];
}

/* The number of the member with this text, or 0. */
static uint32_t member_of(const spol_policy *policy, const spi_fact *fact, spi_slice text) {
  for (uint32_t i = 0; i < fact->members.count; i++) {
    if (spi_slice_is(text, policy->strings + policy->members[fact->members.first + i])) {
      return i + 1;
    }
  }
  return 0;
}

static const char *nearest_member(const spol_policy *policy, const spi_fact *fact, spi_slice text) {
  const char *nearest = NULL;
  int least = 4;
  for (uint32_t i = 0; i < fact->members.count; i++) {
    const char *member = policy->strings + policy->members[fact->members.first + i];
    int distance = spi_edit_distance(text, spi_slice_of(member), least);
    if (distance < least) {
      least = distance;
      nearest = member;
    }
  }
  return nearest;
}

static spol_status read_member(const spol_policy *policy, const spi_fact *fact, spi_slice text,
                               int64_t *value, spol_error *error) {
  uint32_t member = member_of(policy, fact, text);
  if (member != 0) {
    *value = member;
    return SPOL_OK;
  }
  spol_status status =
      spi_fail(error, SPOL_E_NOT_FOUND, "\"%S\" is not a value of this fact", text);
  const char *nearest = nearest_member(policy, fact, text);
  if (nearest != NULL) {
    spi_error_hint(error, "did you mean \"%s\"?", nearest);
  }
  return status;
}

static spol_status read_boolean(spi_slice text, int64_t *value, spol_error *error) {
  if (!spi_slice_is(text, "true") && !spi_slice_is(text, "false")) {
    return spi_fail(error, SPOL_E_SYNTAX, "neither true nor false");
  }
  *value = spi_slice_is(text, "true");
  return SPOL_OK;
}

static spol_status read_date(spi_slice text, int64_t *value, spol_error *error) {
  spol_date date = 0;
  spol_status status = spol_date_parse(text.data, text.length, &date, error);
  if (status == SPOL_OK) {
    *value = date;
  }
  return status;
}

/* 0 for a zone that is well named and was not compiled with the policy. */
static spol_status read_zone(const spol_policy *policy, spi_slice text, int64_t *value,
                             spol_error *error) {
  uint32_t id = 0;
  if (spol_policy_find(policy, SPOL_NAME_ZONE, text.data, text.length, &id) == SPOL_OK) {
    *value = id;
    return SPOL_OK;
  }
  if (spol_zone_check_name(text.data, text.length) != SPOL_OK) {
    return spi_fail(error, SPOL_E_SYNTAX, "\"%S\" cannot be the name of a zone", text);
  }
  *value = 0;
  return SPOL_OK;
}

static spol_status read_value(const spol_policy *policy, const spi_fact *fact, spi_slice text,
                              int64_t *value, spol_error *error) {
  switch (fact->type) {
  case SPOL_FACT_ENUM:
    return read_member(policy, fact, text, value, error);
  case SPOL_FACT_BOOLEAN:
    return read_boolean(text, value, error);
  case SPOL_FACT_NUMBER:
    return spi_number_parse(text.data, text.length, value, error);
  case SPOL_FACT_INSTANT:
    return spol_instant_parse(text.data, text.length, value, error);
  case SPOL_FACT_DATE:
    return read_date(text, value, error);
  case SPOL_FACT_ZONE:
    return read_zone(policy, text, value, error);
  default:
    *value = member_of(policy, fact, text);
    return SPOL_OK;
  }
}

spol_status spol_policy_fact_value(const spol_policy *policy, uint32_t fact, const char *text,
                                   uint64_t length, spol_fact *out, spol_error *error) {
  const spi_fact *found = fact_of(policy, fact);
  if (found == NULL) {
    return spi_fail(error, SPOL_E_NOT_FOUND, "no such fact");
  }
  if (text == NULL && length > 0) {
    return spi_fail(error, SPOL_E_INVALID, "no text");
  }
  spi_slice slice = {.data = text == NULL ? "" : text, .length = (size_t)length};
  int64_t value = 0;
  spol_status status = read_value(policy, found, slice, &value, error);
  if (status != SPOL_OK) {
    return status;
  }
  int keeps_text = found->type == SPOL_FACT_TEXT || found->type == SPOL_FACT_ZONE;
  *out = (spol_fact){.fact = fact,
                     .type = found->type,
                     .value = value,
                     .text = keeps_text ? slice.data : NULL,
                     .text_length = keeps_text ? length : 0};
  return SPOL_OK;
}
