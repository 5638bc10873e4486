"""Which instants a TIME names, read in the incident's zone.

pendulum, imported when a clock is read, tells a gap and a fold of that clock from an ordinary moment.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import msgspec

from pmtui.model.entries import When
from pmtui.model.time.errors import TimeError
from pmtui.model.time.spelling import Point, check_range, halves, spell
from pmtui.model.time.zones import tz

RECENT = timedelta(hours=12)
MARGIN = timedelta(hours=6)
"""How far outside the incident a bare clock time may lie."""
_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_NAMED = 4
_NOT_YET = "write a moment that has passed, or leave the time out for now"

AHEAD = timedelta(minutes=10)
"""A clock may be this far ahead of ours: people's watches differ."""


class Reader(msgspec.Struct, frozen=True):
    """The surroundings in which one TIME is read."""

    zone: str
    now: datetime
    span: tuple[datetime, datetime] | None
    near: datetime | None

    def read(self, said: str) -> When:
        """The moment, range or whole day that was typed.

        Raises:
            TimeError: it cannot be read, does not exist, exists twice, or has not happened yet.
        """
        sides = halves(said)
        try:
            when = self._range(*sides) if sides else self._moment(said)
        except OverflowError:
            raise TimeError(f"@{said} is before 1970", "write when it happened") from None
        return msgspec.structs.replace(when, zone=self.zone, said=said)

    def _moment(self, said: str) -> When:
        point = spell(said)
        at, until = self._first(point, said)
        return When(at=at, until=until, about=point.vague)

    def _range(self, left: str, right: str) -> When:
        said = f"{left}..{right}"
        start, end = spell(left), spell(right)
        check_range(start, end, said)
        if end.clock and end.offset is None:
            end = msgspec.structs.replace(end, offset=start.offset)
        at, _ = self._first(start, said)
        last, until = self._following(end, at) if end.clock and not end.day else self._first(end, right)
        until = until or last
        if until < at:
            raise TimeError(f"@{said} ends before it starts", "write the earlier moment first")
        return When(at=at, until=until if until > at else None, about=start.vague or end.vague)

    def _first(self, point: Point, said: str) -> tuple[datetime, datetime | None]:
        """One moment, or the start of a range; a date could be put before `said`."""
        if point.back is not None:
            return self._happened(self.now - point.back, f"@{said}"), None
        if point.day and not point.clock:
            return self._whole(point.day)
        return self._settle(point, point.day or self._day(point, said))

    def _following(self, point: Point, start: datetime) -> tuple[datetime, datetime | None]:
        """The end of a range: on the start's day, or on the next if its clock is earlier."""
        local = start.astimezone(self._tz(point))
        begun = time(local.hour) if point.hour else local.time()
        day = local.date()
        if _clock(point) < begun:
            day += _DAY
        return self._settle(point, day, after=start)

    def _whole(self, day: date) -> tuple[datetime, datetime | None]:
        zone = tz(self.zone)
        if day > self.now.astimezone(zone).date():
            raise TimeError(f"{day} is in the future", _NOT_YET)
        start, end = (datetime.combine(each, time(), zone).astimezone(UTC) for each in (day, day + _DAY))
        if start == end:
            raise TimeError(
                f"{self.zone} had no {day}: the calendar skipped it", "write the day that is meant"
            )
        return start, self._so_far(start, end)

    def _settle(self, point: Point, day: date, after: datetime = _EPOCH) -> tuple[datetime, datetime | None]:
        """The instant of a clock on that day; for `14:??` its hour.

        Raises:
            TimeError: the clock jumped over it, showed it twice, or has not come to it.
        """
        zone, limit = self._tz(point), self._limit(point)
        typed = f"{day}T{point.spelled}"
        if day > limit.astimezone(zone).date():
            raise TimeError(f"{typed} is in the future", _NOT_YET)
        readings = _readings(_wall(point, day), zone)
        if not readings:
            raise self._gap(point, day)
        possible = [at for at in readings if after <= at <= limit] or readings
        if len(possible) > 1:
            choice = " or ".join(f"@{typed}{_offset(at, zone)}" for at in possible)
            raise TimeError(
                f"{typed} happened twice in {self.zone}: the clock was set back",
                f"write {choice}; a range needs the offset on both sides",
            )
        at = self._happened(possible[0], typed, limit)
        if not point.hour:
            return at, None
        end = _wall(point, day) + timedelta(hours=1)
        return at, self._so_far(at, end.replace(tzinfo=zone).astimezone(UTC))

    def _day(self, point: Point, said: str) -> date:
        """The day that a clock without a date is meant for."""
        if self.near:
            days = self._nearest(point, self.near)
            what = "is as near to the day before as to the day after"
        else:
            recent = self._recent(point)
            if recent:
                return recent
            days = self._inside(point)
            what = "can be one of several days"
        if len(days) == 1:
            return days[0]
        if not days:
            days, what = self._past(point), "is not within the last 12 hours"
        clock = said.removeprefix("~")
        about = said.removesuffix(clock)
        choice = ", ".join(f"@{about}{day}T{clock}" for day in days[:_MOST_NAMED])
        more = " or a later day" if len(days) > _MOST_NAMED else ""
        raise TimeError(f"@{said} {what}", f"write the day too: {choice or '@2023-10-15T14:05'}{more}")

    def _nearest(self, point: Point, near: datetime) -> list[date]:
        middle = near.astimezone(self._tz(point)).date()
        away = {
            day: min(abs(mark - near) for mark in _marks(_wall(point, day), self._tz(point)))
            for day in (middle - _DAY, middle, middle + _DAY)
        }
        return [day for day in away if away[day] == min(away.values())]

    def _recent(self, point: Point) -> date | None:
        """The day of the most recent such clock, if that is under twelve hours ago."""
        zone, limit = self._tz(point), self._limit(point)
        today = limit.astimezone(zone).date()
        for day in (today, today - _DAY):
            passed = [mark for mark in _marks(_wall(point, day), zone) if mark <= limit]
            if passed:
                return day if max(passed) > self.now - RECENT else None
        return None

    def _inside(self, point: Point) -> list[date]:
        """The days on which that clock lies in the incident, a few hours more on either side."""
        if self.span is None:
            return []
        zone = self._tz(point)
        low, high = self.span[0] - MARGIN, min(self.span[1] + MARGIN, self._limit(point))
        day, last = low.astimezone(zone).date(), high.astimezone(zone).date()
        days: list[date] = []
        while day <= last and len(days) <= _MOST_NAMED:
            if any(low <= at <= high for at in _readings(_wall(point, day), zone)):
                days.append(day)
            day += _DAY
        return days

    def _past(self, point: Point) -> list[date]:
        """Days to propose when none fits: the incident's own, and the most recent."""
        zone, limit = self._tz(point), self._limit(point)
        today = limit.astimezone(zone).date()
        days = {at.astimezone(zone).date() for at in self.span or ()} | {today - _DAY, today}
        passed = [
            day for day in sorted(days) if any(at <= limit for at in _readings(_wall(point, day), zone))
        ]
        return [day for day in passed if day < today - _DAY or day == passed[-1]]

    def _gap(self, point: Point, day: date) -> TimeError:
        zone = self._tz(point)
        sides = sorted(_marks(_wall(point, day), zone))
        choice = " or ".join(f"@{at.astimezone(zone):%Y-%m-%dT%H:%M}" for at in sides)
        return TimeError(
            f"{day}T{point.spelled} did not happen in {self.zone}: the clock jumped over it",
            f"write {choice}",
        )

    def _happened(self, at: datetime, typed: str, limit: datetime | None = None) -> datetime:
        if at > (limit or self.now + AHEAD):
            raise TimeError(f"{typed} is in the future", _NOT_YET)
        if at < _EPOCH:
            raise TimeError(f"{typed} is before 1970", "write when it happened")
        return at

    def _so_far(self, start: datetime, end: datetime) -> datetime | None:
        """The end of a day or an hour that may not be over."""
        end = min(end, self.now)
        return end if end > start else None

    def _limit(self, point: Point) -> datetime:
        """What lies later has not happened; an hour must have begun."""
        return self.now if point.hour else self.now + AHEAD

    def _tz(self, point: Point) -> tzinfo:
        return point.offset or tz(self.zone)


