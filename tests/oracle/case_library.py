# SPDX-License-Identifier: MIT
"""A thin ctypes layer over the built shared library for whole policies and cases: what include/supportpolicy/policy.h, event.h
and evaluation.h declare, as far as the comparison with the independent evaluator needs it.
"""

import ctypes as c
import pathlib
import zoneinfo

from evaluator_model import AgreedInstant

I32, U32, I64, U64, PTR, TEXT = c.c_int32, c.c_uint32, c.c_int64, c.c_uint64, c.c_void_p, c.c_char_p
NONE = -(1 << 63)
FACT, EVENT, METRIC, REASON, LINE, SEVERITY, LADDER, STEP, CALENDAR, VERSION, ROLE, WORD = range(1, 13)
STANDARD = ('opened', 'notified', 'acknowledged', 'accepted', 'responded', 'customer_replied', 'work_started', 'update_sent',
            'waiting', 'resumed', 'cannot_diagnose', 'cannot_resolve', 'severity_change_requested', 'severity_changed',
            'facts_changed', 'channel_added', 'escalated', 'development_ticket_opened', 'development_ticket_updated',
            'workaround_provided', 'resolved', 'reopened', 'closed', 'version_changed', 'agreed_target_set',
            'agreed_target_withdrawn')
STATES = ('not_started', 'running', 'paused', 'stopped', 'ended', 'waiting')
OUTCOMES = ('none', 'met', 'missed')
SUPERSEDED = 256
FIXED = (7, 8)  # targets that are due as they stand: agreed, or so many a day


def struct(name, *fields):
    return type(name, (c.Structure,), {'_fields_': list(fields)})


Error = struct('Error', ('size', U32), ('status', I32), ('code', U32), ('line', U32), ('column', U32), ('reserved', U32),
               ('offset', U64), ('rest', c.c_char * 1024))
Source = struct('Source', ('size', U32), ('reserved', U32), ('text', TEXT), ('length', U64), ('name', TEXT))
Options = struct('Options', ('size', U32), ('reserved', U32), ('zones', c.POINTER(PTR)), ('zone_count', U64), ('resolve', PTR),
                 ('context', PTR), ('case_zones', PTR), ('case_zone_count', U64), ('compile', U32 * 4), ('bytes', U64),
                 ('depth', U32), ('nodes', U32), ('rules', U32), ('names', U32))
Fact = struct('Fact', ('fact', U32), ('type', I32), ('value', I64), ('text', TEXT), ('text_length', U64), ('zone', PTR))
CEvent = struct('CEvent', ('size', U32), ('type', U32), ('at', I64), ('occurred_at', I64), ('id', U64), ('actor', I32),
                ('role', U32), ('severity', U32), ('reason', U32), ('metric', U32), ('line', U32), ('version', U32),
                ('calendar', U32), ('agreed_due', I64), ('agreed_within', I64), ('next_by', I64), ('facts', c.POINTER(Fact)),
                ('fact_count', U64), ('reserved', U64 * 2))
Place = struct('Place', ('version', U32), ('line', U32), ('column', U32), ('clause', U32), ('rule', TEXT))
Decision = struct('Decision', ('cause', I32), ('fact_first', U32), ('fact_count', U32), ('reserved', U32), ('event', U64),
                  ('at', I64), ('place', Place))
SeverityStatus = struct('SeverityStatus', ('severity', U32), ('rank', U32), ('decision', Decision))
CaseStatus = struct(
    'CaseStatus', ('size', U32), ('state', I32), ('flags', U32), ('line', U32), ('as_of', I64), ('opened_at', I64),
    ('events_seen', U64), ('requested', SeverityStatus), ('derived', SeverityStatus), ('recorded', SeverityStatus),
    ('current', SeverityStatus), ('coverage', Decision), ('version_decision', Decision), ('metric_count', U32),
    ('cycle_count', U32), ('line_count', U32), ('severity_count', U32), ('pause_count', U32), ('firing_count', U32),
    ('finding_count', U32), ('notice_count', U32), ('next_change', I64), ('next_change_kind', I32), ('next_change_metric', U32),
    ('next_change_step', U32), ('version', U32), ('policy_id', TEXT), ('version_name', TEXT), ('digest', c.c_uint8 * 32),
    ('zone_data', TEXT))
