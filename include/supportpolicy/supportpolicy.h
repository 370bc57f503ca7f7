/* SPDX-License-Identifier: MIT */
/**
 * @file supportpolicy.h
 * The whole public interface: include this one.
 */
#ifndef SUPPORTPOLICY_SUPPORTPOLICY_H
#define SUPPORTPOLICY_SUPPORTPOLICY_H

/* IWYU pragma: begin_exports */
#include "supportpolicy/allocator.h"
#include "supportpolicy/calendar.h"
#include "supportpolicy/case.h"
#include "supportpolicy/check.h"
#include "supportpolicy/clauses.h"
#include "supportpolicy/coverage.h"
#include "supportpolicy/diagnostics.h"
#include "supportpolicy/diff.h"
#include "supportpolicy/error.h"
#include "supportpolicy/evaluation.h"
#include "supportpolicy/event.h"
#include "supportpolicy/explanation.h"
#include "supportpolicy/fact.h"
#include "supportpolicy/format.h"
#include "supportpolicy/holiday_sets.h"
#include "supportpolicy/holidays.h"
#include "supportpolicy/mutation.h"
#include "supportpolicy/policy.h"
#include "supportpolicy/render.h"
#include "supportpolicy/scenario.h"
#include "supportpolicy/status.h"
#include "supportpolicy/system.h"
#include "supportpolicy/time.h"
#include "supportpolicy/timeline.h"
#include "supportpolicy/version.h"
#include "supportpolicy/visibility.h"
#include "supportpolicy/zone.h"
/* IWYU pragma: end_exports */

#endif
