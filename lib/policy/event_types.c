/* SPDX-License-Identifier: MIT */
/* The names of the standard events, as policies and case files write them. */
#include <stddef.h>

#include "supportpolicy/event.h"

static const char *const names[SPOL_EVENT_STANDARD_COUNT + 1] = {
    [SPOL_EVENT_OPENED] = "opened",
    [SPOL_EVENT_NOTIFIED] = "notified",
    [SPOL_EVENT_ACKNOWLEDGED] = "acknowledged",
    [SPOL_EVENT_ACCEPTED] = "accepted",
    [SPOL_EVENT_RESPONDED] = "responded",
    [SPOL_EVENT_CUSTOMER_REPLIED] = "customer_replied",
    [SPOL_EVENT_WORK_STARTED] = "work_started",
    [SPOL_EVENT_UPDATE_SENT] = "update_sent",
    [SPOL_EVENT_WAITING] = "waiting",
    [SPOL_EVENT_RESUMED] = "resumed",
    [SPOL_EVENT_CANNOT_DIAGNOSE] = "cannot_diagnose",
    [SPOL_EVENT_CANNOT_RESOLVE] = "cannot_resolve",
    [SPOL_EVENT_SEVERITY_CHANGE_REQUESTED] = "severity_change_requested",
    [SPOL_EVENT_SEVERITY_CHANGED] = "severity_changed",
    [SPOL_EVENT_FACTS_CHANGED] = "facts_changed",
    [SPOL_EVENT_CHANNEL_ADDED] = "channel_added",
    [SPOL_EVENT_ESCALATED] = "escalated",
    [SPOL_EVENT_DEVELOPMENT_TICKET_OPENED] = "development_ticket_opened",
    [SPOL_EVENT_DEVELOPMENT_TICKET_UPDATED] = "development_ticket_updated",
    [SPOL_EVENT_WORKAROUND_PROVIDED] = "workaround_provided",
    [SPOL_EVENT_RESOLVED] = "resolved",
    [SPOL_EVENT_REOPENED] = "reopened",
    [SPOL_EVENT_CLOSED] = "closed",
    [SPOL_EVENT_VERSION_CHANGED] = "version_changed",
    [SPOL_EVENT_AGREED_TARGET_SET] = "agreed_target_set",
    [SPOL_EVENT_AGREED_TARGET_WITHDRAWN] = "agreed_target_withdrawn",
};

const char *spol_event_type_name(uint32_t type) {
  if (type == SPOL_EVENT_LINE_CHANGED) {
    return "line_changed";
  }
  return type <= SPOL_EVENT_STANDARD_COUNT ? names[type] : NULL;
}
