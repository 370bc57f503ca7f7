# SPDX-License-Identifier: MIT
# Written by script/python-declarations from include/supportpolicy: change the headers, not this.
"""Enums, structs and prototypes of the C library."""

import ctypes as c
import enum
from typing import Any, Dict, List, Tuple

class spol_allocator(c.Structure):
    _fields_ = [
        ("alloc", c.CFUNCTYPE(c.c_void_p, c.c_void_p, c.c_size_t)),
        ("realloc", c.CFUNCTYPE(c.c_void_p, c.c_void_p, c.c_void_p, c.c_size_t, c.c_size_t)),
        ("free", c.CFUNCTYPE(None, c.c_void_p, c.c_void_p, c.c_size_t)),
        ("context", c.c_void_p),
    ]


class spol_status_code(enum.IntEnum):
    OK = 0
    E_INVALID = 1
    E_MEMORY = 2
    E_RANGE = 3
    E_SYNTAX = 4
    E_SEMANTIC = 5
    E_NOT_FOUND = 6
    E_LIMIT = 7
    E_NEVER_OPEN = 8
    E_GAP = 9
    E_OVERLAP = 10
    E_UNDECIDED = 11
    E_UNSUPPORTED = 12
    E_IO = 13
    E_ORDER = 14
    E_BUFFER = 15
    E_VERSION = 16


SPOL_ERROR_PATH_MAX = 128
SPOL_ERROR_FILE_MAX = 256
SPOL_ERROR_MESSAGE_MAX = 384
SPOL_ERROR_HINT_MAX = 256


class spol_error(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("status", c.c_int32),
        ("code", c.c_uint32),
        ("line", c.c_uint32),
        ("column", c.c_uint32),
        ("reserved", c.c_uint32),
        ("offset", c.c_uint64),
        ("file", c.c_char * 256),
        ("path", c.c_char * 128),
        ("message", c.c_char * 384),
        ("hint", c.c_char * 256),
    ]


SPOL_INSTANT_MIN = -62135596800000000


SPOL_INSTANT_MAX = 253402300799999999


SPOL_INSTANT_NONE = -9223372036854775808


SPOL_DATE_MIN = -719162


SPOL_DATE_MAX = 2932896


SPOL_DATE_NONE = -2147483648


SPOL_SECOND = 1000000


SPOL_MINUTE = 60000000


SPOL_HOUR = 3600000000


SPOL_DAY = 86400000000


SPOL_WEEK = 604800000000


class spol_weekday(enum.IntEnum):
    MONDAY = 1
    TUESDAY = 2
    WEDNESDAY = 3
    THURSDAY = 4
    FRIDAY = 5
    SATURDAY = 6
    SUNDAY = 7


class spol_civil_date(c.Structure):
    _fields_ = [
        ("year", c.c_int32),
        ("month", c.c_int32),
        ("day", c.c_int32),
    ]


class spol_iso_week(c.Structure):
    _fields_ = [
        ("year", c.c_int32),
        ("week", c.c_int32),
        ("weekday", c.c_int32),
    ]


class spol_wall_choice(enum.IntEnum):
    REJECT = 0
    EARLIER = 1
    LATER = 2


SPOL_TIME_TEXT_MAX = 40


class spol_holiday_kind(enum.IntEnum):
    YEARLY = 1
    NTH_WEEKDAY = 2
    WEEKDAY_ON_OR_AFTER = 3
    WEEKDAY_AFTER = 4
    WEEKDAY_ON_OR_BEFORE = 5
    WEEKDAY_BEFORE = 6
    EASTER_WESTERN = 7
    EASTER_ORTHODOX = 8
    RELATIVE = 9
    YEARLY_RANGE = 10
    DATES = 11
    BETWEEN = 12


class spol_observed(enum.IntEnum):
    NONE = 0
    NEAREST = 1
    NEXT_FREE = 2


class spol_holiday_rule(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("kind", c.c_int32),
        ("month", c.c_int32),
        ("day", c.c_int32),
        ("end_month", c.c_int32),
        ("end_day", c.c_int32),
        ("weekday", c.c_int32),
        ("nth", c.c_int32),
        ("offset_days", c.c_int32),
        ("other", c.c_int32),
        ("first_date", c.c_int32),
        ("last_date", c.c_int32),
        ("first_year", c.c_int32),
        ("last_year", c.c_int32),
        ("observed", c.c_int32),
        ("observed_from", c.c_uint32),
        ("observed_keeps", c.c_uint32),
        ("weekdays", c.c_uint32),
        ("hours_count", c.c_uint32),
        ("hours", c.POINTER(c.c_int32)),
        ("name", c.c_char_p),
    ]


class spol_holiday(c.Structure):
    _fields_ = [
        ("date", c.c_int32),
        ("shifted", c.c_int32),
        ("name", c.c_char_p),
        ("hours", c.POINTER(c.c_int32)),
        ("hours_count", c.c_uint32),
        ("flags", c.c_uint32),
    ]


SPOL_ZONE_NAME_MAX = 255
SPOL_ZONE_BYTES_MAX = 1048576


class spol_zone_flag(enum.IntEnum):
    NO_FOOTER = 1
    FIXED = 2


class spol_zone_local(c.Structure):
    _fields_ = [
        ("wall", c.c_int64),
        ("offset_seconds", c.c_int32),
        ("date", c.c_int32),
        ("abbreviation", c.c_char * 16),
    ]


class spol_zone_instants(c.Structure):
    _fields_ = [
        ("count", c.c_int32),
        ("offset_before", c.c_int32),
        ("offset_after", c.c_int32),
        ("reserved", c.c_int32),
        ("first", c.c_int64),
        ("last", c.c_int64),
        ("transition", c.c_int64),
    ]


class spol_calendar_flag(enum.IntEnum):
    UNCOVERED = 1
    EASTER_EARLY = 2
    ZONE_BEYOND = 4
    DUE_AT_RECEIPT = 8


class spol_day_hours(c.Structure):
    _fields_ = [
        ("open_seconds", c.c_int32),
        ("close_seconds", c.c_int32),
    ]


class spol_window(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("open_weekday", c.c_int32),
        ("open_seconds", c.c_int32),
        ("close_weekday", c.c_int32),
        ("close_seconds", c.c_int32),
        ("reserved", c.c_int32),
        ("open_zone", c.c_void_p),
        ("close_zone", c.c_void_p),
    ]


class spol_compile_options(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("first_year", c.c_int32),
        ("last_year", c.c_int32),
        ("max_items", c.c_uint32),
    ]


class spol_combination(enum.IntEnum):
    ANY_OF = 1
    ALL_OF = 2
    EXCEPT = 3


class spol_stretch(c.Structure):
    _fields_ = [
        ("from", c.c_int64),
        ("to", c.c_int64),
    ]


class spol_day_source(enum.IntEnum):
    WEEK = 0
    HOLIDAY = 1
    EXCEPTION = 2
    COMBINED = 3


class spol_calendar_date(c.Structure):
    _fields_ = [
        ("date", c.c_int32),
        ("source", c.c_int32),
        ("has_open_time", c.c_int32),
        ("flags", c.c_uint32),
        ("first_open", c.c_int64),
        ("last_close", c.c_int64),
        ("name", c.c_char_p),
    ]


class spol_day_unit(enum.IntEnum):
    BUSINESS_DAYS = 1
    CALENDAR_DAYS = 2
    CALENDAR_WEEKS = 3
    CALENDAR_MONTHS = 4


class spol_day_reading(enum.IntEnum):
    END_OF_DAY = 1
    START_OF_DAY = 2
    SAME_TIME = 3
    LOCAL_TIME = 4


class spol_day_zero(enum.IntEnum):
    RECEIPT = 0
    DATE = 1


class spol_business_days(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("weekday_mask", c.c_uint32),
        ("calendar", c.c_void_p),
    ]


class spol_day_target(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("unit", c.c_int32),
        ("count", c.c_int32),
        ("reading", c.c_int32),
        ("local_seconds", c.c_int32),
        ("zero", c.c_int32),
        ("cutoff_seconds", c.c_int32),
        ("reserved", c.c_int32),
        ("business_days", c.POINTER(spol_business_days)),
    ]


class spol_day_due(c.Structure):
    _fields_ = [
        ("receipt", c.c_int64),
        ("due", c.c_int64),
        ("day_zero", c.c_int32),
        ("due_day", c.c_int32),
        ("flags", c.c_uint32),
        ("reserved", c.c_uint32),
    ]


SPOL_NUMBER_ONE = 1000000


class spol_fact_type(enum.IntEnum):
    UNKNOWN = 0
    ENUM = 1
    BOOLEAN = 2
    NUMBER = 3
    TEXT = 4
    INSTANT = 5
    DATE = 6
    ZONE = 7


class spol_fact_scope(enum.IntEnum):
    CONTRACT = 1
    CASE = 2
    EVENT = 3


class spol_fact(c.Structure):
    _fields_ = [
        ("fact", c.c_uint32),
        ("type", c.c_int32),
        ("value", c.c_int64),
        ("text", c.c_char_p),
        ("text_length", c.c_uint64),
        ("zone", c.c_void_p),
    ]


SPOL_DURATION_NONE = -9223372036854775808


class spol_event_type(enum.IntEnum):
    OPENED = 1
    NOTIFIED = 2
    ACKNOWLEDGED = 3
    ACCEPTED = 4
    RESPONDED = 5
    CUSTOMER_REPLIED = 6
    WORK_STARTED = 7
    UPDATE_SENT = 8
    WAITING = 9
    RESUMED = 10
    CANNOT_DIAGNOSE = 11
    CANNOT_RESOLVE = 12
    SEVERITY_CHANGE_REQUESTED = 13
    SEVERITY_CHANGED = 14
    FACTS_CHANGED = 15
    CHANNEL_ADDED = 16
    ESCALATED = 17
    DEVELOPMENT_TICKET_OPENED = 18
    DEVELOPMENT_TICKET_UPDATED = 19
    WORKAROUND_PROVIDED = 20
    RESOLVED = 21
    REOPENED = 22
    CLOSED = 23
    VERSION_CHANGED = 24
    AGREED_TARGET_SET = 25
    AGREED_TARGET_WITHDRAWN = 26
    STANDARD_COUNT = 26
    LINE_CHANGED = 64
    OWN = 1024


class spol_actor(enum.IntEnum):
    UNSTATED = 0
    CUSTOMER = 1
    VENDOR = 2
    THIRD_PARTY = 3
    SYSTEM = 4


class spol_event(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("type", c.c_uint32),
        ("at", c.c_int64),
        ("occurred_at", c.c_int64),
        ("id", c.c_uint64),
        ("actor", c.c_int32),
        ("role", c.c_uint32),
        ("severity", c.c_uint32),
        ("reason", c.c_uint32),
        ("metric", c.c_uint32),
        ("line", c.c_uint32),
        ("version", c.c_uint32),
        ("calendar", c.c_uint32),
        ("agreed_due", c.c_int64),
        ("agreed_within", c.c_int64),
        ("next_by", c.c_int64),
        ("facts", c.POINTER(spol_fact)),
        ("fact_count", c.c_uint64),
        ("reserved", c.c_uint64 * 2),
    ]


