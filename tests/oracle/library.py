# SPDX-License-Identifier: MIT
"""A thin ctypes layer over the built shared library: prototypes, structs, and
calendars made from the oracle's descriptions through the public builder."""
import ctypes as c

import calendar_oracle as oracle

OK, INVALID, RANGE, NEVER_OPEN = 0, 1, 3, 8
I32, U32, I64, SIZE, PTR = c.c_int32, c.c_uint32, c.c_int64, c.c_size_t, c.c_void_p
NONE = -(1 << 63)


class DayHours(c.Structure):
    _fields_ = [("open", I32), ("close", I32)]


class Window(c.Structure):
    _fields_ = [("size", U32), ("open_weekday", I32), ("open", I32), ("close_weekday", I32),
                ("close", I32), ("reserved", I32), ("open_zone", PTR), ("close_zone", PTR)]


class CompileOptions(c.Structure):
    _fields_ = [("size", U32), ("first_year", I32), ("last_year", I32), ("max_items", U32)]


class Stretch(c.Structure):
    _fields_ = [("begin", I64), ("end", I64)]


class CalendarDate(c.Structure):
    _fields_ = [("date", I32), ("source", I32), ("has_open_time", I32), ("flags", U32),
                ("first_open", I64), ("last_close", I64), ("name", c.c_char_p)]


class BusinessDays(c.Structure):
    _fields_ = [("size", U32), ("weekday_mask", U32), ("calendar", PTR)]


class DayTarget(c.Structure):
    _fields_ = [("size", U32), ("unit", I32), ("count", I32), ("reading", I32),
                ("local_seconds", I32), ("zero", I32), ("cutoff_seconds", I32), ("reserved", I32),
                ("business_days", c.POINTER(BusinessDays))]


class DayDue(c.Structure):
    _fields_ = [("receipt", I64), ("due", I64), ("day_zero", I32), ("due_day", I32),
                ("flags", U32), ("reserved", U32)]


class HolidayRule(c.Structure):
    _fields_ = [("size", U32), ("kind", I32), ("month", I32), ("day", I32), ("end_month", I32),
                ("end_day", I32), ("weekday", I32), ("nth", I32), ("offset_days", I32),
                ("other", I32), ("first_date", I32), ("last_date", I32), ("first_year", I32),
                ("last_year", I32), ("observed", I32), ("observed_from", U32),
                ("observed_keeps", U32), ("weekdays", U32), ("hours_count", U32),
                ("hours", c.POINTER(I32)), ("name", c.c_char_p)]


_PROTOTYPES = {
    "zone_from_tzif": [PTR, c.c_char_p, SIZE, c.c_char_p, SIZE, c.c_char_p, PTR, PTR],
    "zone_fixed": [PTR, I32, PTR],
    "holidays_builder_new": [PTR, PTR],
    "holidays_builder_add_rule": [PTR, c.POINTER(HolidayRule), PTR],
    "holidays_builder_add_list": [PTR, c.c_char_p, PTR, PTR, SIZE, I32, I32, PTR],
    "holidays_builder_build": [PTR, PTR, PTR],
    "calendar_builder_new": [PTR, PTR, PTR],
    "calendar_builder_add_hours": [PTR, I32, I32, I32],
    "calendar_builder_add_window": [PTR, c.POINTER(Window)],
    "calendar_builder_add_always": [PTR],
    "calendar_builder_add_weekly_break": [PTR, I32, I32, I32],
    "calendar_builder_add_dated_break": [PTR, I32, I32, I32],
    "calendar_builder_set_exception": [PTR, I32, PTR, SIZE, c.c_char_p],
    "calendar_builder_add_holidays": [PTR, PTR],
    "calendar_builder_build": [PTR, PTR, PTR, PTR],
    "calendar_combine": [PTR, I32, PTR, SIZE, PTR, PTR, PTR, PTR],
    "calendar_elapsed": [PTR, I64, I64, PTR, PTR],
    "calendar_add": [PTR, I64, I64, PTR, PTR],
    "calendar_subtract": [PTR, I64, I64, PTR, PTR],
    "calendar_is_open": [PTR, I64, PTR, PTR],
    "calendar_next_open": [PTR, I64, PTR, PTR],
    "calendar_next_close": [PTR, I64, PTR, PTR],
    "calendar_previous_open": [PTR, I64, PTR, PTR],
    "calendar_previous_close": [PTR, I64, PTR, PTR],
    "calendar_stretches": [PTR, I64, I64, PTR, SIZE, PTR, PTR],
    "calendar_on_date": [PTR, I32, PTR],
    "calendar_date_of": [PTR, I64, PTR, PTR],
    "calendar_receive": [PTR, I64, I32, PTR, PTR, PTR],
    "calendar_day_target": [PTR, I64, c.POINTER(DayTarget), PTR],
}
_FREES = ["zone_unref", "holidays_builder_free", "holidays_unref", "calendar_builder_free",
          "calendar_unref"]