LineStay = struct('LineStay', ('size', U32), ('line', U32), ('begin', I64), ('to', I64), ('decision', Decision))
MetricStatus = struct(
    'MetricStatus', ('size', U32), ('metric', U32), ('part', U32), ('state', I32), ('outcome', I32), ('target_kind', I32),
    ('word', U32), ('flags', U32), ('cycle', U32), ('misses', U32), ('calendar', U32), ('pause_reasons', U32), ('is_open', I32),
    ('answer_part', U32), ('started_at', I64), ('received_at', I64), ('due', I64), ('due_if_resumed', I64), ('stopped_at', I64),
    ('missed_at', I64), ('length', I64), ('elapsed', I64), ('remaining', I64), ('overdue', I64), ('overdue_real', I64),
    ('share_numerator', I64), ('share_denominator', I64), ('start', Decision), ('target', Decision), ('stop', Decision),
    ('carry', Decision))
CCycle = struct('CCycle', ('size', U32), ('metric', U32), ('number', U32), ('state', I32), ('outcome', I32), ('flags', U32),
                ('stops', U32), ('stops_needed', U32), ('begin', I64), ('received_at', I64), ('due', I64), ('ended_at', I64),
                ('missed_at', I64), ('length', I64), ('elapsed', I64), ('overdue', I64), ('target', Decision))
Firing = struct('Firing', ('size', U32), ('ladder', U32), ('step', U32), ('cycle', U32), ('repetition', U32), ('effect', I32),
                ('subject', U32), ('metric', U32), ('effect_count', U32), ('flags', U32), ('at', I64), ('triggered_at', I64),
                ('decision', Decision))
Segment = struct('Segment', ('label', I32), ('flags', U32), ('from_', I64), ('to', I64), ('counted', I64), ('reason', U32),
                 ('calendar', U32), ('name', TEXT), ('place', Place))
Explanation = struct('Explanation', ('size', U32), ('metric', U32), ('cycle', U32), ('part', U32), ('change_count', U32),
                     ('exceeds_length', U32), ('from_', I64), ('to', I64), ('due', I64), ('carried', I64),
                     ('counted_to_due', I64), ('counted', I64), ('start', Decision), ('target', Decision), ('stop', Decision))

ScenarioCase = struct('ScenarioCase', ('size', U32), ('line', U32), ('name', TEXT), ('zone', PTR), ('events', c.POINTER(CEvent)),
                      ('event_count', U64), ('as_of', I64), ('expectations', U32), ('reserved', U32))
Load = c.CFUNCTYPE(I32, PTR, PTR, PTR, U64, c.POINTER(PTR), PTR, PTR)
Loader = struct('Loader', ('load', Load), ('context', PTR))

PROTOTYPES = {
    'case_print': [PTR, TEXT, PTR, U64, PTR, PTR, U64, PTR],
    'scenario_read': [PTR, PTR, PTR, PTR, PTR, PTR, PTR],
    'scenario_case_get': [PTR, U64, PTR],
    'what_if': [PTR, PTR, U64, PTR, U64, I64, PTR, PTR, U64, PTR, PTR, PTR],
    'explain': [PTR, U32, U32, U32, PTR, U64, PTR, PTR],
    'zone_from_tzif': [PTR, TEXT, c.c_size_t, TEXT, c.c_size_t, TEXT, PTR, PTR],
    'policy_read': [PTR, c.POINTER(Source), U64, c.POINTER(Options), PTR, PTR, PTR],
    'policy_find': [PTR, I32, TEXT, U64, PTR],
    'policy_fact_value': [PTR, U32, TEXT, U64, c.POINTER(Fact), PTR],
    'evaluation_new': [PTR, PTR, PTR, U64, I64, PTR, PTR, PTR],
    'evaluation_status': [PTR, PTR], 'evaluation_line': [PTR, U32, PTR], 'evaluation_metric': [PTR, U32, PTR],
    'evaluation_paused_by': [PTR, U32, U32, PTR], 'evaluation_cycle': [PTR, U32, PTR], 'evaluation_firing': [PTR, U32, PTR],
}


class Refused(Exception):
    """The library answered with an error."""


def _no(value):
    return None if value == NONE else value