class spol_gravity(enum.IntEnum):
    ERROR = 1
    WARNING = 2
    NOTE = 3


class spol_zone_source(c.Structure):
    _fields_ = [
        ("resolve", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_void_p, c.c_uint64, c.POINTER(c.c_void_p))),
        ("context", c.c_void_p),
    ]


class spol_policy_source(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("text", c.c_char_p),
        ("length", c.c_uint64),
        ("name", c.c_char_p),
    ]


class spol_policy_limits(c.Structure):
    _fields_ = [
        ("bytes", c.c_uint64),
        ("depth", c.c_uint32),
        ("nodes", c.c_uint32),
        ("rules", c.c_uint32),
        ("names", c.c_uint32),
    ]


class spol_policy_options(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("zones", c.POINTER(c.c_void_p)),
        ("zone_count", c.c_uint64),
        ("source", spol_zone_source),
        ("case_zones", c.POINTER(c.c_char_p)),
        ("case_zone_count", c.c_uint64),
        ("compile", spol_compile_options),
        ("limits", spol_policy_limits),
    ]


SPOL_DIGEST_SIZE = 32


class spol_policy_version(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("version", c.c_uint32),
        ("name", c.c_char_p),
        ("title", c.c_char_p),
        ("file", c.c_char_p),
        ("effective_from", c.c_int32),
        ("effective_to", c.c_int32),
        ("digest", c.c_uint8 * 32),
        ("document", c.c_char_p),
    ]


class spol_name_kind(enum.IntEnum):
    FACT = 1
    EVENT = 2
    METRIC = 3
    REASON = 4
    LINE = 5
    SEVERITY = 6
    LADDER = 7
    STEP = 8
    CALENDAR = 9
    VERSION = 10
    ROLE = 11
    WORD = 12
    ZONE = 13


class spol_fact_info(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("fact", c.c_uint32),
        ("type", c.c_int32),
        ("scope", c.c_int32),
        ("members", c.c_uint32),
        ("required", c.c_int32),
        ("has_default", c.c_int32),
        ("many", c.c_int32),
        ("default_value", c.c_int64),
    ]


class spol_place(c.Structure):
    _fields_ = [
        ("version", c.c_uint32),
        ("line", c.c_uint32),
        ("column", c.c_uint32),
        ("clause", c.c_uint32),
        ("rule", c.c_char_p),
    ]


class spol_clause(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("sentence", c.c_uint32),
        ("last_sentence", c.c_uint32),
        ("has_digest", c.c_uint32),
        ("heading", c.c_char_p),
        ("quote", c.c_char_p),
        ("digest", c.c_uint8 * 32),
    ]


class spol_check_options(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("effort", c.c_uint64),
    ]


class spol_sentence(c.Structure):
    _fields_ = [
        ("offset", c.c_uint64),
        ("length", c.c_uint64),
        ("heading_offset", c.c_uint64),
        ("heading_length", c.c_uint64),
        ("number", c.c_uint32),
        ("line", c.c_uint32),
        ("column", c.c_uint32),
        ("reserved", c.c_uint32),
        ("digest", c.c_uint8 * 32),
    ]


class spol_source_options(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("allocator", c.POINTER(spol_allocator)),
        ("name", c.c_char_p),
    ]


class spol_evaluation_options(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("cycles", c.c_uint32),
        ("firings", c.c_uint32),
        ("events", c.c_uint32),
        ("version", c.c_uint32),
        ("reserved", c.c_uint32),
    ]


class spol_cause(enum.IntEnum):
    NONE = 0
    RULE = 1
    EVENT = 2
    STEP = 3
    DEFAULT = 4


class spol_decision(c.Structure):
    _fields_ = [
        ("cause", c.c_int32),
        ("fact_first", c.c_uint32),
        ("fact_count", c.c_uint32),
        ("reserved", c.c_uint32),
        ("event", c.c_uint64),
        ("at", c.c_int64),
        ("place", spol_place),
    ]


class spol_case_state(enum.IntEnum):
    NOT_OPENED = 0
    OPEN = 1
    RESOLVED = 2
    CLOSED = 3
    REFUSED = 4


class spol_result_flag(enum.IntEnum):
    UNCOVERED = 1
    EASTER_EARLY = 2
    ZONE_BEYOND = 4
    DUE_AT_RECEIPT = 8
    PROVISIONAL = 16
    LIMITED = 32
    AGREED = 64
    PROMISED = 128
    SUPERSEDED = 256
    FACT_MISSING = 512
    EXCUSED = 1024
    LASTING_PAUSE = 2048
    REOPENED = 4096
    NEVER_LATER = 8192


class spol_severity_status(c.Structure):
    _fields_ = [
        ("severity", c.c_uint32),
        ("rank", c.c_uint32),
        ("decision", spol_decision),
    ]


class spol_change(enum.IntEnum):
    NONE = 0
    MISS = 1
    STEP = 2
    HELD_STEP = 3
    PAUSE_ENDS = 4
    CYCLE = 5
    COVERAGE = 6


class spol_case_status(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("state", c.c_int32),
        ("flags", c.c_uint32),
        ("line", c.c_uint32),
        ("as_of", c.c_int64),
        ("opened_at", c.c_int64),
        ("events_seen", c.c_uint64),
        ("requested", spol_severity_status),
        ("derived", spol_severity_status),
        ("recorded", spol_severity_status),
        ("current", spol_severity_status),
        ("coverage", spol_decision),
        ("version_decision", spol_decision),
        ("metric_count", c.c_uint32),
        ("cycle_count", c.c_uint32),
        ("line_count", c.c_uint32),
        ("severity_count", c.c_uint32),
        ("pause_count", c.c_uint32),
        ("firing_count", c.c_uint32),
        ("finding_count", c.c_uint32),
        ("notice_count", c.c_uint32),
        ("next_change", c.c_int64),
        ("next_change_kind", c.c_int32),
        ("next_change_metric", c.c_uint32),
        ("next_change_step", c.c_uint32),
        ("version", c.c_uint32),
        ("policy_id", c.c_char_p),
        ("version_name", c.c_char_p),
        ("digest", c.c_uint8 * 32),
        ("zone_data", c.c_char_p),
    ]


class spol_line_stay(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("line", c.c_uint32),
        ("from", c.c_int64),
        ("to", c.c_int64),
        ("decision", spol_decision),
    ]


class spol_severity_kind(enum.IntEnum):
    REQUESTED = 1
    DERIVED = 2
    RECORDED = 3


class spol_severity_change(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("kind", c.c_int32),
        ("before", c.c_uint32),
        ("after", c.c_uint32),
        ("granted", c.c_uint32),
        ("reserved", c.c_uint32),
        ("at", c.c_int64),
        ("decision", spol_decision),
    ]


class spol_pause(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reason", c.c_uint32),
        ("from", c.c_int64),
        ("to", c.c_int64),
        ("bound", c.c_int64),
    ]


class spol_target_kind(enum.IntEnum):
    NONE = 0
    DURATION = 1
    DAY = 2
    EFFORT = 3
    AS_AGREED = 4
    NOT_OFFERED = 5
    UNSTATED = 6
    AGREED_DUE = 7
    PER_PERIOD = 8
    UNDECIDED = 9


class spol_metric_state(enum.IntEnum):
    NOT_STARTED = 0
    RUNNING = 1
    PAUSED = 2
    STOPPED = 3
    ENDED = 4
    WAITING = 5


class spol_outcome(enum.IntEnum):
    NONE = 0
    MET = 1
    MISSED = 2


class spol_metric_status(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("metric", c.c_uint32),
        ("part", c.c_uint32),
        ("state", c.c_int32),
        ("outcome", c.c_int32),
        ("target_kind", c.c_int32),
        ("word", c.c_uint32),
        ("flags", c.c_uint32),
        ("cycle", c.c_uint32),
        ("misses", c.c_uint32),
        ("calendar", c.c_uint32),
        ("pause_reasons", c.c_uint32),
        ("is_open", c.c_int32),
        ("answer_part", c.c_uint32),
        ("started_at", c.c_int64),
        ("received_at", c.c_int64),
        ("due", c.c_int64),
        ("due_if_resumed", c.c_int64),
        ("stopped_at", c.c_int64),
        ("missed_at", c.c_int64),
        ("length", c.c_int64),
        ("elapsed", c.c_int64),
        ("remaining", c.c_int64),
        ("overdue", c.c_int64),
        ("overdue_real", c.c_int64),
        ("share_numerator", c.c_int64),
        ("share_denominator", c.c_int64),
        ("start", spol_decision),
        ("target", spol_decision),
        ("stop", spol_decision),
        ("carry", spol_decision),
    ]


class spol_cycle(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("metric", c.c_uint32),
        ("number", c.c_uint32),
        ("state", c.c_int32),
        ("outcome", c.c_int32),
        ("flags", c.c_uint32),
        ("stops", c.c_uint32),
        ("stops_needed", c.c_uint32),
        ("from", c.c_int64),
        ("received_at", c.c_int64),
        ("due", c.c_int64),
        ("ended_at", c.c_int64),
        ("missed_at", c.c_int64),
        ("length", c.c_int64),
        ("elapsed", c.c_int64),
        ("overdue", c.c_int64),
        ("target", spol_decision),
    ]


class spol_effect(enum.IntEnum):
    LINE = 1
    NOTIFY = 2
    SEVERITY = 3
    REMIND = 4
    CLOSE = 5
    EVENT = 6


class spol_firing(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("ladder", c.c_uint32),
        ("step", c.c_uint32),
        ("cycle", c.c_uint32),
        ("repetition", c.c_uint32),
        ("effect", c.c_int32),
        ("subject", c.c_uint32),
        ("metric", c.c_uint32),
        ("effect_count", c.c_uint32),
        ("flags", c.c_uint32),
        ("at", c.c_int64),
        ("triggered_at", c.c_int64),
        ("decision", spol_decision),
    ]


class spol_finding_kind(enum.IntEnum):
    NOT_COVERED = 1
    NOT_ENTITLED = 2
    SEVERAL_ISSUES = 3
    INTAKE = 4
    CHANGE_REFUSED = 5
    SEVERITY_CAPPED = 6
    SEVERITY_DIFFERS = 7
    MISS_EXCUSED = 8
    FACT_MISSING = 9
    EVENT_FORBIDDEN = 10
    EVENT_IGNORED = 11
    LIMIT = 12
    ZERO_CYCLE = 13
    DUE_AT_RECEIPT = 14
    HOLIDAYS_UNKNOWN = 15
    NEVER_OPEN = 16
    OUT_OF_RANGE = 17
    NO_TARGET = 18
    NO_VERSION = 19
    DUPLICATE = 20
    STEP_FORBIDDEN = 21
    ZONE_MISSING = 22
    POLICY = 23


class spol_finding(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("kind", c.c_int32),
        ("metric", c.c_uint32),
        ("cycle", c.c_uint32),
        ("fact", c.c_uint32),
        ("severity", c.c_uint32),
        ("step", c.c_uint32),
        ("reserved", c.c_uint32),
        ("text", c.c_char_p),
        ("decision", spol_decision),
    ]