class Failure(Exception):
    """A status that is not SPOL_OK."""

    def __init__(self, status, where):
        super().__init__("%s answered status %d" % (where, status))
        self.status = status


class Library:
    def __init__(self, path):
        self._lib = c.CDLL(str(path))
        for name, arguments in _PROTOTYPES.items():
            function = getattr(self._lib, "spol_" + name)
            function.argtypes = arguments
            function.restype = I32
            setattr(self, name, function)
        for name in _FREES:
            function = getattr(self._lib, "spol_" + name)
            function.argtypes = [PTR]
            function.restype = None
            setattr(self, name, function)
        self._zones = {}

    def make(self, name, *arguments):
        """Calls a maker whose output comes before an optional error (None)."""
        out = PTR()
        function = getattr(self, name)
        given = list(arguments) + [c.byref(out)]
        given += [None] * (len(function.argtypes) - len(given))
        self.check(name, function(*given))
        return out

    @staticmethod
    def check(where, status):
        if status != OK:
            raise Failure(status, where)

    def call(self, name, *arguments):
        self.check(name, getattr(self, name)(*arguments))

    def zone(self, zone):
        """The library's zone from the very bytes that the oracle reads."""
        if zone is None:
            return None
        if id(zone) not in self._zones:
            if zone.fixed is not None:
                made = self.make("zone_fixed", None, zone.fixed)
            else:
                name = zone.name.encode()
                made = self.make("zone_from_tzif", None, name, len(name), zone.data,
                                 len(zone.data), None)
            self._zones[id(zone)] = (made, zone)
        return self._zones[id(zone)][0]

    def holidays(self, group):
        builder = self.make("holidays_builder_new", None)
        try:
            for rule in group.rules:
                given = HolidayRule(size=c.sizeof(HolidayRule), kind=rule.kind, month=rule.month,
                                    day=rule.day, end_month=rule.end_month, end_day=rule.end_day,
                                    weekday=rule.weekday, nth=rule.nth, offset_days=rule.offset,
                                    other=rule.other, first_date=rule.first_date,
                                    last_date=rule.last_date, first_year=rule.first_year,
                                    last_year=rule.last_year, observed=rule.observed,
                                    observed_from=rule.observed_from, observed_keeps=rule.keeps,
                                    weekdays=rule.weekdays, hours_count=len(rule.hours),
                                    name=_text(rule.name))
                numbers = (I32 * (2 * len(rule.hours)))(*[n for pair in rule.hours for n in pair])
                if rule.hours:
                    given.hours = c.cast(numbers, c.POINTER(I32))
                self.call("holidays_builder_add_rule", builder, c.byref(given), None)
            for entry in group.lists:
                dates = (I32 * len(entry.dates))(*[date for date, _ in entry.dates])
                names = (c.c_char_p * len(entry.dates))(*[_text(n) for _, n in entry.dates])
                self.call("holidays_builder_add_list", builder, _text(entry.name), dates, names,
                          len(entry.dates), entry.first_year, entry.last_year, None)
            return self.make("holidays_builder_build", builder)
        finally:
            self.holidays_builder_free(builder)

    def calendar(self, model, years=None):
        """A calendar from the oracle's description. `years`: the compiled
        window, None for the default."""
        options = None
        if years is not None:
            options = CompileOptions(size=c.sizeof(CompileOptions), first_year=years[0],
                                     last_year=years[1])
        if isinstance(model, oracle.Combination):
            return self._combine(model, years, options)
        builder = self.make("calendar_builder_new", None, self.zone(model.zone))
        try:
            self._describe(builder, model)
            return Handle(self, self.make("calendar_builder_build", builder,
                                          c.byref(options) if options else None))
        finally:
            self.calendar_builder_free(builder)

    def _combine(self, model, years, options):
        parts = [self.calendar(part, years) for part in model.parts]
        pointers = (PTR * len(parts))(*[part.pointer for part in parts])
        zone = self.zone(model.zone) if model.mixed else None
        return Handle(self, self.make("calendar_combine", None, model.kind, pointers, len(parts),
                                      zone, c.byref(options) if options else None))

    def _describe(self, builder, model):
        if model.always:
            self.call("calendar_builder_add_always", builder)
        for h in model.hours:
            self.call("calendar_builder_add_hours", builder, h.weekday, h.open, h.close)
        for w in model.windows:
            given = Window(c.sizeof(Window), w.open_weekday, w.open, w.close_weekday, w.close, 0,
                           self.zone(w.open_zone), self.zone(w.close_zone))
            self.call("calendar_builder_add_window", builder, c.byref(given))
        for b in model.weekly_breaks:
            self.call("calendar_builder_add_weekly_break", builder, b.weekday, b.begin, b.end)
        for date, breaks in model.dated_breaks.items():
            for begin, end in breaks:
                self.call("calendar_builder_add_dated_break", builder, date, begin, end)
        for date, (hours, name) in model.exceptions.items():
            pieces = (DayHours * len(hours))(*hours)
            self.call("calendar_builder_set_exception", builder, date, pieces, len(hours),
                      _text(name))
        for group in model.holidays:
            made = self.holidays(group)
            try:
                self.call("calendar_builder_add_holidays", builder, made)
            finally:
                self.holidays_unref(made)


