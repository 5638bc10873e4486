"""`pmtui stats`: what many incidents say together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pmtui.cli import context
from pmtui.cli.columns import width, wrapped
from pmtui.cli.filters import why_none
from pmtui.cli.parser import Parser, add_json, utf8
from pmtui.cli.printing import print_document, print_json, print_notice, print_result
from pmtui.cli.spans import since
from pmtui.model.text import one_line
from pmtui.model.time.words import duration
from pmtui.startup import columns
from pmtui.work.stats import Count, Followups, Month, Stats, Value, Values, stats

_COLUMNS = ("table", "month", "name", "detail", "seconds", "share", "n", "incidents")
_NARROWEST = 40
_INDENT = "    "
_NUMBER = 6
"""Columns of a number and the spaces around it."""
_Row = tuple[str, Count]
"""What stands before a number, and the number with its incidents."""


class Options:
    """What it takes."""

    since: str | None
    service: str | None
    tag: str | None
    json: bool
    csv: bool


Answer = Stats


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    call.add_argument(
        "--since", metavar="12mo", type=utf8, help="that began so long ago at most, or on that day or later"
    )
    call.add_argument("--service", metavar="NAME", type=utf8, help="only incidents of that service")
    call.add_argument("--tag", metavar="NAME", type=utf8, help="only incidents with that tag")
    form = call.add_mutually_exclusive_group()
    add_json(form)
    form.add_argument("--csv", action="store_true", help="a table for a spreadsheet")


def run(options: Options) -> int:
    """Counts and values, each with its incidents."""
    now = context.clock()
    first = since(options.since, now.date()) if options.since is not None else None
    every = context.Incidents()
    listed = every.listed()
    found = stats(listed, now, first, options.service, options.tag)
    if options.json:
        print_json(found)
    elif options.csv:
        from pmtui.output.record.spreadsheet import table

        print_document(table(_COLUMNS, _rows(found)))
    else:
        print_result("\n".join(_text(found)))
    if not found.n:
        asked = [[name] if name is not None else [] for name in (options.service, options.tag)]
        print_notice(why_none(listed, *asked))
    return every.status


def _text(found: Stats) -> Iterator[str]:
    """The statistics for a person, every number with its incidents."""
    span = f"{found.since} to {found.until}" if found.since else f"until {found.until}"
    about = (("service", found.service), ("tag", found.tag))
    of = "".join(f", {what} {one_line(name)}" for what, name in about if name is not None)
    yield from _said(f"{found.n} incident{'' if found.n == 1 else 's'}, {span}{of}")
    yield from _block((f"  not counted, closed as {count.name}", count) for count in found.not_counted)
    if not found.n:
        return
    yield from ("", *_said("Incidents a month, by worst severity, service and tag"))
    yield from _block(_months(found))
    yield from ("", *_said("Follow-ups, the open ones by age and by owner (in the order of names)"))
    yield from _block(_followups(found.followups))
    for values in found.metrics:
        yield from ("", *_said(f"{values.words} ({values.definition}): {_how_many(values)}"))
        yield from _values(values, "  ")
    yield from ("", "Detected by")
    yield from _block((f"  {count.name or 'nobody said'}", count) for count in found.detected_by)
    yield from ("", *_said("Waits by whom was asked (asked → answered or withdrawn)"))
    for values in found.waits:
        yield from _said(f"  {one_line(values.name) or 'nobody named'}: {_how_many(values)}")
        yield from _values(values, "    ")


def _months(found: Stats) -> Iterator[_Row]:
    """Each month, and each stretch of them in which none began."""
    before = _number(found.since) - 1 if found.since else None
    for month in found.months:
        number = _number(date.fromisoformat(f"{month.month}-01"))
        if before is not None and number > before + 1:
            yield _none(before + 1, number - 1)
        yield from _month(month)
        before = number
    if before is not None and _number(found.until) > before:
        yield _none(before + 1, _number(found.until))


def _none(first: int, last: int) -> _Row:
    words = f"{first // 12}-{first % 12 + 1:02}"
    if last > first:
        words = f"{words} to {last // 12}-{last % 12 + 1:02}"
    return f"  {words}", Count("", 0, ())


def _number(day: date) -> int:
    """Of its month, so that the next one has the next number."""
    return day.year * 12 + day.month - 1


def _month(month: Month) -> Iterator[_Row]:
    yield f"  {month.month}", Count("", month.n, month.incidents)
    yield from ((f"    {count.name}", count) for count in month.by_severity)
    yield from ((f"    {_called('service', count)}", count) for count in month.by_service)
    yield from ((f"    {_called('tag', count)}", count) for count in month.by_tag)


def _followups(followups: Followups) -> Iterator[_Row]:
    yield "  done", followups.done
    yield "  open", followups.open
    yield from ((f"    {count.name}", count) for count in followups.open_by_age)
    yield from ((f"    {_called('owner', count)}", count) for count in followups.open_by_owner)


def _called(what: str, count: Count) -> str:
    return f"{what} {one_line(count.name)}" if count.name else f"no {what}"


def _how_many(values: Values) -> str:
    lacking = sum(count.n for count in values.not_computed)
    said = f"n = {values.n}, not computed {lacking}"
    if values.half_within is None or values.nine_of_ten_within is None:
        return said
    unit = _share if values.name == "misleading_share" else duration
    return f"{said}; half within {unit(values.half_within)}, nine of ten within {unit(values.nine_of_ten_within)}"


def _values(values: Values, indent: str) -> Iterator[str]:
    """Each value with its incidents, those that read the same on one line; then what could not be computed."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for value in values.values:
        alike[_value(value)].append(_place(value))
    yield from _block(
        (f"{indent}{words}", Count("", len(places), tuple(places))) for words, places in alike.items()
    )
    yield from _block((f"{indent}not computed, lacks {count.name}", count) for count in values.not_computed)