class spol_notice_kind(enum.IntEnum):
    EVENT = 1
    UPDATE_DUE = 2
    STEP = 3


class spol_notice(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("kind", c.c_int32),
        ("event_type", c.c_uint32),
        ("metric", c.c_uint32),
        ("cycle", c.c_uint32),
        ("role", c.c_uint32),
        ("since", c.c_int64),
        ("by", c.c_int64),
        ("told_at", c.c_int64),
        ("text", c.c_char_p),
        ("decision", spol_decision),
    ]


class spol_verdict(enum.IntEnum):
    NO = 0
    YES = 1
    UNDECIDED = 2


class spol_permission(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("verdict", c.c_int32),
        ("why", c.c_int32),
        ("severity", c.c_uint32),
        ("fact", c.c_uint32),
        ("reserved", c.c_uint32),
        ("text", c.c_char_p),
        ("decision", spol_decision),
    ]


class spol_case_row(c.Structure):
    _fields_ = [
        ("status", c.c_int32),
        ("state", c.c_int32),
        ("flags", c.c_uint32),
        ("severity", c.c_uint32),
        ("line", c.c_uint32),
        ("version", c.c_uint32),
        ("finding_count", c.c_uint32),
        ("firing_count", c.c_uint32),
        ("next_change", c.c_int64),
    ]


class spol_metric_row(c.Structure):
    _fields_ = [
        ("state", c.c_int32),
        ("outcome", c.c_int32),
        ("target_kind", c.c_int32),
        ("word", c.c_uint32),
        ("flags", c.c_uint32),
        ("cycle", c.c_uint32),
        ("misses", c.c_uint32),
        ("reserved", c.c_uint32),
        ("due", c.c_int64),
        ("elapsed", c.c_int64),
        ("remaining", c.c_int64),
        ("length", c.c_int64),
    ]


class spol_batch(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("case_row_size", c.c_uint32),
        ("metric_row_size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("events", c.POINTER(spol_event)),
        ("first", c.POINTER(c.c_uint64)),
        ("as_of", c.POINTER(c.c_int64)),
        ("as_of_count", c.c_uint64),
        ("case_count", c.c_uint64),
        ("cases", c.POINTER(spol_case_row)),
        ("metrics", c.POINTER(spol_metric_row)),
    ]


class spol_policy_loader(c.Structure):
    _fields_ = [
        ("load", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_void_p, c.POINTER(c.c_void_p), c.c_uint64, c.POINTER(c.c_void_p), c.c_void_p, c.POINTER(spol_error))),
        ("context", c.c_void_p),
    ]


class spol_scenario_case(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("line", c.c_uint32),
        ("name", c.c_char_p),
        ("zone", c.c_void_p),
        ("events", c.POINTER(spol_event)),
        ("event_count", c.c_uint64),
        ("as_of", c.c_int64),
        ("expectations", c.c_uint32),
        ("reserved", c.c_uint32),
    ]


class spol_mismatch(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("line", c.c_uint32),
        ("column", c.c_uint32),
        ("metric", c.c_uint32),
        ("path", c.c_char_p),
        ("expected", c.c_char_p),
        ("got", c.c_char_p),
        ("offset", c.c_uint64),
        ("length", c.c_uint64),
        ("shared", c.c_uint32),
        ("reserved", c.c_uint32),
    ]


class spol_rule_kind(enum.IntEnum):
    SEVERITY = 1
    SEVERITY_LIMIT = 2
    SEVERITY_CHANGE = 3
    TARGET = 4
    PAUSE = 5
    CARRY = 6
    REOPEN = 7
    EXCUSE = 8
    ENTITLEMENT = 9
    NOTICE = 10
    FIRST_LINE = 11
    STEP = 12
    CALENDAR_CHOICE = 13
    HOLIDAY = 14


class spol_covered_rule(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("kind", c.c_int32),
        ("cases", c.c_uint64),
        ("place", spol_place),
    ]


class spol_diagnostic_code(enum.IntEnum):
    EMPTY_TEXT = 101
    TEXT_TOO_LONG = 102
    INVALID_UTF8 = 103
    FORBIDDEN_CHARACTER = 104
    INVALID_YAML = 105
    TAB = 106
    TOO_DEEP = 107
    TOO_MANY_NODES = 108
    TOO_MANY_KEYS = 109
    TAG = 110
    MERGE_KEY = 111
    DIRECTIVE = 112
    TOO_MANY_DOCUMENTS = 113
    UNKNOWN_ANCHOR = 114
    SELF_ALIAS = 115
    DUPLICATE_ANCHOR = 116
    KEY_NOT_SCALAR = 117
    TOO_MANY_ANCHORS = 118
    LAYOUT = 119
    INVALID_DURATION = 201
    INVALID_DATE = 202
    INVALID_TIME_OF_DAY = 203
    INVALID_INSTANT = 204
    INVALID_NUMBER = 205
    INVALID_BOOLEAN = 206
    INVALID_WORD = 207
    INVALID_NAME = 208
    VALUE_OUT_OF_RANGE = 209
    DAMAGED_VALUE = 210
    DAY_ON_BUSINESS_CALENDAR = 211
    INVALID_SHARE = 212
    INVALID_DIGEST = 213
    DUPLICATE_KEY = 301
    UNKNOWN_KEY = 302
    MISSING_KEY = 303
    WRONG_KIND = 304
    CONFLICTING_KEYS = 305
    EMPTY_VALUE = 306
    UNSUPPORTED_VERSION = 307
    TOO_MANY_RULES = 308
    UNDEFINED_NAME = 401
    NAME_DEFINED_TWICE = 402
    CIRCULAR_NAME = 403
    RESERVED_NAME = 404
    UNUSED_NAME = 405
    NEVER_OPEN = 501
    EQUAL_ENDS = 502
    OVERLAPPING_WINDOWS = 503
    OVERNIGHT_WINDOW = 504
    UNKNOWN_ZONE = 505
    FIXED_OFFSET_BESIDE_ZONE = 506
    HOLIDAYS_END_EARLY = 507
    LONG_WINDOW = 508
    UNKNOWN_HOLIDAYS = 509
    HALF_DAY_OPENS_DATE = 510
    SEVERITY_GAP = 601
    RULE_NEVER_MATCHES = 602
    RULES_DISAGREE = 603
    BANDS = 604
    CONDITION_TYPE = 605
    UNDECIDED_QUESTION = 606
    TARGET_GAP = 701
    TARGETS_INVERTED = 702
    RESOLUTION_BEFORE_RESPONSE = 703
    METRIC_NEVER_STOPS = 704
    PAUSE_NEVER_ENDS = 705
    START_EXCLUDES_PAUSE = 706
    READING_MISSING = 707
    DUE_BEFORE_RECEIPT = 708
    EMPTY_CYCLE = 709
    STEP_AFTER_END = 801
    NO_NEXT_LINE = 802
    STEP_WITHOUT_ID = 803
    UNBOUNDED_REPETITION = 804
    QUOTATION_NOT_FOUND = 901
    DIGEST_MISMATCH = 902
    SENTENCE_NOT_CITED = 903
    CLAUSE_NOT_FOUND = 904
    ACCEPTED_NOT_FOUND = 905
    EVENT_ORDER = 1001
    UNKNOWN_EVENT = 1002
    EXPECTATION_FAILED = 1003
    NO_CASE = 1005
    FIRST_EVENT = 1006
    WALL_TIME_SKIPPED = 1007
    WALL_TIME_REPEATED = 1008
    TABLE_NAME = 1009
    POLICY_NOT_READ = 1010
    EVENT_REFUSED = 1011


class spol_diff_options(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("years", c.c_uint32),
        ("combinations", c.c_uint64),
        ("instants", c.c_uint64),
        ("paid_until", c.c_int64),
    ]


class spol_diff_verdict(enum.IntEnum):
    SAME = 1
    BETTER = 2
    WORSE = 3
    NOT_COMPARABLE = 4
    UNDECIDED = 5


class spol_diff_kind(enum.IntEnum):
    TARGET = 1
    RULE = 2


class spol_diff_paid(enum.IntEnum):
    NOT_PROMISED = 0
    PAID = 1
    AFTER_PAID = 2
    PAID_UNKNOWN = 3


class spol_diff_material(enum.IntEnum):
    NO_PROMISE = 0
    ANY = 1
    MATERIAL_UNDEFINED = 2


class spol_diff_entry(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("kind", c.c_int32),
        ("verdict", c.c_int32),
        ("reduces", c.c_int32),
        ("paid", c.c_int32),
        ("old_facts_count", c.c_uint32),
        ("new_facts_count", c.c_uint32),
        ("material", c.c_int32),
        ("metric", c.c_char_p),
        ("rule", c.c_char_p),
        ("region", c.c_char_p),
        ("reason", c.c_char_p),
        ("combinations", c.c_uint64),
        ("old_facts", c.POINTER(spol_fact)),
        ("new_facts", c.POINTER(spol_fact)),
        ("opening", c.c_int64),
        ("old_due", c.c_int64),
        ("new_due", c.c_int64),
        ("old_place", spol_place),
        ("new_place", spol_place),
    ]


class spol_label(enum.IntEnum):
    BEFORE_START = 1
    STOPPED = 2
    PAUSED = 3
    HOLIDAY = 4
    CLOSED = 5
    BEFORE_RECEIPT = 6
    COUNTED = 7
    CARRIED = 8


class spol_segment_flag(enum.IntEnum):
    AFTER_DUE = 1
    UNCOVERED = 2


class spol_segment(c.Structure):
    _fields_ = [
        ("label", c.c_int32),
        ("flags", c.c_uint32),
        ("from", c.c_int64),
        ("to", c.c_int64),
        ("counted", c.c_int64),
        ("reason", c.c_uint32),
        ("calendar", c.c_uint32),
        ("name", c.c_char_p),
        ("place", spol_place),
    ]


class spol_explanation(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("metric", c.c_uint32),
        ("cycle", c.c_uint32),
        ("part", c.c_uint32),
        ("change_count", c.c_uint32),
        ("exceeds_length", c.c_uint32),
        ("from", c.c_int64),
        ("to", c.c_int64),
        ("due", c.c_int64),
        ("carried", c.c_int64),
        ("counted_to_due", c.c_int64),
        ("counted", c.c_int64),
        ("start", spol_decision),
        ("target", spol_decision),
        ("stop", spol_decision),
    ]


class spol_carry(enum.IntEnum):
    FROM_START = 1
    RESTART = 2
    ELAPSED = 3
    FRACTION = 4


class spol_clock_change(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("carry", c.c_int32),
        ("never_later", c.c_uint32),
        ("old_is_answer", c.c_uint32),
        ("at", c.c_int64),
        ("due_before", c.c_int64),
        ("due_after", c.c_int64),
        ("carried", c.c_int64),
        ("cause", spol_decision),
        ("rule", spol_decision),
        ("target", spol_decision),
    ]


class spol_holiday_set(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("first_year", c.c_int32),
        ("last_year", c.c_int32),
        ("reserved", c.c_uint32),
        ("name", c.c_char_p),
        ("title", c.c_char_p),
        ("source", c.c_char_p),
    ]


