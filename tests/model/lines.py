"""Hypothesis strategies: typed lines, sensible, nearly sensible and hostile."""

from __future__ import annotations

from hypothesis import strategies as st

from pmtui.model.line.commands import COMMANDS

WORDS = (
    *(
        "H1",
        "H2",
        "h1,H2",
        "H3,",
        "E1",
        "Q1",
        "q1,Q2",
        "E2",
        "A1",
        "T1",
        "T9",
        "#1",
        "#2..#5",
        "#3..2",
        "#0",
        "#9b",
        "#1,#2",
    ),
    *(
        "H2..H4",
        "#1b..#3",
        "H" + "9" * 5000,
        "#" + "1" * 5000,
        "#1..#" + "9" * 5000,
        "H٣",
        "h²",
        "H1:",
        "e2e",
    ),
    *(
        "+",
        "-",
        "−",
        ":",
        "WHO:",
        "customers:",
        "custmers:",
        "commander",
        "comander",
        "-ana",
        "ana",
        "by",
        "-5m",
    ),
    *("+5m", "by -999999d", "owner:bo", 'owner:"platform team"', 'owner:"', "owner:", "ower:bo", "check:10m"),
    *(
        "check:999999d999999h",
        "next:30m",
        "spent:20m",
        "spent:999999d",
        "via:page",
        "due:friday",
        "due:+9999w",
    ),
    *(
        "due:2023-11-31",
        "term:short",
        "term:shrt",
        "type:prevent",
        "priority:P1",
        "ref:https://x",
        "as:duplicate",
    ),
    *(
        "as:dup",
        "SEV2",
        "3",
        "9",
        "Europe/Paris",
        "PST",
        "summary",
        "+summary",
        '"  "',
        '"New"',
        "root-cause",
    ),
    *(
        "10:40",
        "@10:40",
        "@?",
        "?",
        "@ana",
        "@14:??",
        "@99:99",
        "@-999999d",
        "2023-10-15T10:40",
        "now",
        "~9:00",
    ),
    *(
        "",
        " ",
        "\n",
        "[/]",
        "[red]",
        "|",
        "<b>",
        "`",
        "{{ }}",
        "🔥",
        "漢字",
        "مرحبا",
        "\t",
        "\x1b[31m",
        "x" * 10_000,
    ),
    *(
        "/",
        "//",
        "/note",
        "/x",
        "/re",
        "/decision",
        "/amend",
        '"',
        "\u3000",
        "\u200b",
        "\ud800",
        "csv",
        "markdown",
    ),
)
words = st.sampled_from(WORDS) | st.text(max_size=8)
commands = st.sampled_from(
    [f"/{name}" for command in COMMANDS for name in (command.name, *command.aliases, command.name[:3])]
)
times = st.just("") | st.sampled_from(
    ["@10:40 ", "@-5m ", "@? ", "@17:00..18:00 ", "@2023-10-15 ", "@11:?? "]
)
lines = st.one_of(
    st.builds(
        lambda at, command, rest: f"{at}{command} {' '.join(rest)}",
        times,
        commands,
        st.lists(words, max_size=5),
    ),
    st.lists(words, max_size=6).map("".join),
    st.text(max_size=40),
)
"""Any line that anybody might type or paste."""