def _value(value: Value) -> str:
    size = duration(value.seconds) if value.seconds is not None else _share(value.share or 0.0)
    if value.about:
        size = f"~{size}"
    if value.at_least:
        size = f"at least {size}"
    return f"{size}, withdrawn" if value.end == "withdrawn" else size


def _share(share: float) -> str:
    return f"{share * 100:.0f} %"


def _place(value: Value) -> str:
    return f"{value.incident} {value.label}".rstrip()


def _block(rows: Iterable[_Row]) -> Iterator[str]:
    """Numbers under each other, and behind each what it is made of, on as many lines as that takes."""
    heads = [*rows]
    widest = min(max((width(head) for head, _ in heads), default=0), _most() // 2)
    for head, count in heads:
        *above, last = wrapped(head, _most() - _NUMBER, f"{_INDENT}  ")
        yield from above
        yield from _named(f"{last}{' ' * (widest - width(last))}  {count.n:>3} ", count.incidents)


def _said(line: str) -> Iterator[str]:
    yield from wrapped(line, _most(), _INDENT)


def _named(line: str, incidents: Sequence[str]) -> Iterator[str]:
    most = _most()
    room = most - max(map(len, incidents), default=0) - len(" ,")
    hang = " " * max(min(width(line), room), len(_INDENT))
    begun = False
    for name in incidents:
        if line != hang and width(line) + len(name) + 2 > most:
            yield f"{line}," if begun else line.rstrip()
            line, begun = hang, False
        line = f"{line}, {name}" if begun else f"{line} {name}"
        begun = True
    yield line.rstrip()


def _most() -> int:
    return max(columns(), _NARROWEST)


def _rows(found: Stats) -> Iterator[tuple[str, ...]]:
    """The same as rows of a table: each has its number and names its incidents."""
    yield _counted("incidents", Count("", found.n, found.incidents))
    yield from (_counted("not counted", count) for count in found.not_counted)
    for month in found.months:
        yield _counted("month", Count("", month.n, month.incidents), month.month)
        yield from (_counted("severity", count, month.month) for count in month.by_severity)
        yield from (_counted("service", count, month.month) for count in month.by_service)
        yield from (_counted("tag", count, month.month) for count in month.by_tag)
    yield _counted("follow-ups done", found.followups.done)
    yield _counted("follow-ups open", found.followups.open)
    yield from (_counted("follow-ups by age", count) for count in found.followups.open_by_age)
    yield from (_counted("follow-ups by owner", count) for count in found.followups.open_by_owner)
    yield from _measured("metric", found.metrics)
    yield from (_counted("detected by", count) for count in found.detected_by)
    yield from _measured("wait", found.waits)


def _counted(table: str, count: Count, month: str = "") -> tuple[str, ...]:
    return (table, month, one_line(count.name), "", "", "", str(count.n), ", ".join(count.incidents))


def _measured(table: str, every: Iterable[Values]) -> Iterator[tuple[str, ...]]:
    for values in every:
        name = one_line(values.name)
        for value in values.values:
            seconds = "" if value.seconds is None else str(value.seconds)
            share = "" if value.share is None else str(value.share)
            detail = ", ".join([values.definition, *_remarks(value)])
            yield (table, "", name, detail, seconds, share, "1", _place(value))
        for count in values.not_computed:
            detail = f"{values.definition}, lacks {count.name}"
            yield (
                f"{table} not computed",
                "",
                name,
                detail,
                "",
                "",
                str(count.n),
                ", ".join(count.incidents),
            )


def _remarks(value: Value) -> Iterator[str]:
    if value.at_least:
        yield "at least"
    if value.about:
        yield "about"
    if value.end == "withdrawn":
        yield value.end
