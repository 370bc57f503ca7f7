# SPDX-License-Identifier: MIT
"""Arrays of instants and durations: numpy's where it is there, and any buffer of 64-bit integers."""

import array
import ctypes as c
import sys
from datetime import datetime, timedelta
from typing import Any, Callable, Optional, Tuple

from . import _time, errors

_POINTER = c.POINTER(c.c_int64)


def pairs(
    function: Callable[..., int],
    handle: Any,
    first: Any,
    second: Any,
    second_kind: str,
    result_kind: str,
    report: Callable[..., None],
) -> Any:
    """Calls a function over two arrays, into a new one of the first's family."""
    numpy = sys.modules.get("numpy")
    pointer, count, kept, is_numpy = _open(first, "instant", numpy)
    if isinstance(second, (datetime, timedelta)):
        scalar: Any = second
        value = _time.to_duration(scalar) if second_kind == "duration" else _time.to_instant(scalar)
        other_kept: Any = array.array("q", [value]) * count
        other, other_count = _address(other_kept), count
    else:
        other, other_count, other_kept, _ = _open(second, second_kind, numpy)
    if other_count != count:
        raise errors.InvalidArgumentError(f"arrays of different lengths: {count} and {other_count}")
    if is_numpy:
        assert numpy is not None
        made: Any = numpy.empty(count, dtype="M8[us]" if result_kind == "instant" else "m8[us]")
        out: Any = c.cast(made.ctypes.data, _POINTER)
    else:
        made = array.array("q", bytes(8 * count))
        out = _address(made)
    failed, flags = c.c_size_t(), c.c_uint32()
    status = function(handle, pointer, other, out, count, c.byref(failed), c.byref(flags))
    del kept, other_kept
    if status or flags.value:
        report(status, flags.value, failed.value)
    return made.reshape(first.shape) if is_numpy else made


def _open(given: Any, kind: str, numpy: Any) -> Tuple[Any, int, Any, bool]:
    """A pointer, the count, what must live as long, and whether it is numpy's."""
    if numpy is not None and isinstance(given, numpy.ndarray) and given.dtype.kind in "mM":
        fitting = _microseconds(given, "M" if kind == "instant" else "m", numpy)
        return c.cast(fitting.ctypes.data, _POINTER), fitting.size, fitting, True
    try:
        view = memoryview(given)
    except TypeError:
        raise TypeError(
            f"an array is needed (numpy's {'datetime64' if kind == 'instant' else 'timedelta64'}, "
            f"or a buffer of 64-bit integers), not {type(given).__name__}"
        ) from None
    if view.itemsize != 8 or view.format.lstrip("@=<" if sys.byteorder == "little" else "@=>") not in ("q", "l"):
        raise TypeError(f"signed 64-bit integers are needed, not items of format {view.format!r}")
    if not view.c_contiguous:
        raise errors.InvalidArgumentError("the buffer is not contiguous", hint="copy it first")
    count = view.nbytes // 8
    if count == 0:
        return None, 0, view, False
    flat = view.cast("B")
    kind_of = c.c_int64 * count
    held = kind_of.from_buffer_copy(flat) if view.readonly else kind_of.from_buffer(flat)
    return c.cast(held, _POINTER), count, (held, view), False


def _microseconds(given: Any, letter: str, numpy: Any) -> Any:
    """datetime64 or timedelta64 in microseconds, without rounding and without wrapping."""
    if given.dtype.kind != letter:
        raise TypeError(f"{letter}8 is needed (numpy's way to say so), not {given.dtype}")
    wanted = f"{letter}8[us]"
    if numpy.datetime_data(given.dtype)[0] == "generic":
        raise TypeError(f"{given.dtype} has no unit; {wanted} is needed")
    fitting = numpy.ascontiguousarray(given.astype(wanted, copy=False))
    if given.dtype != fitting.dtype:
        back = fitting.astype(given.dtype)
        if not bool(((back == given) | numpy.isnat(given)).all()):
            raise errors.OutOfRangeError(f"values of {given.dtype} that are no whole microseconds in 64 bits")
    return fitting


def _address(made: "array.array[int]") -> Optional[Any]:
    return c.cast(made.buffer_info()[0], _POINTER) if len(made) else None