class CaseLibrary:
    def __init__(self, path):
        self._lib = c.CDLL(str(path))
        self._f = {}
        for name, arguments in PROTOTYPES.items():
            function = getattr(self._lib, 'spol_' + name)
            function.argtypes, function.restype = arguments, I32
            self._f[name] = function
        self._f['policy_ref'] = self._lib.spol_policy_ref
        self._f['policy_ref'].argtypes, self._f['policy_ref'].restype = [PTR], PTR
        for name in ('policy_unref', 'evaluation_free', 'zone_unref', 'scenario_unref'):
            function = getattr(self._lib, 'spol_' + name)
            function.argtypes, function.restype = [PTR], None
            self._f[name] = function
        name = self._lib.spol_policy_name
        name.argtypes, name.restype = [PTR, I32, U32], TEXT
        self._f['policy_name'] = name
        self._zones = {}

    def zone(self, name):
        """A zone from the bytes that Python's zoneinfo reads too."""
        if name not in self._zones:
            path = next(p for p in (pathlib.Path(d) / name for d in zoneinfo.TZPATH) if p.is_file())
            data, out = path.read_bytes(), PTR()
            status = self._f['zone_from_tzif'](None, name.encode(), len(name), data, len(data), None, c.byref(out), None)
            if status:
                raise Refused('zone %s: status %d' % (name, status))
            self._zones[name] = out
        return self._zones[name]

    def policy(self, text, zones):
        return LoadedPolicy(self, text, zones)


