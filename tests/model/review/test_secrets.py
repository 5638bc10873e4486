"""What looks like a secret or an address, and what only nearly does."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.model.review import shapes
from pmtui.model.review.rules import review
from pmtui.model.review.secrets import addresses, mask, secrets
from tests.model.review.generated import made
from tests.model.review.reviewing import NOW, found, whole
from tests.output.strategies import texts

WEB_TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
SECRET = [
    ("AKIA" + "Z7" * 8, "an AWS access key"),
    ("aws_secret_access_key = " + "aB3/" * 10, "an AWS secret key"),
    ("AIza" + "aB3-_" * 7, "a Google API key"),
    ("ya29." + "aB3-_" * 7, "a Google access token"),
    ("ghp_" + "aB3d" * 9, "a GitHub token"),
    ("github_pat_" + "aB3d_" * 9, "a GitHub token"),
    ("glpat-" + "aB3d-" * 5, "a GitLab token"),
    ("xoxb-123456789012-" + "aB3d" * 6, "a Slack token"),
    ("https://hooks.slack.com/services/T0" + "A" * 8 + "/B0" + "B" * 8 + "/" + "c" * 24, "a Slack webhook"),
    (
        "pmtui join 'pmtui://10.0.0.5:4222/0199d3f5?v=1&k=" + "aB3-_" * 6 + "&pin=ab'",
        "a line to join a shared incident by",
    ),
    ("sk_live_" + "aB3d" * 6, "a Stripe key"),
    (WEB_TOKEN, "a JSON web token"),
    ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "a private key"),
    ("-----BEGIN PRIVATE KEY-----\nMIIE", "a private key"),
    ("postgres://shop:hunter2@db.internal/shop", "a password in an address"),
    ("Authorization: Bearer " + "aB3d" * 6, "a credential in a header"),
    ("PGPASSWORD=hunter2 psql", "a password"),
    ("password = 'correct horse'", "a password"),
    ("api_key: aB3dE5fG", "a password"),
]
NO_SECRET = [
    "password reset fails for everyone",
    "password=$PASSWORD token=${TOKEN} secret=<secret> pwd=/var/www api_key=****",
    "password: users cannot log in",
    "headers={'Authorization': 'token ' + os.environ['CONFIGPROXY_AUTH_TOKEN']}",
    "password=os.environ['PASSWORD'] token=next(tokens)",
    "https://grafana.example.org/d/x?from=1519107353593&panelId=4",
    "http://user@host/ and ssh://git@github.com:22/a",
    "commit 8babe89dbb28ea4c09f5490797b8bb2bd4e6298a",
    "the skeleton key, a keyboard and -----BEGIN CERTIFICATE-----",
    "sk-learn, task-force and scene-top",
]


@pytest.mark.parametrize(("text", "name"), SECRET)
def test_secrets(text: str, name: str) -> None:
    """Every well-known shape is seen in a sentence, named, and gone once it is masked."""
    line = f"we found {text} in the log"
    assert [hit.name for hit in secrets(line)] == [name]
    hit = secrets(line)[0]
    masked = mask(line)
    assert line[hit.start : hit.end] not in masked
    assert f"[{name}]" in masked
    assert masked.endswith("in the log") or text.endswith("MIIE")


@pytest.mark.parametrize("text", NO_SECRET)
def test_no_secrets(text: str) -> None:
    """What only nearly looks like one is left alone."""
    assert secrets(text) == []


def test_generated_secrets_are_found() -> None:
    """At least 95 % of secrets of every issuer and every place, whole, wherever they stand in a line."""
    lines = made(seed=1, times=20)
    missed = Counter(one.template for one in lines if one.secret in mask(one.line))
    assert len(lines) > 3000
    assert missed.total() <= 0.05 * len(lines), missed.most_common()


def test_no_line_of_operations_is_taken_for_a_secret() -> None:
    """Digests, commits, ids, commands and log lines, passwords that are only spoken of: none of 500."""
    lines = (Path(__file__).parents[2] / "data/operations.txt").read_text().splitlines()
    assert len(lines) >= 500
    assert {
        line: [line[hit.start : hit.end] for hit in secrets(line)] for line in lines if secrets(line)
    } == {}


def test_every_shape_says_what_it_needs() -> None:
    """In small letters, or a text that holds it would be passed over."""
    for shape in shapes.SHAPES:
        assert shape.needs, shape
        assert all(need and need == need.casefold() for need in shape.needs), shape


def test_addresses() -> None:
    """E-mail and public IP addresses are seen; those of documentation, private nets and name servers are not."""
    text = "eva@shop.fr from 51.15.0.7 or 2a01:4f8:c0c::1, at 12:30:45"
    assert (
        mask(text) == "[an e-mail address] from [a public IP address] or [a public IP address], at 12:30:45"
    )
    plain = "eva@example.com 10.0.0.1 203.0.113.9 2001:db8::1 fe80::1 8.8.8.8 1.2.3 version 4.5.6.7 999.1.1.1 a::b"
    assert addresses(plain) == []


@given(texts | st.text(alphabet="aZ0@:/.=-_\"' \n", max_size=60))
def test_masking_anything(text: str) -> None:
    """Masking takes any text, and leaves nothing to be masked of what was seen."""
    masked = mask(text)
    assert masked == text or secrets(text) or addresses(text)


def test_the_line_that_mends_names_every_holder() -> None:
    """One line redacts each entry that holds the secret, earlier versions of a section included."""
    incident = whole(
        "/write summary the key is ghp_" + "aB3d" * 9,
        "/write +summary More.",
        "@2023-10-15T11:00 ghp_" + "aB3d" * 9,
    )
    findings = found(incident, 21)
    assert {finding.where for finding in findings} == {"summary", "#11"}
    assert {finding.mend for finding in findings} == {"/redact #9,#11 held a secret"}
    at = findings[0].span
    assert at is not None
    assert all("aB3d" not in finding.text for finding in findings)


def test_struck_is_not_gone() -> None:
    """A struck or amended secret is a hint: the journal and the record hold it still; redacted, it is no finding."""
    line = "@2023-10-15T11:00 the token is ghp_" + "aB3d" * 9
    for correction in ("/strike #9 wrong channel", "/amend #9 the token is gone"):
        assert [(f.level, f.where) for f in found(whole(line, correction), 21)] == [("hint", "#9")]
    assert [f.rule for f in review(whole(line, "/redact #9 held a secret"), NOW) if f.rule == 21] == []