class spol_mutation_kind(enum.IntEnum):
    REMOVED = 1
    LENGTHENED = 2
    CALENDAR = 3
    DELAYED = 4
    FLIPPED = 5


class spol_mutation(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("kind", c.c_int32),
        ("line", c.c_uint32),
        ("column", c.c_uint32),
        ("offset", c.c_uint64),
        ("length", c.c_uint64),
        ("path", c.c_char_p),
        ("replacement", c.c_char_p),
    ]


class spol_equivalent_mutant(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("line", c.c_uint32),
        ("mutant", c.c_char_p),
        ("because", c.c_char_p),
    ]


class spol_render_format(enum.IntEnum):
    TEXT = 0
    JSON = 1


class spol_render_options(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("format", c.c_int32),
        ("zone", c.c_void_p),
        ("columns", c.c_uint32),
        ("reserved", c.c_uint32),
    ]


class spol_sheet_format(enum.IntEnum):
    TEXT = 0
    JSON = 1
    MARKDOWN = 2
    HTML = 3


class spol_sheet_options(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("format", c.c_int32),
        ("version", c.c_uint32),
        ("year", c.c_int32),
        ("columns", c.c_uint32),
        ("reserved", c.c_uint32),
        ("facts", c.POINTER(spol_fact)),
        ("fact_count", c.c_uint64),
    ]


SPOL_ZONE_VERSION_MAX = 32


class spol_system_flag(enum.IntEnum):
    SYSTEM_PARENTS = 1


class spol_system_loader(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("flags", c.c_uint32),
        ("allocator", c.POINTER(spol_allocator)),
        ("options", c.POINTER(spol_policy_options)),
    ]


class spol_timeline_format(enum.IntEnum):
    TEXT = 0
    SVG = 1


class spol_timeline_options(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("format", c.c_int32),
        ("zone", c.c_void_p),
        ("title", c.c_char_p),
        ("from", c.c_int64),
        ("to", c.c_int64),
        ("width", c.c_uint32),
        ("reserved", c.c_uint32),
    ]


