"""A line of the table, and the few numbers it is made of."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from statistics import median

import msgspec

_WHAT, _TARGET, _MEASURED, _MILLISECONDS = 50, 10, 10, 44


class Row(msgspec.Struct, frozen=True):
    """One target and what was measured."""

    what: str
    target: str
    measured: str
    absolute: str
    meets: bool

    def __str__(self) -> str:
        verdict = "meets" if self.meets else "MISSES"
        return _line(self.what, self.target, self.measured, self.absolute, verdict)


def header() -> str:
    """The names of the columns."""
    head = _line("what", "target", "measured", "absolute", "")
    return f"{head.rstrip()}\n{'-' * (_WHAT + _TARGET + _MEASURED + _MILLISECONDS + 14)}"


def ratio(what: str, target: float, measured: float, base: float, absolute: str) -> Row:
    """A row whose target is a multiple of a base that was measured in turns with it."""
    times = measured / base
    return Row(what, f"≤ {target:g}×", f"{times:.2f}×", absolute, times <= target)


def limit(what: str, target: float, measured: float, absolute: str) -> Row:
    """A row whose target is a time, in seconds."""
    return Row(what, f"≤ {_number(target)} ms", f"{_number(measured)} ms", absolute, measured <= target)


def ms(name: str, samples: Sequence[float], share: float = 0.5) -> str:
    """`name 12.3 ms`: a quantile of times in seconds."""
    return f"{name} {_number(quantile(samples, share))} ms".lstrip()


def quantile(samples: Sequence[float], share: float) -> float:
    """The sample below which this share of them lies."""
    if share == 0.5:
        return median(samples)
    return sorted(samples)[min(len(samples) - 1, int(len(samples) * share))]


def _number(seconds: float) -> str:
    milliseconds = seconds * 1000
    return f"{milliseconds:.{2 if milliseconds < 10 else 1 if milliseconds < 100 else 0}f}"


def _line(what: str, target: str, measured: str, absolute: str, verdict: str) -> str:
    whats, absolutes = textwrap.wrap(what, _WHAT), textwrap.wrap(absolute, _MILLISECONDS)
    lines = []
    for number in range(max(len(whats), len(absolutes), 1)):
        left = whats[number] if number < len(whats) else ""
        right = absolutes[number] if number < len(absolutes) else ""
        middle = (target, measured, verdict) if number == 0 else ("", "", "")
        lines.append(
            f"{left:<{_WHAT}}  {middle[0]:>{_TARGET}}  {middle[1]:>{_MEASURED}}  "
            f"{middle[2]:<6}  {right}".rstrip()
        )
    return "\n".join(lines)
