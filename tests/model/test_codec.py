"""Promises of `model/codec.py`: what is read is written again, and digests hold."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.model import codec
from pmtui.model import entries as e
from tests.model.scene import NOON, make
from tests.output.strategies import entries, json_values, odd_entries

newer = st.dictionaries(
    st.text(min_size=1, max_size=5) | st.just("+"), json_values.filter(lambda v: v is not None)
)
any_entries = st.integers(0, 50).flatmap(lambda n: entries(n) | odd_entries(n))


@given(any_entries)
def test_an_entry_comes_back_as_it_was(entry: e.Entry) -> None:
    """Bytes to entry to bytes: the same bytes, the same digest, whatever the kind."""
    line = codec.encode(entry)
    again = codec.decode(line)
    assert codec.encode(again) == line
    assert codec.digest(again) == codec.digest(entry)
    assert codec.encode(codec.from_plain(codec.plain(entry))) == line


@given(kind=st.sampled_from(["note", "retime", "omen", "task"]), more=newer)
def test_kinds_and_fields_of_a_newer_version_survive(kind: str, more: dict[str, Any]) -> None:
    """Every field that this version does not know is written as it was read."""
    known = {"id": "id-1", "n": 4, "recorded": "2023-10-15T10:00:00Z", "kind": kind, "salt": "5a"}
    whole = {**more, **known}
    if any(name in msgspec.structs.asdict(make(e.Task, 1)) for name in more):
        return
    entry = codec.decode(json.dumps(whole).encode())
    assert json.loads(codec.encode(entry)) == whole
    assert e.kind_of(entry) == kind


@given(any_entries)
def test_a_redacted_entry_keeps_its_digest_and_loses_its_words(entry: e.Entry) -> None:
    """The envelope stays, the body goes, and the digest is the same; a version still says what it began from."""
    redacted = codec.redact(entry)
    assert codec.digest(redacted) == codec.digest(entry)
    begun = {"base"} if isinstance(entry, e.Write) else set()
    assert set(codec.plain(redacted)) <= e.ENVELOPE | e.PROVENANCE | {"redacted"} | begun
    assert set(redacted.origin) <= {"format", "item"}
    assert getattr(redacted, "base", None) == getattr(entry, "base", None)
    assert codec.redact(redacted) == redacted
    assert codec.decode(codec.encode(redacted)) == redacted
    assert redacted.key == entry.key
    assert redacted.at == entry.at


def test_a_redacted_entry_of_an_unknown_kind_keeps_its_digest() -> None:
    """A secret in an entry of a newer version can be taken away, too."""
    plain = {"id": "i", "n": 2, "recorded": "2023-10-15T10:00:00Z", "kind": "omen", "bird": "a secret"}
    entry = codec.from_plain(plain)
    redacted = codec.redact(entry)
    assert b"secret" not in codec.encode(redacted)
    assert codec.digest(codec.decode(codec.encode(redacted))) == codec.digest(entry)


@pytest.mark.parametrize("field", ["at", "until", "recorded"])
def test_a_time_without_an_offset_is_no_time(field: str) -> None:
    """It would name no instant, so the line is damage and not an entry."""
    plain = {
        "id": "i",
        "n": 2,
        "recorded": "2023-10-15T10:00:00Z",
        "kind": "note",
        field: "2023-10-15T10:00:00",
    }
    with pytest.raises(msgspec.ValidationError, match=field):
        codec.decode(json.dumps(plain).encode())


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "evidence", "sign": " "},
        {"kind": "note", "at": "9999-12-31T23:59:59-14:00"},
        {"kind": "note", "at": "2023-10-15T10:00:00Z", "until": "2033-10-16T10:00:00Z"},
        {"kind": "action", "check": -(10**15)},
        {"kind": "misleading", "spent": 400_000_000},
        {"kind": "severity", "level": -1},
        {"kind": "task", "due": "1899-12-31"},
        {"kind": "retime", "times": [{"at": "0001-01-01T00:00:00Z"}]},
        {"kind": "incident", "opened": "9999-12-31T23:59:59Z"},
        {"kind": "omen", "at": "9999-12-31T23:59:59Z"},
    ],
)
def test_what_is_out_of_range_is_kept_and_not_shown(fields: dict[str, Any]) -> None:
    """It is an entry as of a newer version: the same bytes, the same digest, and no value that breaks a calendar."""
    plain = {"id": "i", "n": 2, "recorded": "2023-10-15T10:00:00Z", **fields}
    entry = codec.decode(json.dumps(plain).encode())
    assert isinstance(entry, e.Unknown)
    assert (entry.id, entry.n, e.kind_of(entry)) == ("i", 2, fields["kind"])
    assert codec.plain(entry) == plain
    assert codec.decode(codec.encode(entry)) == entry
    assert codec.digest(codec.redact(entry)) == codec.digest(entry)


@pytest.mark.parametrize("field", [{"n": 1 << 53}, {"n": -1}, {"recorded": "9999-12-31T23:59:59Z"}])
def test_an_entry_without_a_place_in_the_order_is_none(field: dict[str, Any]) -> None:
    """Its line is damage, kept in the file and reported."""
    plain = {"id": "i", "n": 2, "recorded": "2023-10-15T10:00:00Z", "kind": "note", **field}
    with pytest.raises(msgspec.ValidationError):
        codec.decode(json.dumps(plain).encode())


@pytest.mark.parametrize(
    "line", [b"", b"{", b"[]", b"null", b'{"kind":"note"}', b'{"id":1,"recorded":"x","kind":"note"}', b"\xff"]
)
def test_what_is_no_entry_is_refused(line: bytes) -> None:
    """Only msgspec's own errors come out."""
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError)):
        codec.decode(line)


def test_ids_follow_the_clock() -> None:
    """A UUIDv7 of a later millisecond sorts later, and says version 7."""
    first, second = codec.new_id(NOON), codec.new_id(NOON + timedelta(milliseconds=1))
    assert first < second
    assert first[14] == "7"
    assert first[19] in "89ab"
    assert codec.new_id(NOON) != codec.new_id(NOON)


@given(entry=any_entries, new=st.dictionaries(st.sampled_from([*e.ENVELOPE, "text"]), json_values))
def test_an_amendment_never_moves_an_entry(entry: e.Entry, new: dict[str, Any]) -> None:
    """Whatever it holds: number, id, times and who wrote it stay."""
    try:
        recast = codec.recast(entry, new)
    except msgspec.ValidationError:
        return
    assert recast.key == entry.key
    assert recast.when == entry.when
    assert (recast.recorded, recast.by) == (entry.recorded, entry.by)


def test_a_digest_depends_on_every_field() -> None:
    """Another text, time, number or salt is another digest; a digest that is no hex is no crash."""
    note = make(e.Note, 1, text="a", at="10:00", salt="5a")
    changed: list[dict[str, Any]] = [
        {"text": "b"},
        {"at": NOON},
        {"n": 2},
        {"salt": "5b"},
        {"by": "bo"},
        {"redacted": "no hex"},
    ]
    digests = {codec.digest(msgspec.structs.replace(note, **change)) for change in changed}
    assert len(digests | {codec.digest(note)}) == len(changed) + 1


def test_an_entry_without_a_kind_is_read_as_it_is_written() -> None:
    """What a damaged line still holds comes back the same, however often it is written and read."""
    once = codec.decode(b'{"id":"x","n":1,"knd":"note","recorded":"2023-10-15T10:00:00Z","text":"hello"}')
    assert codec.decode(codec.encode(once)) == once
