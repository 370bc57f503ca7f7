/* SPDX-License-Identifier: MIT */
/**
 * @file case.h
 * A case as a growing list of events, for those who keep none themselves.
 *
 * A host that has its events in an array needs no spol_case: evaluation takes
 * plain arrays. Evaluating never changes a case. Its text form is in scenario.h.
 *
 *     spol_case *ticket;
 *     spol_case_new(NULL, policy, &ticket);
 *     spol_case_append(ticket, &event, &error);
 *     uint64_t count;
 *     const spol_event *events = spol_case_events(ticket, &count);
 *     spol_case_free(ticket);
 */
#ifndef SUPPORTPOLICY_CASE_H
#define SUPPORTPOLICY_CASE_H

#include "supportpolicy/policy.h"

SPOL_BEGIN_DECLS

/** A case. One thread at a time. */
typedef struct spol_case spol_case;

/** An empty case under a policy, which is referenced. Freed with spol_case_free.
 *  Errors: SPOL_E_INVALID, SPOL_E_MEMORY. */
SPOL_API SPOL_CHECKED spol_status spol_case_new(const spol_allocator *allocator,
                                                const spol_policy *policy, spol_case **out);
/** Frees a case and its copies of events. NULL is allowed. */
SPOL_API void spol_case_free(spol_case *ticket);

/**
 * Copies an event, its facts and their texts to the end; zones are referenced.
 * Refused, and the case is as it was, where the event by itself or after the
 * one in front is wrong; what depends on the whole case (an event that the
 * state forbids) is a finding of the evaluation.
 * Errors: SPOL_E_ORDER (before the last event), SPOL_E_NOT_FOUND (an id the
 * policy has not), SPOL_E_SEMANTIC (a fact of another type, a needed field
 * missing, a duplicate id, occurred_at after at, a first event that opens
 * nothing), SPOL_E_RANGE, SPOL_E_LIMIT (1,000,000 events), SPOL_E_MEMORY,
 * SPOL_E_VERSION. `error`: path is "events[N].field".
 */
SPOL_API SPOL_CHECKED spol_status spol_case_append(spol_case *ticket, const spol_event *event,
                                                   spol_error *error);

/** The events. Borrowed until the next append or free. */
SPOL_API const spol_event *spol_case_events(const spol_case *ticket, uint64_t *count);
/** The policy. Borrowed. */
SPOL_API const spol_policy *spol_case_policy(const spol_case *ticket);

SPOL_END_DECLS

#endif