def _text(text):
    return None if text is None else text.encode()


class Handle:
    """A calendar of the library; answers are numbers, or Failure is raised."""

    def __init__(self, library, pointer):
        self.library = library
        self.pointer = pointer
        self._flags = U32()
        self._out = I64()
        self._out32 = I32()
        self._f, self._o, self._o32 = (c.byref(self._flags), c.byref(self._out),
                                       c.byref(self._out32))

    def __del__(self):
        self.library.calendar_unref(self.pointer)

    @property
    def flags(self):
        """Those of the last answer."""
        return self._flags.value

    def ask(self, name, *arguments):
        """A question whose answer is one instant or duration."""
        status = getattr(self.library, "calendar_" + name)(self.pointer, *arguments, self._o,
                                                           self._f)
        if status != OK:
            raise Failure(status, name)
        return self._out.value

    def ask_small(self, name, *arguments):
        status = getattr(self.library, "calendar_" + name)(self.pointer, *arguments, self._o32,
                                                           self._f)
        if status != OK:
            raise Failure(status, name)
        return self._out32.value

    def stretches(self, a, b):
        count = SIZE()
        self.library.call("calendar_stretches", self.pointer, a, b, None, 0, c.byref(count), None)
        buffer = (Stretch * count.value)()
        self.library.call("calendar_stretches", self.pointer, a, b, buffer, count.value,
                          c.byref(count), self._f)
        return [(s.begin, s.end) for s in buffer]

    def on_date(self, date):
        out = CalendarDate()
        self.library.call("calendar_on_date", self.pointer, date, c.byref(out))
        return out

    @staticmethod
    def business(days, calendar):
        if days is None:
            return None
        return c.pointer(BusinessDays(c.sizeof(BusinessDays), days.mask,
                                      calendar.pointer if calendar else None))

    def receive(self, start, cutoff, business):
        return self.ask("receive", start, cutoff, business)

    def day_target(self, start, target, business):
        out = DayDue()
        given = DayTarget(c.sizeof(DayTarget), target.unit, target.count, target.reading,
                          target.local, target.zero, target.cutoff, 0, business)
        self.library.call("calendar_day_target", self.pointer, start, c.byref(given), c.byref(out))
        return out