class LoadedPolicy:
    """A policy that the library has read; freed with it."""

    def __init__(self, library, text, zones):
        self._f = library._f
        pointers = (PTR * len(zones))(*[library.zone(z) for z in zones])
        options = Options(size=c.sizeof(Options), zones=pointers, zone_count=len(zones))
        data = text.encode()
        source = Source(c.sizeof(Source), 0, data, len(data), b'random.yaml')
        error, out = Error(size=c.sizeof(Error)), PTR()
        status = self._f['policy_read'](None, c.byref(source), 1, c.byref(options), c.byref(out), None, c.byref(error))
        if status:
            said = [t.decode(errors='replace') for t in bytes(error.rest).split(b'\0') if t]
            raise Refused('status %d, code %d at %d:%d: %s' % (status, error.code, error.line, error.column, '; '.join(said)))
        self.pointer = out
        self._ids, self._names = {}, {}

    def __del__(self):
        if getattr(self, 'pointer', None):
            self._f['policy_unref'](self.pointer)

    def find(self, kind, name):
        if name is None:
            return 0
        key = (kind, name)
        if key not in self._ids:
            if kind == EVENT and name in STANDARD:
                self._ids[key] = STANDARD.index(name) + 1
            else:
                out = U32()
                if self._f['policy_find'](self.pointer, kind, name.encode(), len(name), c.byref(out)):
                    raise Refused('no such name: %r of kind %d' % (name, kind))
                self._ids[key] = out.value
        return self._ids[key]

    def name(self, kind, number):
        key = (kind, number)
        if key not in self._names:
            found = self._f['policy_name'](self.pointer, kind, number) if number else None
            self._names[key] = None if found is None else found.decode()
        return self._names[key]

    def _event(self, event, made):
        made.size, made.type, made.at = c.sizeof(CEvent), self.find(EVENT, event.kind), event.at
        made.occurred_at = NONE if event.occurred_at is None else event.occurred_at
        made.next_by = NONE if event.next_by is None else event.next_by
        made.agreed_due = made.agreed_within = NONE
        made.severity, made.reason = self.find(SEVERITY, event.severity), self.find(REASON, event.reason)
        made.metric, made.line = self.find(METRIC, event.metric), self.find(LINE, event.line)
        if event.kind in ('severity_changed', 'accepted'):
            made.actor = 2
        elif event.kind == 'severity_change_requested':
            made.actor = 1
        if event.version is not None:
            made.version = self.find(VERSION, 'v%d' % event.version)
        if event.target is not None:
            if isinstance(event.target, AgreedInstant):
                made.agreed_due = event.target.at
            else:
                made.agreed_within = event.target.amount
            if event.target.calendar is not None:
                made.calendar = self.find(CALENDAR, event.target.calendar.name)
        if event.facts:
            facts = (Fact * len(event.facts))()
            for (name, value), fact in zip(event.facts, facts):
                status = self._f['policy_fact_value'](self.pointer, self.find(FACT, name), str(value).encode(), len(str(value)),
                                                      c.byref(fact), None)
                if status:
                    raise Refused('fact %s: %r' % (name, value))
            made.facts, made.fact_count = facts, len(event.facts)

    def _events(self, events):
        array = (CEvent * len(events))()
        for event, made in zip(events, array):
            self._event(event, made)
        return array

    def what_if(self, events, supposed, as_of):
        """The answer if some more events came."""
        room, out, error = c.create_string_buffer(1 << 20), PTR(), Error(size=c.sizeof(Error))
        log, more = self._events(events), self._events(supposed)
        status = self._f['what_if'](self.pointer, c.byref(log), len(events), c.byref(more), len(supposed), as_of, None, room,
                                    len(room), None, c.byref(out), c.byref(error))
        if status:
            raise Refused('what-if: status %d' % status)
        return self._read(out)

    def _print(self, array, count):
        room, needed = c.create_string_buffer(1 << 18), U64()
        if self._f['case_print'](self.pointer, b'a', array, count, None, room, len(room), c.byref(needed)):
            raise Refused('a case that is not written')
        return room.raw[:needed.value]

    def through_text(self, events, as_of):
        """The answer to a case that was written as text and read again; raises Refused where another one came back."""
        array, error, out = self._events(events), Error(size=c.sizeof(Error)), PTR()
        written = self._print(c.byref(array), len(events))

        def load(context, file, names, count, policy, diagnostics, why):
            policy[0] = self._f['policy_ref'](self.pointer)
            return 0

        text, loader = b'policy: p.yaml\ncases:\n' + written, Loader(Load(load), None)
        source = Source(c.sizeof(Source), 0, text, len(text), b'case.yaml')
        if self._f['scenario_read'](None, c.byref(source), c.byref(loader), None, c.byref(out), None, c.byref(error)):
            raise Refused('a case that is not read again:\n%s' % text.decode())
        try:
            case = self._get('scenario_case_get', ScenarioCase, out, 0)
            read = case.events
            fields = [name for name, _ in CEvent._fields_ if name not in ('facts', 'reserved')]
            same = case.event_count == len(events) and all(
                getattr(read[i], name) == getattr(array[i], name) for i in range(len(events)) for name in fields)
            if not same or self._print(read, case.event_count) != written:
                raise Refused('another case comes back:\n%s' % text.decode())
            return self._answer(read, case.event_count, as_of)
        finally:
            self._f['scenario_unref'](out)

    def explain(self, events, as_of):
        """{metric: (head, segments)} of the cycles in force."""
        array, error, out, told = self._events(events), Error(size=c.sizeof(Error)), PTR(), {}
        if self._f['evaluation_new'](None, self.pointer, c.byref(array), len(events), as_of, None, c.byref(out), c.byref(error)):
            raise Refused('evaluation')
        for i in range(self._get('evaluation_status', CaseStatus, out).metric_count):
            metric = self._get('evaluation_metric', MetricStatus, out, i)
            segments, count, head = (Segment * 4000)(), U64(), Explanation(size=c.sizeof(Explanation))
            if not metric.part and not self._f['explain'](out, metric.metric, 0, 0, segments, 4000, c.byref(count), c.byref(head)):
                told[self.name(METRIC, metric.metric)] = (head, [segments[n] for n in range(count.value)])
        self._f['evaluation_free'](out)
        return told

    def evaluate(self, events, as_of):
        """The library's answer in the form of `normal`."""
        return self._answer(c.byref(self._events(events)), len(events), as_of)

    def _answer(self, array, count, as_of):
        error, out = Error(size=c.sizeof(Error)), PTR()
        status = self._f['evaluation_new'](None, self.pointer, array, count, as_of, None, c.byref(out), c.byref(error))
        if status:
            raise Refused('evaluation: status %d: %s' % (status, bytes(error.rest).replace(b'\0', b' ').decode(errors='replace')))
        try:
            return self._read(out)
        finally:
            self._f['evaluation_free'](out)

    def _get(self, function, kind, *arguments):
        made = kind(size=c.sizeof(kind))
        if self._f[function](*arguments, c.byref(made)):
            raise Refused('%s%r' % (function, arguments[1:]))
        return made

    def _read(self, pointer):
        case = self._get('evaluation_status', CaseStatus, pointer)
        severity = {key: self.name(SEVERITY, getattr(case, key).severity)
                    for key in ('requested', 'derived', 'recorded', 'current')}
        lines = []
        for i in range(case.line_count):
            stay = self._get('evaluation_line', LineStay, pointer, i)
            lines.append((stay.begin, self.name(LINE, stay.line)))
        metrics = {}
        for i in range(case.metric_count):
            m = self._get('evaluation_metric', MetricStatus, pointer, i)
            if m.part:
                continue
            reasons, reason = [], U32()
            for n in range(m.pause_reasons):
                self._f['evaluation_paused_by'](pointer, m.metric, n, c.byref(reason))
                reasons.append(self.name(REASON, reason.value))
            metrics[self.name(METRIC, m.metric)] = {
                'state': STATES[m.state], 'outcome': OUTCOMES[m.outcome], 'misses': m.misses, 'paused': sorted(filter(None, reasons)),
                'due': _no(m.due), 'due_if_resumed': _no(m.due_if_resumed), 'stop': _no(m.stopped_at), 'start': _no(m.started_at),
                'receipt': _no(m.received_at), 'length': _no(m.length), 'elapsed': _no(m.elapsed), 'remaining': _no(m.remaining),
                'overdue': _no(m.overdue), 'fixed': m.target_kind in FIXED, 'superseded': bool(m.flags & SUPERSEDED), 'cycles': []}
        for i in range(case.cycle_count):
            y = self._get('evaluation_cycle', CCycle, pointer, i)
            metrics[self.name(METRIC, y.metric)]['cycles'].append(
                {'number': y.number, 'outcome': OUTCOMES[y.outcome], 'start': _no(y.begin), 'due': _no(y.due),
                 'length': _no(y.length)})
        firings = []
        for i in range(case.firing_count):
            f = self._get('evaluation_firing', Firing, pointer, i)
            firings.append((f.at, self.name(LADDER, f.ladder), self.name(STEP, f.step).split('/')[-1], f.cycle, f.repetition))
        return dict(severity, line=self.name(LINE, case.line), lines=lines, next_change=_no(case.next_change),
                    next_change_kind=case.next_change_kind,
                    version=case.version_name.decode() if case.version_name else None, metrics=metrics, firings=firings)


