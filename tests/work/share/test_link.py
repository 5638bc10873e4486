"""Promises of the line that lets a colleague in: what is written is read, and what is not as it was says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from pmtui.errors import PmtuiError
from pmtui.model.joining import SCHEME
from pmtui.storage.sharing import Sharing
from pmtui.work.share import link

NOW = datetime(2023, 10, 15, 10, 30, tzinfo=UTC)
UNTIL = NOW + timedelta(hours=24)
HERE = Sharing(
    id="0199d3f5-0000-7000-8000-000000000001",
    urls=("tls://10.0.0.5:4222",),
    me="me1",
    role="lead",
    secret="the-leads-own",
    members="swordfish_-1",
    pin="ab" * 32,
    until=UNTIL,
    here=True,
)
SLUG = "2023-10-15-the-great-downtime-debacle"
LINE = link.write(HERE, SLUG)


@pytest.mark.parametrize(
    "sharing",
    [
        HERE,
        msgspec.structs.replace(
            HERE, urls=("tls://a.example:1", "tls://b.example:2", "tls://[::1]:3"), pin=""
        ),
        msgspec.structs.replace(HERE, urls=("nats://127.0.0.1:4222",), pin="", members=""),
        msgspec.structs.replace(HERE, pin="", ca=trustme.CA().cert_pem.bytes().decode()),
    ],
)
def test_what_a_line_says_is_what_was_written(sharing: Sharing) -> None:
    """Whatever stands around it in a chat; the lead's own secret is not in it."""
    line = link.write(sharing, SLUG)
    found = link.read(f"join us: pmtui join '{line}' (the pool is down)", NOW)
    assert (found.id, found.slug, found.urls) == (sharing.id, SLUG, sharing.urls)
    assert (found.secret, found.pin, found.until) == (sharing.members, sharing.pin, UNTIL)
    assert found.ca.split() == sharing.ca.split()
    assert sharing.secret not in line
    assert found.sharing.guest


@pytest.mark.parametrize(
    "pasted",
    [
        f"{LINE}.",
        f"({LINE}), please",
        f"\u201c{LINE}\u201d",
        f"<{LINE}|{LINE}>",
        f"[{LINE}]({LINE})",
        f"**{LINE}**",
        LINE.replace("&", "&amp;"),
        LINE.replace("pmtui", "PMTUI"),
        *(
            f"{LINE[:at]}{wrap}{LINE[at:]}"
            for at in (60, len(LINE) - 3)
            for wrap in ("\n", "\r\n> ", "\u200b")
        ),
    ],
)
def test_a_line_is_read_however_it_was_pasted(pasted: str) -> None:
    """Its sum says where it ends, and what a mail or a chat puts into it is none of it."""
    assert link.read(f"here: {pasted} thanks", NOW) == link.read(LINE, NOW)


@given(st.integers(1, len(LINE) - 1))
def test_a_line_that_is_cut_anywhere_says_so(length: int) -> None:
    """A chat that wraps, a selection that ends too early."""
    with pytest.raises(PmtuiError, match=r"no line to join by|is cut or changed; copy the whole line again"):
        link.read(LINE[:length], NOW)


@given(st.integers(len(SCHEME), len(LINE) - 1), st.sampled_from("0aZ-."))
def test_a_line_with_another_letter_says_so(place: int, letter: str) -> None:
    """It never leads to another server than the one that was meant."""
    changed = LINE[:place] + letter + LINE[place + 1 :]
    if changed != LINE:
        with pytest.raises(PmtuiError, match="is cut or changed"):
            link.read(changed, NOW)


@given(st.text())
def test_whatever_is_pasted_is_one_sentence(text: str) -> None:
    """With a sum that fits, too: a line may be anybody's."""
    for body in (text, f"{SCHEME}{text}", f"{LINE.partition('?')[0]}?v=1&{text}"):
        found = link.find(body)
        with pytest.raises(PmtuiError, match="line"):
            link.read(f"{found}&c={link._sum(found)}", NOW)


def test_an_old_line_says_since_when_and_a_newer_pmtuis_what_to_do() -> None:
    """To the second."""
    assert link.read(LINE, UNTIL)
    with pytest.raises(PmtuiError, match=r"until 16 Oct 10:30 UTC; ask for a new one: .* --new-link"):
        link.read(LINE, UNTIL + timedelta(seconds=1))
    newer = LINE.rpartition("&c=")[0].replace("v=1", "v=2")
    with pytest.raises(PmtuiError, match="made by a newer pmtui"):
        link.read(f"{newer}&c={link._sum(newer)}", NOW)