def _clock(point: Point) -> time:
    return point.clock or time()


def _wall(point: Point, day: date) -> datetime:
    """What the clock on the wall showed: no instant yet."""
    return datetime.combine(day, _clock(point))


def _marks(wall: datetime, zone: tzinfo) -> list[datetime]:
    """Both readings of a wall clock, whether or not they happened: enough to tell a day."""
    return [wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]


def _readings(wall: datetime, zone: tzinfo) -> list[datetime]:
    """The instants at which the zone's clocks showed it: none in a gap, two in a fold."""
    if not isinstance(zone, ZoneInfo):
        return [wall.replace(tzinfo=zone).astimezone(UTC)]
    import pendulum
    from pendulum.tz.exceptions import AmbiguousTime, NonExistingTime

    try:
        exact = pendulum.timezone(zone.key).convert(wall, raise_on_unknown_times=True)
    except NonExistingTime:
        return []
    except AmbiguousTime:
        return _marks(wall, zone)
    return [exact.astimezone(UTC)]


def _offset(at: datetime, zone: tzinfo) -> str:
    """`+02:00`, `-0400`: with a colon the latter could be the end of a range."""
    typed = at.astimezone(zone).isoformat(timespec="seconds")[19:]
    return typed.replace(":", "") if typed.startswith("-") else typed
