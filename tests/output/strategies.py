"""Hypothesis strategies: hostile texts, entries of every kind and incidents made of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, get_type_hints

import msgspec
from hypothesis import strategies as st

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.text import clean
from tests.output.making import make

HOSTILE = (
    *("", " ", "word", "[/]", "[red]", "a | b", "<b>", "`x", "```\ncode", "{{ x }}", "{% raw %}", "~~~"),
    *(
        "# head",
        "- item",
        "1. one",
        "> said",
        "===",
        "---",
        "***",
        "a\n===",
        "    code",
        "| a | b |\n|--|--|",
    ),
    *("<!-- c", "-->", "<details>", "<script>", "<![CDATA[", "&amp;", "&#35;", "\\", "\\|", "a\\", "![x](y)"),
    *("[a]: http://x", "[a](b)", "<http://x>", "https://x.org/_a_*b*", "**bold", "_it_", "~~gone~~", "[^1]"),
    *(
        "<!-- pmtui:summary 0 -->",
        "<!-- /pmtui:summary -->",
        "<!-- pmtui:title abc -->\nx\n<!-- /pmtui:title -->",
    ),
    *(
        "🚒 emoji",
        "漢字",
        "שלום",
        "a\n\nb",
        "a\n  b\n",
        "\n",
        '"""',
        "'''",
        "a\u2028b",
        "é" * 40,
        "x" * 10_000,
    ),
)
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(HOSTILE[:-1]), min_size=2, max_size=4).map("\n".join),
    st.lists(st.sampled_from(HOSTILE[:-1]), min_size=2, max_size=4).map("".join),
    st.text(max_size=30),
    st.text(alphabet="\n`|<>#*_[]()!\\-+.=~&;: a1", max_size=30),
)
"""Typed text as people, pastes and enemies write it."""
worded = texts.filter(lambda text: clean(text).strip())
"""Such text of which something is left to be recorded: control characters alone are nothing."""
instants = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001
    max_value=datetime(2200, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
"""Any instant that an entry may hold, with microseconds."""
near = st.integers(0, 600).map(lambda m: datetime(2023, 10, 15, tzinfo=UTC) + timedelta(minutes=m))
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
whens = st.builds(
    e.When, at=st.none() | near, until=st.none() | near, about=st.booleans(), zone=texts, said=texts
)
_BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    tuple[str, ...] | None: st.none()
    | st.lists(st.integers(0, 9).map(lambda m: f"id-{m:03}"), max_size=3).map(tuple),
    int: st.integers(0, 9),
    bool: st.booleans(),
    float: st.floats(0, e.LONGEST),
    str | None: st.none() | texts,
    int | None: st.none() | st.integers(1, 100_000),
    date | None: st.none() | st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31)),
    datetime | None: st.none() | near | instants,
    datetime: near,
    tuple[e.When, ...]: st.lists(whens, max_size=2).map(tuple),
    dict[str, str]: st.dictionaries(st.sampled_from(e.ORIGIN), texts),
    dict[str, Any]: st.just({"kind": "note", "text": "new"})
    | st.dictionaries(st.text(max_size=4), json_values),
}
_OWN = ("id", "n", "recorded", "refs", "extra", "redacted", "salt")
KINDS = tuple(e.KINDS.values())


@st.composite
def entries(draw: st.DrawFn, n: int, kinds: tuple[type[e.Entry], ...] = KINDS) -> e.Entry:
    """One entry of number n of any of these kinds; it may refer to entries before and after it."""
    kind = draw(st.sampled_from(kinds))
    fields = {
        name: draw(_BY_TYPE.get(hint, texts))
        for name, hint in get_type_hints(kind).items()
        if name in kind.__struct_fields__ and name not in _OWN and name != "names"
    }
    if kind is e.Opened:
        fields["severity"] = draw(st.none() | st.integers(0, e.LEVELS))
    if kind is e.Evidence:
        fields["sign"] = draw(st.sampled_from(e.SIGNS))
    if fields["at"] and fields["until"] and abs(fields["until"] - fields["at"]).total_seconds() > e.LONGEST:
        fields["until"] = fields["at"]
    if kind in (e.Service, e.Tag):
        fields["names"] = draw(st.lists(texts, max_size=3).map(tuple))
    if kind is e.Tag:
        fields["off"] = draw(st.lists(texts, max_size=2).map(tuple))
    refs = draw(st.lists(st.integers(0, 9).map(lambda m: f"id-{m:03}"), max_size=2))
    return make(kind, n, **{**fields, "refs": tuple(refs), "salt": "5a17"})


@st.composite
def decoded(draw: st.DrawFn, n: int) -> e.Entry | None:
    """What the codec makes of an entry with any value in any field; None when it takes none."""
    plain = codec.plain(draw(entries(n)))
    name = draw(
        st.sampled_from([*sorted(plain), "at", "until", "sign", "check", "spent", "due", "level", "opened"])
    )
    plain[name] = draw(json_values | _ODD)
    try:
        return codec.decode(msgspec.json.encode(plain))
    except msgspec.DecodeError:
        return None


_ODD = st.sampled_from(
    [
        *("", " ", "++", "0001-01-01T00:00:00Z", "1899-12-31T23:59:59Z", "1900-01-01T00:00:00+14:00"),
        *("9999-12-31T23:59:59Z", "9999-12-31T23:59:59-14:00", "2200-12-31T23:59:59-12:00", "9999-12-31"),
        *("1899-12-31", -1, 10, -(10**15), 10**15, 2**53, 2**63, 1e300, [{"at": "9999-12-31T23:59:59Z"}]),
    ]
)


@st.composite
def odd_entries(draw: st.DrawFn, n: int) -> e.Entry:
    """An entry that is redacted, of a newer version, or written down in another offset."""
    entry = draw(entries(n))
    shape = draw(st.sampled_from(("redacted", "fields", "kind", "offset")))
    if shape == "redacted":
        return codec.redact(entry)
    if shape == "offset":
        return make(e.Note, n, at=datetime(2023, 10, 15, 12, tzinfo=timezone(timedelta(hours=3))))
    plain = {**codec.plain(entry), **({"kind": "omen"} if shape == "kind" else {}), "bird": draw(json_values)}
    return codec.decode(msgspec.json.encode(plain))


@st.composite
def incidents(draw: st.DrawFn, kinds: tuple[type[e.Entry], ...] = KINDS) -> Incident:
    """An incident of up to nine entries after its opening."""
    first = make(e.Opened, 0, title=draw(texts), severity=draw(st.none() | st.integers(1, 5)), zone="UTC")
    shapes = draw(st.lists(st.sampled_from("eeeo"), max_size=9))
    rest = [
        draw(entries(n, kinds)) if shape == "e" or kinds is not KINDS else draw(odd_entries(n))
        for n, shape in enumerate(shapes, 1)
    ]
    return Incident([first, *rest])