#: Every constant by its name in C.
CONSTANTS: Dict[str, int] = {
    "SPOL_OK": 0,
    "SPOL_E_INVALID": 1,
    "SPOL_E_MEMORY": 2,
    "SPOL_E_RANGE": 3,
    "SPOL_E_SYNTAX": 4,
    "SPOL_E_SEMANTIC": 5,
    "SPOL_E_NOT_FOUND": 6,
    "SPOL_E_LIMIT": 7,
    "SPOL_E_NEVER_OPEN": 8,
    "SPOL_E_GAP": 9,
    "SPOL_E_OVERLAP": 10,
    "SPOL_E_UNDECIDED": 11,
    "SPOL_E_UNSUPPORTED": 12,
    "SPOL_E_IO": 13,
    "SPOL_E_ORDER": 14,
    "SPOL_E_BUFFER": 15,
    "SPOL_E_VERSION": 16,
    "SPOL_ERROR_PATH_MAX": 128,
    "SPOL_ERROR_FILE_MAX": 256,
    "SPOL_ERROR_MESSAGE_MAX": 384,
    "SPOL_ERROR_HINT_MAX": 256,
    "SPOL_INSTANT_MIN": -62135596800000000,
    "SPOL_INSTANT_MAX": 253402300799999999,
    "SPOL_INSTANT_NONE": -9223372036854775808,
    "SPOL_DATE_MIN": -719162,
    "SPOL_DATE_MAX": 2932896,
    "SPOL_DATE_NONE": -2147483648,
    "SPOL_SECOND": 1000000,
    "SPOL_MINUTE": 60000000,
    "SPOL_HOUR": 3600000000,
    "SPOL_DAY": 86400000000,
    "SPOL_WEEK": 604800000000,
    "SPOL_MONDAY": 1,
    "SPOL_TUESDAY": 2,
    "SPOL_WEDNESDAY": 3,
    "SPOL_THURSDAY": 4,
    "SPOL_FRIDAY": 5,
    "SPOL_SATURDAY": 6,
    "SPOL_SUNDAY": 7,
    "SPOL_WALL_REJECT": 0,
    "SPOL_WALL_EARLIER": 1,
    "SPOL_WALL_LATER": 2,
    "SPOL_TIME_TEXT_MAX": 40,
    "SPOL_HOLIDAY_YEARLY": 1,
    "SPOL_HOLIDAY_NTH_WEEKDAY": 2,
    "SPOL_HOLIDAY_WEEKDAY_ON_OR_AFTER": 3,
    "SPOL_HOLIDAY_WEEKDAY_AFTER": 4,
    "SPOL_HOLIDAY_WEEKDAY_ON_OR_BEFORE": 5,
    "SPOL_HOLIDAY_WEEKDAY_BEFORE": 6,
    "SPOL_HOLIDAY_EASTER_WESTERN": 7,
    "SPOL_HOLIDAY_EASTER_ORTHODOX": 8,
    "SPOL_HOLIDAY_RELATIVE": 9,
    "SPOL_HOLIDAY_YEARLY_RANGE": 10,
    "SPOL_HOLIDAY_DATES": 11,
    "SPOL_HOLIDAY_BETWEEN": 12,
    "SPOL_OBSERVED_NONE": 0,
    "SPOL_OBSERVED_NEAREST": 1,
    "SPOL_OBSERVED_NEXT_FREE": 2,
    "SPOL_ZONE_NAME_MAX": 255,
    "SPOL_ZONE_BYTES_MAX": 1048576,
    "SPOL_ZONE_NO_FOOTER": 1,
    "SPOL_ZONE_FIXED": 2,
    "SPOL_CALENDAR_UNCOVERED": 1,
    "SPOL_CALENDAR_EASTER_EARLY": 2,
    "SPOL_CALENDAR_ZONE_BEYOND": 4,
    "SPOL_CALENDAR_DUE_AT_RECEIPT": 8,
    "SPOL_ANY_OF": 1,
    "SPOL_ALL_OF": 2,
    "SPOL_EXCEPT": 3,
    "SPOL_DAY_WEEK": 0,
    "SPOL_DAY_HOLIDAY": 1,
    "SPOL_DAY_EXCEPTION": 2,
    "SPOL_DAY_COMBINED": 3,
    "SPOL_BUSINESS_DAYS": 1,
    "SPOL_CALENDAR_DAYS": 2,
    "SPOL_CALENDAR_WEEKS": 3,
    "SPOL_CALENDAR_MONTHS": 4,
    "SPOL_END_OF_DAY": 1,
    "SPOL_START_OF_DAY": 2,
    "SPOL_SAME_TIME": 3,
    "SPOL_LOCAL_TIME": 4,
    "SPOL_AFTER_RECEIPT": 0,
    "SPOL_AFTER_DATE": 1,
    "SPOL_NUMBER_ONE": 1000000,
    "SPOL_FACT_UNKNOWN": 0,
    "SPOL_FACT_ENUM": 1,
    "SPOL_FACT_BOOLEAN": 2,
    "SPOL_FACT_NUMBER": 3,
    "SPOL_FACT_TEXT": 4,
    "SPOL_FACT_INSTANT": 5,
    "SPOL_FACT_DATE": 6,
    "SPOL_FACT_ZONE": 7,
    "SPOL_SCOPE_CONTRACT": 1,
    "SPOL_SCOPE_CASE": 2,
    "SPOL_SCOPE_EVENT": 3,
    "SPOL_DURATION_NONE": -9223372036854775808,
    "SPOL_EVENT_OPENED": 1,
    "SPOL_EVENT_NOTIFIED": 2,
    "SPOL_EVENT_ACKNOWLEDGED": 3,
    "SPOL_EVENT_ACCEPTED": 4,
    "SPOL_EVENT_RESPONDED": 5,
    "SPOL_EVENT_CUSTOMER_REPLIED": 6,
    "SPOL_EVENT_WORK_STARTED": 7,
    "SPOL_EVENT_UPDATE_SENT": 8,
    "SPOL_EVENT_WAITING": 9,
    "SPOL_EVENT_RESUMED": 10,
    "SPOL_EVENT_CANNOT_DIAGNOSE": 11,
    "SPOL_EVENT_CANNOT_RESOLVE": 12,
    "SPOL_EVENT_SEVERITY_CHANGE_REQUESTED": 13,
    "SPOL_EVENT_SEVERITY_CHANGED": 14,
    "SPOL_EVENT_FACTS_CHANGED": 15,
    "SPOL_EVENT_CHANNEL_ADDED": 16,
    "SPOL_EVENT_ESCALATED": 17,
    "SPOL_EVENT_DEVELOPMENT_TICKET_OPENED": 18,
    "SPOL_EVENT_DEVELOPMENT_TICKET_UPDATED": 19,
    "SPOL_EVENT_WORKAROUND_PROVIDED": 20,
    "SPOL_EVENT_RESOLVED": 21,
    "SPOL_EVENT_REOPENED": 22,
    "SPOL_EVENT_CLOSED": 23,
    "SPOL_EVENT_VERSION_CHANGED": 24,
    "SPOL_EVENT_AGREED_TARGET_SET": 25,
    "SPOL_EVENT_AGREED_TARGET_WITHDRAWN": 26,
    "SPOL_EVENT_STANDARD_COUNT": 26,
    "SPOL_EVENT_LINE_CHANGED": 64,
    "SPOL_EVENT_OWN": 1024,
    "SPOL_ACTOR_UNSTATED": 0,
    "SPOL_ACTOR_CUSTOMER": 1,
    "SPOL_ACTOR_VENDOR": 2,
    "SPOL_ACTOR_THIRD_PARTY": 3,
    "SPOL_ACTOR_SYSTEM": 4,
    "SPOL_GRAVITY_ERROR": 1,
    "SPOL_GRAVITY_WARNING": 2,
    "SPOL_GRAVITY_NOTE": 3,
    "SPOL_DIGEST_SIZE": 32,
    "SPOL_NAME_FACT": 1,
    "SPOL_NAME_EVENT": 2,
    "SPOL_NAME_METRIC": 3,
    "SPOL_NAME_REASON": 4,
    "SPOL_NAME_LINE": 5,
    "SPOL_NAME_SEVERITY": 6,
    "SPOL_NAME_LADDER": 7,
    "SPOL_NAME_STEP": 8,
    "SPOL_NAME_CALENDAR": 9,
    "SPOL_NAME_VERSION": 10,
    "SPOL_NAME_ROLE": 11,
    "SPOL_NAME_WORD": 12,
    "SPOL_NAME_ZONE": 13,
    "SPOL_CAUSE_NONE": 0,
    "SPOL_CAUSE_RULE": 1,
    "SPOL_CAUSE_EVENT": 2,
    "SPOL_CAUSE_STEP": 3,
    "SPOL_CAUSE_DEFAULT": 4,
    "SPOL_CASE_NOT_OPENED": 0,
    "SPOL_CASE_OPEN": 1,
    "SPOL_CASE_RESOLVED": 2,
    "SPOL_CASE_CLOSED": 3,
    "SPOL_CASE_REFUSED": 4,
    "SPOL_RESULT_UNCOVERED": 1,
    "SPOL_RESULT_EASTER_EARLY": 2,
    "SPOL_RESULT_ZONE_BEYOND": 4,
    "SPOL_RESULT_DUE_AT_RECEIPT": 8,
    "SPOL_RESULT_PROVISIONAL": 16,
    "SPOL_RESULT_LIMITED": 32,
    "SPOL_RESULT_AGREED": 64,
    "SPOL_RESULT_PROMISED": 128,
    "SPOL_RESULT_SUPERSEDED": 256,
    "SPOL_RESULT_FACT_MISSING": 512,
    "SPOL_RESULT_EXCUSED": 1024,
    "SPOL_RESULT_LASTING_PAUSE": 2048,
    "SPOL_RESULT_REOPENED": 4096,
    "SPOL_RESULT_NEVER_LATER": 8192,
    "SPOL_CHANGE_NONE": 0,
    "SPOL_CHANGE_MISS": 1,
    "SPOL_CHANGE_STEP": 2,
    "SPOL_CHANGE_HELD_STEP": 3,
    "SPOL_CHANGE_PAUSE_ENDS": 4,
    "SPOL_CHANGE_CYCLE": 5,
    "SPOL_CHANGE_COVERAGE": 6,
    "SPOL_REQUESTED": 1,
    "SPOL_DERIVED": 2,
    "SPOL_RECORDED": 3,
    "SPOL_TARGET_NONE": 0,
    "SPOL_TARGET_DURATION": 1,
    "SPOL_TARGET_DAY": 2,
    "SPOL_TARGET_EFFORT": 3,
    "SPOL_TARGET_AS_AGREED": 4,
    "SPOL_TARGET_NOT_OFFERED": 5,
    "SPOL_TARGET_UNSTATED": 6,
    "SPOL_TARGET_AGREED_DUE": 7,
    "SPOL_TARGET_PER_PERIOD": 8,
    "SPOL_TARGET_UNDECIDED": 9,
    "SPOL_METRIC_NOT_STARTED": 0,
    "SPOL_METRIC_RUNNING": 1,
    "SPOL_METRIC_PAUSED": 2,
    "SPOL_METRIC_STOPPED": 3,
    "SPOL_METRIC_ENDED": 4,
    "SPOL_METRIC_WAITING": 5,
    "SPOL_OUTCOME_NONE": 0,
    "SPOL_OUTCOME_MET": 1,
    "SPOL_OUTCOME_MISSED": 2,
    "SPOL_EFFECT_LINE": 1,
    "SPOL_EFFECT_NOTIFY": 2,
    "SPOL_EFFECT_SEVERITY": 3,
    "SPOL_EFFECT_REMIND": 4,
    "SPOL_EFFECT_CLOSE": 5,
    "SPOL_EFFECT_EVENT": 6,
    "SPOL_FINDING_NOT_COVERED": 1,
    "SPOL_FINDING_NOT_ENTITLED": 2,
    "SPOL_FINDING_SEVERAL_ISSUES": 3,
    "SPOL_FINDING_INTAKE": 4,
    "SPOL_FINDING_CHANGE_REFUSED": 5,
    "SPOL_FINDING_SEVERITY_CAPPED": 6,
    "SPOL_FINDING_SEVERITY_DIFFERS": 7,
    "SPOL_FINDING_MISS_EXCUSED": 8,
    "SPOL_FINDING_FACT_MISSING": 9,
    "SPOL_FINDING_EVENT_FORBIDDEN": 10,
    "SPOL_FINDING_EVENT_IGNORED": 11,
    "SPOL_FINDING_LIMIT": 12,
    "SPOL_FINDING_ZERO_CYCLE": 13,
    "SPOL_FINDING_DUE_AT_RECEIPT": 14,
    "SPOL_FINDING_HOLIDAYS_UNKNOWN": 15,
    "SPOL_FINDING_NEVER_OPEN": 16,
    "SPOL_FINDING_OUT_OF_RANGE": 17,
    "SPOL_FINDING_NO_TARGET": 18,
    "SPOL_FINDING_NO_VERSION": 19,
    "SPOL_FINDING_DUPLICATE": 20,
    "SPOL_FINDING_STEP_FORBIDDEN": 21,
    "SPOL_FINDING_ZONE_MISSING": 22,
    "SPOL_FINDING_POLICY": 23,
    "SPOL_NOTICE_EVENT": 1,
    "SPOL_NOTICE_UPDATE_DUE": 2,
    "SPOL_NOTICE_STEP": 3,
    "SPOL_VERDICT_NO": 0,
    "SPOL_VERDICT_YES": 1,
    "SPOL_VERDICT_UNDECIDED": 2,
    "SPOL_RULE_SEVERITY": 1,
    "SPOL_RULE_SEVERITY_LIMIT": 2,
    "SPOL_RULE_SEVERITY_CHANGE": 3,
    "SPOL_RULE_TARGET": 4,
    "SPOL_RULE_PAUSE": 5,
    "SPOL_RULE_CARRY": 6,
    "SPOL_RULE_REOPEN": 7,
    "SPOL_RULE_EXCUSE": 8,
    "SPOL_RULE_ENTITLEMENT": 9,
    "SPOL_RULE_NOTICE": 10,
    "SPOL_RULE_FIRST_LINE": 11,
    "SPOL_RULE_STEP": 12,
    "SPOL_RULE_CALENDAR_CHOICE": 13,
    "SPOL_RULE_HOLIDAY": 14,
    "SPOL_DIAG_EMPTY_TEXT": 101,
    "SPOL_DIAG_TEXT_TOO_LONG": 102,
    "SPOL_DIAG_INVALID_UTF8": 103,
    "SPOL_DIAG_FORBIDDEN_CHARACTER": 104,
    "SPOL_DIAG_INVALID_YAML": 105,
    "SPOL_DIAG_TAB": 106,
    "SPOL_DIAG_TOO_DEEP": 107,
    "SPOL_DIAG_TOO_MANY_NODES": 108,
    "SPOL_DIAG_TOO_MANY_KEYS": 109,
    "SPOL_DIAG_TAG": 110,
    "SPOL_DIAG_MERGE_KEY": 111,
    "SPOL_DIAG_DIRECTIVE": 112,
    "SPOL_DIAG_TOO_MANY_DOCUMENTS": 113,
    "SPOL_DIAG_UNKNOWN_ANCHOR": 114,
    "SPOL_DIAG_SELF_ALIAS": 115,
    "SPOL_DIAG_DUPLICATE_ANCHOR": 116,
    "SPOL_DIAG_KEY_NOT_SCALAR": 117,
    "SPOL_DIAG_TOO_MANY_ANCHORS": 118,
    "SPOL_DIAG_LAYOUT": 119,
    "SPOL_DIAG_INVALID_DURATION": 201,
    "SPOL_DIAG_INVALID_DATE": 202,
    "SPOL_DIAG_INVALID_TIME_OF_DAY": 203,
    "SPOL_DIAG_INVALID_INSTANT": 204,
    "SPOL_DIAG_INVALID_NUMBER": 205,
    "SPOL_DIAG_INVALID_BOOLEAN": 206,
    "SPOL_DIAG_INVALID_WORD": 207,
    "SPOL_DIAG_INVALID_NAME": 208,
    "SPOL_DIAG_VALUE_OUT_OF_RANGE": 209,
    "SPOL_DIAG_DAMAGED_VALUE": 210,
    "SPOL_DIAG_DAY_ON_BUSINESS_CALENDAR": 211,
    "SPOL_DIAG_INVALID_SHARE": 212,
    "SPOL_DIAG_INVALID_DIGEST": 213,
    "SPOL_DIAG_DUPLICATE_KEY": 301,
    "SPOL_DIAG_UNKNOWN_KEY": 302,
    "SPOL_DIAG_MISSING_KEY": 303,
    "SPOL_DIAG_WRONG_KIND": 304,
    "SPOL_DIAG_CONFLICTING_KEYS": 305,
    "SPOL_DIAG_EMPTY_VALUE": 306,
    "SPOL_DIAG_UNSUPPORTED_VERSION": 307,
    "SPOL_DIAG_TOO_MANY_RULES": 308,
    "SPOL_DIAG_UNDEFINED_NAME": 401,
    "SPOL_DIAG_NAME_DEFINED_TWICE": 402,
    "SPOL_DIAG_CIRCULAR_NAME": 403,
    "SPOL_DIAG_RESERVED_NAME": 404,
    "SPOL_DIAG_UNUSED_NAME": 405,
    "SPOL_DIAG_NEVER_OPEN": 501,
    "SPOL_DIAG_EQUAL_ENDS": 502,
    "SPOL_DIAG_OVERLAPPING_WINDOWS": 503,
    "SPOL_DIAG_OVERNIGHT_WINDOW": 504,
    "SPOL_DIAG_UNKNOWN_ZONE": 505,
    "SPOL_DIAG_FIXED_OFFSET_BESIDE_ZONE": 506,
    "SPOL_DIAG_HOLIDAYS_END_EARLY": 507,
    "SPOL_DIAG_LONG_WINDOW": 508,
    "SPOL_DIAG_UNKNOWN_HOLIDAYS": 509,
    "SPOL_DIAG_HALF_DAY_OPENS_DATE": 510,
    "SPOL_DIAG_SEVERITY_GAP": 601,
    "SPOL_DIAG_RULE_NEVER_MATCHES": 602,
    "SPOL_DIAG_RULES_DISAGREE": 603,
    "SPOL_DIAG_BANDS": 604,
    "SPOL_DIAG_CONDITION_TYPE": 605,
    "SPOL_DIAG_UNDECIDED_QUESTION": 606,
    "SPOL_DIAG_TARGET_GAP": 701,
    "SPOL_DIAG_TARGETS_INVERTED": 702,
    "SPOL_DIAG_RESOLUTION_BEFORE_RESPONSE": 703,
    "SPOL_DIAG_METRIC_NEVER_STOPS": 704,
    "SPOL_DIAG_PAUSE_NEVER_ENDS": 705,
    "SPOL_DIAG_START_EXCLUDES_PAUSE": 706,
    "SPOL_DIAG_READING_MISSING": 707,
    "SPOL_DIAG_DUE_BEFORE_RECEIPT": 708,
    "SPOL_DIAG_EMPTY_CYCLE": 709,
    "SPOL_DIAG_STEP_AFTER_END": 801,
    "SPOL_DIAG_NO_NEXT_LINE": 802,
    "SPOL_DIAG_STEP_WITHOUT_ID": 803,
    "SPOL_DIAG_UNBOUNDED_REPETITION": 804,
    "SPOL_DIAG_QUOTATION_NOT_FOUND": 901,
    "SPOL_DIAG_DIGEST_MISMATCH": 902,
    "SPOL_DIAG_SENTENCE_NOT_CITED": 903,
    "SPOL_DIAG_CLAUSE_NOT_FOUND": 904,
    "SPOL_DIAG_ACCEPTED_NOT_FOUND": 905,
    "SPOL_DIAG_EVENT_ORDER": 1001,
    "SPOL_DIAG_UNKNOWN_EVENT": 1002,
    "SPOL_DIAG_EXPECTATION_FAILED": 1003,
    "SPOL_DIAG_NO_CASE": 1005,
    "SPOL_DIAG_FIRST_EVENT": 1006,
    "SPOL_DIAG_WALL_TIME_SKIPPED": 1007,
    "SPOL_DIAG_WALL_TIME_REPEATED": 1008,
    "SPOL_DIAG_TABLE_NAME": 1009,
    "SPOL_DIAG_POLICY_NOT_READ": 1010,
    "SPOL_DIAG_EVENT_REFUSED": 1011,
    "SPOL_DIFF_SAME": 1,
    "SPOL_DIFF_BETTER": 2,
    "SPOL_DIFF_WORSE": 3,
    "SPOL_DIFF_NOT_COMPARABLE": 4,
    "SPOL_DIFF_UNDECIDED": 5,
    "SPOL_DIFF_TARGET": 1,
    "SPOL_DIFF_RULE": 2,
    "SPOL_DIFF_NOT_PROMISED": 0,
    "SPOL_DIFF_PAID": 1,
    "SPOL_DIFF_AFTER_PAID": 2,
    "SPOL_DIFF_PAID_UNKNOWN": 3,
    "SPOL_DIFF_NO_PROMISE": 0,
    "SPOL_DIFF_ANY": 1,
    "SPOL_DIFF_MATERIAL_UNDEFINED": 2,
    "SPOL_LABEL_BEFORE_START": 1,
    "SPOL_LABEL_STOPPED": 2,
    "SPOL_LABEL_PAUSED": 3,
    "SPOL_LABEL_HOLIDAY": 4,
    "SPOL_LABEL_CLOSED": 5,
    "SPOL_LABEL_BEFORE_RECEIPT": 6,
    "SPOL_LABEL_COUNTED": 7,
    "SPOL_LABEL_CARRIED": 8,
    "SPOL_SEGMENT_AFTER_DUE": 1,
    "SPOL_SEGMENT_UNCOVERED": 2,
    "SPOL_CARRY_FROM_START": 1,
    "SPOL_CARRY_RESTART": 2,
    "SPOL_CARRY_ELAPSED": 3,
    "SPOL_CARRY_FRACTION": 4,
    "SPOL_MUTATION_REMOVED": 1,
    "SPOL_MUTATION_LENGTHENED": 2,
    "SPOL_MUTATION_CALENDAR": 3,
    "SPOL_MUTATION_DELAYED": 4,
    "SPOL_MUTATION_FLIPPED": 5,
    "SPOL_RENDER_TEXT": 0,
    "SPOL_RENDER_JSON": 1,
    "SPOL_SHEET_TEXT": 0,
    "SPOL_SHEET_JSON": 1,
    "SPOL_SHEET_MARKDOWN": 2,
    "SPOL_SHEET_HTML": 3,
    "SPOL_ZONE_VERSION_MAX": 32,
    "SPOL_SYSTEM_PARENTS": 1,
    "SPOL_TIMELINE_TEXT": 0,
    "SPOL_TIMELINE_SVG": 1,
}