def normal(status):
    """The evaluator's answer, as far as it is compared."""
    out = {key: status[key] for key in ('requested', 'derived', 'recorded', 'current', 'line', 'next_change', 'firings')}
    out.update(version='v%d' % status['version'], lines=status['line_history'], metrics={})
    for name, metric in status['metrics'].items():
        states = {'idle': 'not_started', 'waiting': 'waiting', 'stopped': 'stopped', 'ended': 'ended'}
        if name not in status['known']:
            continue  # what the version lacks is not answered for
        cycles = [y for y in metric['cycles'] if 'receipt' in y or 'word' in y or y['state'] == 'running' or y['ran']]
        now = {'state': states.get(metric['status']), 'outcome': 'none', 'misses': metric['misses'], 'paused': [], 'superseded': False,
               'cycles': [{k: y.get(k) for k in ('outcome', 'start', 'due', 'length')} for y in cycles]}
        for number, y in enumerate(now['cycles'], 1):
            y['number'] = number
        if cycles:
            last = cycles[-1]
            if now['state'] is None:
                now['state'] = last['state']
            if now['state'] == 'paused' and 'paused' in last:
                now['paused'] = [r for r in last.get('paused', []) if r != '#closed']
            else:
                now.pop('paused')
            now['outcome'], now['superseded'] = last['outcome'], last['superseded']
            if metric['status'] != 'waiting':
                for key in ('due', 'due_if_resumed', 'stop', 'start', 'receipt', 'length', 'elapsed', 'remaining'):
                    if key in last and (key != 'due_if_resumed' or now['state'] == 'paused'):
                        now[key] = last[key]
        if not cycles:
            now.pop('paused', None)
            if metric['cycles']:  # stopped before its start
                del now['cycles']
                now['outcome'] = metric['cycles'][-1]['outcome']
        out['metrics'][name] = now
    return out


def differences(got, expected, path=''):
    """Where the library's answer is not the evaluator's: [(path, library, evaluator)]. Only what the evaluator says counts."""
    if isinstance(expected, dict):
        out = []
        for key, value in expected.items():
            if not isinstance(got, dict) or key not in got:
                out.append(('%s.%s' % (path, key), None, value))
            else:
                out += differences(got[key], value, '%s.%s' % (path, key))
        return out
    if isinstance(expected, list) and expected and isinstance(expected[0], dict) and isinstance(got, list):
        if len(got) != len(expected):
            return [(path + ' (how many)', len(got), len(expected))]
        return [d for i, (a, b) in enumerate(zip(got, expected)) for d in differences(a, b, '%s[%d]' % (path, i))]
    return [] if got == expected else [(path, got, expected)]
