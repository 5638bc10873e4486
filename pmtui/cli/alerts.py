"""`pmtui log --alert`: a notification of an alert joins an incident, or begins one."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from pmtui.cli import context
from pmtui.cli.printing import print_notice
from pmtui.cli.publishing import publish
from pmtui.cli.recorded import print_receipt
from pmtui.errors import PmtuiError
from pmtui.model.backfill.alerts import Notification, read
from pmtui.model.backfill.items import Item
from pmtui.storage.library import Library
from pmtui.work import alerts
from pmtui.work.create import surroundings
from pmtui.work.publish import is_published

_MOST = 16 * 1024 * 1024
"""Bytes of a notification."""


def record(named: str | None, json: bool) -> int:
    """Records what stdin says, each entry with its receipt; nothing when an incident holds all of it.

    Args:
        named: the incident that it is for; None: `$PMTUI_INCIDENT`, else as `alerts.place` says.
        json: prints receipts for a program.

    Raises:
        PmtuiError: stdin is no notification that is known.
    """
    notification = read(_stdin())
    if (
        notification is None
    ):  # a sender that is told of a failure tries again, and gives up the webhook at last
        print_notice("this is an event of PagerDuty about no incident; nothing was recorded")
        return 0
    library = context.library()
    lock = library.alone()  # two notifications at once would begin two incidents
    lock.waits = lambda: print_notice("another notification is being recorded; waiting, nothing is lost")
    with lock:
        every = context.Incidents()
        listed = every.listed()
        if named is not None or os.environ.get("PMTUI_INCIDENT"):
            folder = context.folder(named)
            listed = [each for each in listed if each.folder == folder]
            place = msgspec.structs.replace(alerts.place(notification, listed), incident=folder)
        else:
            place = alerts.place(notification, listed)
        if not place.new:
            print_notice("nothing of this alert is new; nothing was recorded")
        elif place.incident is not None:
            _write(place.incident, notification, place.new, (), json)
        elif place.alerts:
            _begin(library, notification, place, json)
        else:
            print_notice("no alert is firing, and no open incident holds one of these; nothing was recorded")
    return every.status


def _begin(library: Library, notification: Notification, place: alerts.Place, json: bool) -> None:
    folder = alerts.begin(library, place.alerts, context.settings(), context.clock)
    for said in surroundings(folder):
        print_notice(said)
    services = [alert.service for alert in place.alerts if alert.service]
    _write(folder, notification, place.new, services, json)


def _write(
    folder: Path, notification: Notification, new: Sequence[Item], services: Sequence[str], json: bool
) -> None:
    here = context.session(str(folder))
    try:
        for entry in alerts.entries(notification, new, here, services):
            print_receipt(context.write(here, entry), json)
    finally:
        here.close()
    if is_published(here.incident):
        publish(folder)


def _stdin() -> bytes:
    data = sys.stdin.buffer.read(_MOST + 1)
    if len(data) > _MOST:
        raise PmtuiError(f"stdin holds more than {_MOST // 1024 // 1024} MiB, so nothing was recorded")
    return data