#: Every struct by its name in C.
STRUCTS: List[Any] = [
    spol_allocator,
    spol_error,
    spol_civil_date,
    spol_iso_week,
    spol_holiday_rule,
    spol_holiday,
    spol_zone_local,
    spol_zone_instants,
    spol_day_hours,
    spol_window,
    spol_compile_options,
    spol_stretch,
    spol_calendar_date,
    spol_business_days,
    spol_day_target,
    spol_day_due,
    spol_fact,
    spol_event,
    spol_zone_source,
    spol_policy_source,
    spol_policy_limits,
    spol_policy_options,
    spol_policy_version,
    spol_fact_info,
    spol_place,
    spol_clause,
    spol_check_options,
    spol_sentence,
    spol_source_options,
    spol_evaluation_options,
    spol_decision,
    spol_severity_status,
    spol_case_status,
    spol_line_stay,
    spol_severity_change,
    spol_pause,
    spol_metric_status,
    spol_cycle,
    spol_firing,
    spol_finding,
    spol_notice,
    spol_permission,
    spol_case_row,
    spol_metric_row,
    spol_batch,
    spol_policy_loader,
    spol_scenario_case,
    spol_mismatch,
    spol_covered_rule,
    spol_diff_options,
    spol_diff_entry,
    spol_segment,
    spol_explanation,
    spol_clock_change,
    spol_holiday_set,
    spol_mutation,
    spol_equivalent_mutant,
    spol_render_options,
    spol_sheet_options,
    spol_system_loader,
    spol_timeline_options,
]


#: Result and parameters of every function.
PROTOTYPES: Dict[str, Tuple[Any, Tuple[Any, ...]]] = {
    "spol_status_name": (c.c_char_p, (c.c_int32,)),
    "spol_status_message": (c.c_char_p, (c.c_int32,)),
    "spol_date_from_civil": (c.c_int32, (c.c_int32, c.c_int32, c.c_int32, c.POINTER(c.c_int32))),
    "spol_date_to_civil": (c.c_int32, (c.c_int32, c.POINTER(spol_civil_date))),
    "spol_date_weekday": (c.c_int32, (c.c_int32,)),
    "spol_date_iso_week": (c.c_int32, (c.c_int32, c.POINTER(spol_iso_week))),
    "spol_easter_western": (c.c_int32, (c.c_int32, c.POINTER(c.c_int32))),
    "spol_easter_orthodox": (c.c_int32, (c.c_int32, c.POINTER(c.c_int32))),
    "spol_instant_parse": (c.c_int32, (c.c_char_p, c.c_size_t, c.POINTER(c.c_int64), c.POINTER(spol_error))),
    "spol_wall_parse": (c.c_int32, (c.c_char_p, c.c_size_t, c.POINTER(c.c_int64), c.POINTER(spol_error))),
    "spol_date_parse": (c.c_int32, (c.c_char_p, c.c_size_t, c.POINTER(c.c_int32), c.POINTER(spol_error))),
    "spol_duration_parse": (c.c_int32, (c.c_char_p, c.c_size_t, c.POINTER(c.c_int64), c.POINTER(spol_error))),
    "spol_instant_format": (c.c_int32, (c.c_int64, c.POINTER(c.c_char))),
    "spol_instant_format_offset": (c.c_int32, (c.c_int64, c.c_int32, c.POINTER(c.c_char))),
    "spol_date_format": (c.c_int32, (c.c_int32, c.POINTER(c.c_char))),
    "spol_wall_format": (c.c_int32, (c.c_int64, c.POINTER(c.c_char))),
    "spol_duration_format": (c.c_int32, (c.c_int64, c.POINTER(c.c_char))),
    "spol_holidays_builder_new": (c.c_int32, (c.POINTER(spol_allocator), c.POINTER(c.c_void_p))),
    "spol_holidays_builder_free": (None, (c.c_void_p,)),
    "spol_holidays_builder_add_rule": (c.c_int32, (c.c_void_p, c.POINTER(spol_holiday_rule), c.POINTER(spol_error))),
    "spol_holidays_builder_add_list": (c.c_int32, (c.c_void_p, c.c_char_p, c.POINTER(c.c_int32), c.POINTER(c.c_char_p), c.c_size_t, c.c_int32, c.c_int32, c.POINTER(spol_error))),
    "spol_holidays_builder_add_set": (c.c_int32, (c.c_void_p, c.c_void_p, c.POINTER(spol_error))),
    "spol_holidays_builder_build": (c.c_int32, (c.c_void_p, c.POINTER(c.c_void_p), c.POINTER(spol_error))),
    "spol_holidays_ref": (c.c_void_p, (c.c_void_p,)),
    "spol_holidays_unref": (None, (c.c_void_p,)),
    "spol_holidays_in_year": (c.c_int32, (c.c_void_p, c.c_int32, c.POINTER(spol_holiday), c.c_size_t, c.POINTER(c.c_size_t))),
    "spol_holidays_on": (c.c_int32, (c.c_void_p, c.c_int32, c.POINTER(c.c_int32), c.POINTER(spol_holiday))),
    "spol_holidays_coverage": (None, (c.c_void_p, c.POINTER(c.c_int32), c.POINTER(c.c_int32))),
    "spol_holidays_covers": (c.c_int32, (c.c_void_p, c.c_int32)),
    "spol_zone_check_name": (c.c_int32, (c.c_char_p, c.c_size_t)),
    "spol_zone_from_tzif": (c.c_int32, (c.POINTER(spol_allocator), c.c_char_p, c.c_size_t, c.c_void_p, c.c_size_t, c.c_char_p, c.POINTER(c.c_void_p), c.POINTER(spol_error))),
    "spol_zone_fixed": (c.c_int32, (c.POINTER(spol_allocator), c.c_int32, c.POINTER(c.c_void_p))),
    "spol_zone_embedded": (c.c_int32, (c.POINTER(spol_allocator), c.c_char_p, c.c_size_t, c.POINTER(c.c_void_p), c.POINTER(spol_error))),
    "spol_zone_embedded_version": (c.c_char_p, ()),
    "spol_zone_ref": (c.c_void_p, (c.c_void_p,)),
    "spol_zone_unref": (None, (c.c_void_p,)),
    "spol_zone_name": (c.c_char_p, (c.c_void_p,)),
    "spol_zone_version": (c.c_char_p, (c.c_void_p,)),
    "spol_zone_flags": (c.c_uint32, (c.c_void_p,)),
    "spol_zone_last_transition": (c.c_int64, (c.c_void_p,)),
    "spol_zone_to_local": (c.c_int32, (c.c_void_p, c.c_int64, c.POINTER(spol_zone_local))),
    "spol_zone_from_local": (c.c_int32, (c.c_void_p, c.c_int64, c.POINTER(spol_zone_instants))),
    "spol_zone_resolve": (c.c_int32, (c.c_void_p, c.c_int64, c.c_int32, c.POINTER(c.c_int64))),
    "spol_zone_parse_instant": (c.c_int32, (c.c_void_p, c.c_int32, c.c_char_p, c.c_size_t, c.POINTER(c.c_int64), c.POINTER(spol_error))),
    "spol_zone_next_transition": (c.c_int32, (c.c_void_p, c.c_int64, c.POINTER(c.c_int64))),
    "spol_zone_format_instant": (c.c_int32, (c.c_void_p, c.c_int64, c.POINTER(c.c_char))),
    "spol_calendar_builder_new": (c.c_int32, (c.POINTER(spol_allocator), c.c_void_p, c.POINTER(c.c_void_p))),
    "spol_calendar_builder_free": (None, (c.c_void_p,)),
    "spol_calendar_builder_add_hours": (c.c_int32, (c.c_void_p, c.c_int32, c.c_int32, c.c_int32)),
    "spol_calendar_builder_add_window": (c.c_int32, (c.c_void_p, c.POINTER(spol_window))),
    "spol_calendar_builder_add_always": (c.c_int32, (c.c_void_p,)),
    "spol_calendar_builder_add_weekly_break": (c.c_int32, (c.c_void_p, c.c_int32, c.c_int32, c.c_int32)),
    "spol_calendar_builder_add_dated_break": (c.c_int32, (c.c_void_p, c.c_int32, c.c_int32, c.c_int32)),
    "spol_calendar_builder_set_exception": (c.c_int32, (c.c_void_p, c.c_int32, c.POINTER(spol_day_hours), c.c_size_t, c.c_char_p)),
    "spol_calendar_builder_add_holidays": (c.c_int32, (c.c_void_p, c.c_void_p)),
    "spol_calendar_builder_build": (c.c_int32, (c.c_void_p, c.POINTER(spol_compile_options), c.POINTER(c.c_void_p), c.POINTER(spol_error))),
    "spol_calendar_combine": (c.c_int32, (c.POINTER(spol_allocator), c.c_int32, c.POINTER(c.c_void_p), c.c_size_t, c.c_void_p, c.POINTER(spol_compile_options), c.POINTER(c.c_void_p), c.POINTER(spol_error))),
    "spol_calendar_always": (c.c_int32, (c.POINTER(spol_allocator), c.c_void_p, c.POINTER(c.c_void_p))),
    "spol_calendar_ref": (c.c_void_p, (c.c_void_p,)),
    "spol_calendar_unref": (None, (c.c_void_p,)),
    "spol_calendar_zone": (c.c_void_p, (c.c_void_p,)),
    "spol_calendar_coverage": (None, (c.c_void_p, c.POINTER(c.c_int32), c.POINTER(c.c_int32))),
    "spol_calendar_compiled_bytes": (c.c_size_t, (c.c_void_p,)),
    "spol_calendar_elapsed": (c.c_int32, (c.c_void_p, c.c_int64, c.c_int64, c.POINTER(c.c_int64), c.POINTER(c.c_uint32))),
    "spol_calendar_add": (c.c_int32, (c.c_void_p, c.c_int64, c.c_int64, c.POINTER(c.c_int64), c.POINTER(c.c_uint32))),
    "spol_calendar_subtract": (c.c_int32, (c.c_void_p, c.c_int64, c.c_int64, c.POINTER(c.c_int64), c.POINTER(c.c_uint32))),
    "spol_calendar_is_open": (c.c_int32, (c.c_void_p, c.c_int64, c.POINTER(c.c_int32), c.POINTER(c.c_uint32))),
    "spol_calendar_next_open": (c.c_int32, (c.c_void_p, c.c_int64, c.POINTER(c.c_int64), c.POINTER(c.c_uint32))),
    "spol_calendar_next_close": (c.c_int32, (c.c_void_p, c.c_int64, c.POINTER(c.c_int64), c.POINTER(c.c_uint32))),
    "spol_calendar_previous_open": (c.c_int32, (c.c_void_p, c.c_int64, c.POINTER(c.c_int64), c.POINTER(c.c_uint32))),
    "spol_calendar_previous_close": (c.c_int32, (c.c_void_p, c.c_int64, c.POINTER(c.c_int64), c.POINTER(c.c_uint32))),
    "spol_calendar_stretches": (c.c_int32, (c.c_void_p, c.c_int64, c.c_int64, c.POINTER(spol_stretch), c.c_size_t, c.POINTER(c.c_size_t), c.POINTER(c.c_uint32))),
    "spol_calendar_add_many": (c.c_int32, (c.c_void_p, c.POINTER(c.c_int64), c.POINTER(c.c_int64), c.POINTER(c.c_int64), c.c_size_t, c.POINTER(c.c_size_t), c.POINTER(c.c_uint32))),
    "spol_calendar_subtract_many": (c.c_int32, (c.c_void_p, c.POINTER(c.c_int64), c.POINTER(c.c_int64), c.POINTER(c.c_int64), c.c_size_t, c.POINTER(c.c_size_t), c.POINTER(c.c_uint32))),
    "spol_calendar_elapsed_many": (c.c_int32, (c.c_void_p, c.POINTER(c.c_int64), c.POINTER(c.c_int64), c.POINTER(c.c_int64), c.c_size_t, c.POINTER(c.c_size_t), c.POINTER(c.c_uint32))),
    "spol_calendar_on_date": (c.c_int32, (c.c_void_p, c.c_int32, c.POINTER(spol_calendar_date))),
    "spol_calendar_date_of": (c.c_int32, (c.c_void_p, c.c_int64, c.POINTER(c.c_int32), c.POINTER(c.c_uint32))),
    "spol_calendar_receive": (c.c_int32, (c.c_void_p, c.c_int64, c.c_int32, c.POINTER(spol_business_days), c.POINTER(c.c_int64), c.POINTER(c.c_uint32))),
    "spol_calendar_day_target": (c.c_int32, (c.c_void_p, c.c_int64, c.POINTER(spol_day_target), c.POINTER(spol_day_due))),
    "spol_event_type_name": (c.c_char_p, (c.c_uint32,)),
    "spol_diagnostics_new": (c.c_int32, (c.POINTER(spol_allocator), c.c_uint64, c.POINTER(c.c_void_p))),
    "spol_diagnostics_free": (None, (c.c_void_p,)),
    "spol_diagnostics_count": (c.c_uint64, (c.c_void_p,)),
    "spol_diagnostics_total": (c.c_uint64, (c.c_void_p,)),
    "spol_diagnostics_get": (c.c_int32, (c.c_void_p, c.c_uint64, c.POINTER(c.c_int32), c.POINTER(spol_error))),
    "spol_policy_read": (c.c_int32, (c.POINTER(spol_allocator), c.POINTER(spol_policy_source), c.c_uint64, c.POINTER(spol_policy_options), c.POINTER(c.c_void_p), c.c_void_p, c.POINTER(spol_error))),
    "spol_policy_ref": (c.c_void_p, (c.c_void_p,)),
    "spol_policy_unref": (None, (c.c_void_p,)),
    "spol_policy_identity": (c.c_char_p, (c.c_void_p,)),
    "spol_policy_version_get": (c.c_int32, (c.c_void_p, c.c_uint32, c.POINTER(spol_policy_version))),
    "spol_policy_version_on": (c.c_int32, (c.c_void_p, c.c_int32, c.POINTER(c.c_uint32))),
    "spol_policy_print": (c.c_int32, (c.c_void_p, c.c_uint32, c.POINTER(c.c_char), c.c_uint64, c.POINTER(c.c_uint64))),
    "spol_policy_find": (c.c_int32, (c.c_void_p, c.c_int32, c.c_char_p, c.c_uint64, c.POINTER(c.c_uint32))),
    "spol_policy_name": (c.c_char_p, (c.c_void_p, c.c_int32, c.c_uint32)),
    "spol_policy_count": (c.c_uint32, (c.c_void_p, c.c_int32)),
    "spol_policy_severity_rank": (c.c_uint32, (c.c_void_p, c.c_uint32, c.c_uint32)),
    "spol_policy_fact": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_uint64, c.POINTER(c.c_uint32))),
    "spol_policy_event": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_uint64, c.POINTER(c.c_uint32))),
    "spol_policy_metric": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_uint64, c.POINTER(c.c_uint32))),
    "spol_policy_reason": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_uint64, c.POINTER(c.c_uint32))),
    "spol_policy_line": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_uint64, c.POINTER(c.c_uint32))),
    "spol_policy_severity": (c.c_int32, (c.c_void_p, c.c_char_p, c.c_uint64, c.POINTER(c.c_uint32))),
    "spol_policy_fact_info": (c.c_int32, (c.c_void_p, c.c_uint32, c.POINTER(spol_fact_info))),
    "spol_policy_fact_member": (c.c_char_p, (c.c_void_p, c.c_uint32, c.c_uint32)),
    "spol_policy_fact_value": (c.c_int32, (c.c_void_p, c.c_uint32, c.c_char_p, c.c_uint64, c.POINTER(spol_fact), c.POINTER(spol_error))),
    "spol_policy_calendar": (c.c_void_p, (c.c_void_p, c.c_uint32, c.c_uint32)),
    "spol_policy_clause": (c.c_int32, (c.c_void_p, c.c_uint32, c.POINTER(spol_clause))),
    "spol_case_new": (c.c_int32, (c.POINTER(spol_allocator), c.c_void_p, c.POINTER(c.c_void_p))),
    "spol_case_free": (None, (c.c_void_p,)),
    "spol_case_append": (c.c_int32, (c.c_void_p, c.POINTER(spol_event), c.POINTER(spol_error))),
    "spol_case_events": (c.POINTER(spol_event), (c.c_void_p, c.POINTER(c.c_uint64))),
    "spol_case_policy": (c.c_void_p, (c.c_void_p,)),
    "spol_policy_check": (c.c_int32, (c.c_void_p, c.POINTER(spol_check_options), c.c_void_p, c.POINTER(spol_error))),
    "spol_source_sentences": (c.c_int32, (c.POINTER(spol_allocator), c.c_char_p, c.c_uint64, c.POINTER(spol_sentence), c.c_uint64, c.POINTER(c.c_uint64), c.POINTER(spol_error))),
    "spol_policy_check_source": (c.c_int32, (c.c_void_p, c.c_uint32, c.c_char_p, c.c_uint64, c.POINTER(spol_source_options), c.c_void_p, c.POINTER(spol_error))),
    "spol_evaluation_room": (c.c_uint64, (c.c_void_p, c.c_uint64)),
    "spol_evaluate": (c.c_int32, (c.c_void_p, c.POINTER(spol_event), c.c_uint64, c.c_int64, c.POINTER(spol_evaluation_options), c.c_void_p, c.c_uint64, c.POINTER(c.c_uint64), c.POINTER(c.c_void_p), c.POINTER(spol_error))),
    "spol_what_if": (c.c_int32, (c.c_void_p, c.POINTER(spol_event), c.c_uint64, c.POINTER(spol_event), c.c_uint64, c.c_int64, c.POINTER(spol_evaluation_options), c.c_void_p, c.c_uint64, c.POINTER(c.c_uint64), c.POINTER(c.c_void_p), c.POINTER(spol_error))),
    "spol_evaluation_new": (c.c_int32, (c.POINTER(spol_allocator), c.c_void_p, c.POINTER(spol_event), c.c_uint64, c.c_int64, c.POINTER(spol_evaluation_options), c.POINTER(c.c_void_p), c.POINTER(spol_error))),
    "spol_evaluation_free": (None, (c.c_void_p,)),
    "spol_evaluation_fact_used": (c.c_int32, (c.c_void_p, c.c_uint32, c.POINTER(spol_fact))),
    "spol_evaluation_status": (c.c_int32, (c.c_void_p, c.POINTER(spol_case_status))),
    "spol_evaluation_line": (c.c_int32, (c.c_void_p, c.c_uint32, c.POINTER(spol_line_stay))),
    "spol_evaluation_severity": (c.c_int32, (c.c_void_p, c.c_uint32, c.POINTER(spol_severity_change))),
    "spol_evaluation_pause": (c.c_int32, (c.c_void_p, c.c_uint32, c.POINTER(spol_pause))),
    "spol_evaluation_metric": (c.c_int32, (c.c_void_p, c.c_uint32, c.POINTER(spol_metric_status))),
    "spol_evaluation_metric_of": (c.c_int32, (c.c_void_p, c.c_uint32, c.POINTER(spol_metric_status))),
    "spol_evaluation_paused_by": (c.c_int32, (c.c_void_p, c.c_uint32, c.c_uint32, c.POINTER(c.c_uint32))),
    "spol_evaluation_cycle": (c.c_int32, (c.c_void_p, c.c_uint32, c.POINTER(spol_cycle))),
    "spol_evaluation_firing": (c.c_int32, (c.c_void_p, c.c_uint32, c.POINTER(spol_firing))),
    "spol_evaluation_firing_effect": (c.c_int32, (c.c_void_p, c.c_uint32, c.c_uint32, c.POINTER(c.c_int32), c.POINTER(c.c_uint32))),
    "spol_evaluation_firings_in": (None, (c.c_void_p, c.c_int64, c.c_int64, c.POINTER(c.c_uint32), c.POINTER(c.c_uint32))),
    "spol_evaluation_next_firing": (c.c_int32, (c.c_void_p, c.POINTER(spol_firing))),
    "spol_evaluation_finding": (c.c_int32, (c.c_void_p, c.c_uint32, c.POINTER(spol_finding))),
    "spol_evaluation_notice": (c.c_int32, (c.c_void_p, c.c_uint32, c.POINTER(spol_notice))),
    "spol_may_open": (c.c_int32, (c.c_void_p, c.POINTER(spol_event), c.POINTER(spol_evaluation_options), c.c_void_p, c.c_uint64, c.POINTER(c.c_uint64), c.POINTER(c.c_void_p), c.POINTER(spol_permission), c.POINTER(spol_error))),
    "spol_would_grant": (c.c_int32, (c.c_void_p, c.POINTER(spol_event), c.c_uint64, c.POINTER(spol_event), c.POINTER(spol_evaluation_options), c.c_void_p, c.c_uint64, c.POINTER(c.c_uint64), c.POINTER(c.c_void_p), c.POINTER(spol_permission), c.POINTER(spol_error))),
    "spol_evaluate_many": (c.c_int32, (c.c_void_p, c.POINTER(spol_batch), c.POINTER(spol_evaluation_options), c.c_void_p, c.c_uint64, c.POINTER(c.c_uint64), c.POINTER(c.c_uint64), c.POINTER(spol_error))),
    "spol_scenario_read": (c.c_int32, (c.POINTER(spol_allocator), c.POINTER(spol_policy_source), c.POINTER(spol_policy_loader), c.POINTER(spol_policy_options), c.POINTER(c.c_void_p), c.c_void_p, c.POINTER(spol_error))),
    "spol_scenario_ref": (c.c_void_p, (c.c_void_p,)),
    "spol_scenario_unref": (None, (c.c_void_p,)),
    "spol_scenario_policy": (c.c_void_p, (c.c_void_p,)),
    "spol_scenario_count": (c.c_uint64, (c.c_void_p,)),
    "spol_scenario_case_get": (c.c_int32, (c.c_void_p, c.c_uint64, c.POINTER(spol_scenario_case))),
    "spol_scenario_run": (c.c_int32, (c.c_void_p, c.c_uint64, c.POINTER(spol_allocator), c.POINTER(c.c_void_p), c.POINTER(spol_error))),
    "spol_scenario_result_free": (None, (c.c_void_p,)),
    "spol_scenario_result_evaluation": (c.c_void_p, (c.c_void_p,)),
    "spol_scenario_result_mismatches": (c.c_uint64, (c.c_void_p,)),
    "spol_scenario_mismatch": (c.c_int32, (c.c_void_p, c.c_uint64, c.POINTER(spol_mismatch))),
    "spol_case_print": (c.c_int32, (c.c_void_p, c.c_char_p, c.POINTER(spol_event), c.c_uint64, c.c_void_p, c.POINTER(c.c_char), c.c_uint64, c.POINTER(c.c_uint64))),
    "spol_coverage_new": (c.c_int32, (c.POINTER(spol_allocator), c.c_void_p, c.POINTER(c.c_void_p), c.POINTER(spol_error))),
    "spol_coverage_free": (None, (c.c_void_p,)),
    "spol_coverage_add": (c.c_int32, (c.c_void_p, c.POINTER(spol_event), c.c_uint64, c.c_int64, c.POINTER(spol_error))),
    "spol_coverage_count": (c.c_uint64, (c.c_void_p,)),
    "spol_coverage_reached": (c.c_uint64, (c.c_void_p,)),
    "spol_coverage_rule": (c.c_int32, (c.c_void_p, c.c_uint64, c.POINTER(spol_covered_rule))),
    "spol_rule_kind_name": (c.c_char_p, (c.c_int32,)),
    "spol_diagnostic_label": (c.c_char_p, (c.c_uint32,)),
    "spol_diagnostic_name": (c.c_char_p, (c.c_uint32,)),
    "spol_diagnostic_title": (c.c_char_p, (c.c_uint32,)),
    "spol_diagnostic_explanation": (c.c_char_p, (c.c_uint32,)),
    "spol_diagnostic_gravity": (c.c_int32, (c.c_uint32,)),
    "spol_policy_diff": (c.c_int32, (c.POINTER(spol_allocator), c.c_void_p, c.c_uint32, c.c_void_p, c.c_uint32, c.POINTER(spol_diff_options), c.POINTER(c.c_void_p), c.POINTER(spol_error))),
    "spol_diff_free": (None, (c.c_void_p,)),
    "spol_diff_count": (c.c_uint64, (c.c_void_p,)),
    "spol_diff_get": (c.c_int32, (c.c_void_p, c.c_uint64, c.POINTER(spol_diff_entry))),
    "spol_explain": (c.c_int32, (c.c_void_p, c.c_uint32, c.c_uint32, c.c_uint32, c.POINTER(spol_segment), c.c_uint64, c.POINTER(c.c_uint64), c.POINTER(spol_explanation))),
    "spol_explain_change": (c.c_int32, (c.c_void_p, c.c_uint32, c.c_uint32, c.c_uint32, c.c_uint32, c.POINTER(spol_clock_change))),
    "spol_format": (c.c_int32, (c.POINTER(spol_allocator), c.POINTER(spol_policy_source), c.POINTER(c.c_char), c.c_uint64, c.POINTER(c.c_uint64), c.c_void_p, c.POINTER(spol_error))),
    "spol_holiday_set_count": (c.c_size_t, ()),
    "spol_holiday_set_at": (c.c_int32, (c.c_size_t, c.POINTER(spol_holiday_set))),
    "spol_holidays_named": (c.c_int32, (c.POINTER(spol_allocator), c.c_char_p, c.c_size_t, c.POINTER(c.c_void_p), c.POINTER(spol_error))),
    "spol_mutations_new": (c.c_int32, (c.POINTER(spol_allocator), c.POINTER(spol_policy_source), c.POINTER(c.c_void_p), c.POINTER(spol_error))),
    "spol_mutations_free": (None, (c.c_void_p,)),
    "spol_mutations_count": (c.c_uint64, (c.c_void_p,)),
    "spol_mutations_get": (c.c_int32, (c.c_void_p, c.c_uint64, c.POINTER(spol_mutation))),
    "spol_mutations_apply": (c.c_int32, (c.c_void_p, c.c_uint64, c.POINTER(c.c_char), c.c_uint64, c.POINTER(c.c_uint64))),
    "spol_mutation_kind_name": (c.c_char_p, (c.c_int32,)),
    "spol_scenario_equivalent_count": (c.c_uint64, (c.c_void_p,)),
    "spol_scenario_equivalent": (c.c_int32, (c.c_void_p, c.c_uint64, c.POINTER(spol_equivalent_mutant))),
    "spol_render_status": (c.c_int32, (c.c_void_p, c.POINTER(spol_render_options), c.POINTER(c.c_char), c.c_uint64, c.POINTER(c.c_uint64))),
    "spol_render_summary": (c.c_int32, (c.c_void_p, c.POINTER(spol_render_options), c.POINTER(c.c_char), c.c_uint64, c.POINTER(c.c_uint64))),
    "spol_render_explanation": (c.c_int32, (c.c_void_p, c.c_uint32, c.c_uint32, c.POINTER(spol_render_options), c.POINTER(c.c_char), c.c_uint64, c.POINTER(c.c_uint64))),
    "spol_render_reason": (c.c_int32, (c.c_void_p, c.c_uint32, c.POINTER(spol_render_options), c.POINTER(c.c_char), c.c_uint64, c.POINTER(c.c_uint64))),
    "spol_render_finding": (c.c_int32, (c.c_void_p, c.c_uint32, c.POINTER(spol_render_options), c.POINTER(c.c_char), c.c_uint64, c.POINTER(c.c_uint64))),
    "spol_render_firing_id": (c.c_int32, (c.c_void_p, c.POINTER(spol_firing), c.POINTER(c.c_char), c.c_uint64, c.POINTER(c.c_uint64))),
    "spol_render_policy": (c.c_int32, (c.c_void_p, c.POINTER(spol_sheet_options), c.POINTER(c.c_char), c.c_uint64, c.POINTER(c.c_uint64))),
    "spol_system_zone": (c.c_int32, (c.POINTER(spol_allocator), c.c_char_p, c.c_char_p, c.c_size_t, c.POINTER(c.c_void_p), c.POINTER(spol_error))),
    "spol_system_zone_version": (c.c_int32, (c.c_char_p, c.POINTER(c.c_char), c.POINTER(spol_error))),
    "spol_system_read_file": (c.c_int32, (c.POINTER(spol_allocator), c.c_char_p, c.c_size_t, c.POINTER(c.c_void_p), c.POINTER(c.c_size_t), c.POINTER(spol_error))),
    "spol_system_free": (None, (c.POINTER(spol_allocator), c.POINTER(c.c_char), c.c_size_t)),
    "spol_system_zone_source": (spol_zone_source, ()),
    "spol_system_policy": (c.c_int32, (c.POINTER(spol_allocator), c.POINTER(c.c_char_p), c.c_uint64, c.POINTER(spol_policy_options), c.POINTER(c.c_void_p), c.c_void_p, c.POINTER(spol_error))),
    "spol_system_document": (c.c_int32, (c.POINTER(spol_allocator), c.c_char_p, c.c_void_p, c.c_uint32, c.POINTER(c.c_char), c.c_size_t, c.POINTER(c.c_void_p), c.POINTER(c.c_size_t), c.POINTER(spol_error))),
    "spol_system_policy_loader": (spol_policy_loader, (c.POINTER(spol_system_loader),)),
    "spol_system_scenario": (c.c_int32, (c.POINTER(spol_allocator), c.c_char_p, c.POINTER(spol_policy_options), c.POINTER(c.c_void_p), c.c_void_p, c.POINTER(spol_error))),
    "spol_render_timeline": (c.c_int32, (c.c_void_p, c.POINTER(spol_timeline_options), c.POINTER(c.c_char), c.c_uint64, c.POINTER(c.c_uint64))),
    "spol_version": (c.c_char_p, ()),
}
