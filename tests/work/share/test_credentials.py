"""Promises of credentials of NATS: a server of a team that knows its people by signed tokens takes them."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import nkeys
import pytest

from pmtui.errors import PmtuiError
from pmtui.work.share.engine import Refused
from tests.work.share.nats_server import OURS, Server, member

HEAD = b'{"typ":"JWT","alg":"ed25519-nkey"}'
OPERATOR, ACCOUNT, USER = nkeys.PREFIX_BYTE_OPERATOR, nkeys.PREFIX_BYTE_ACCOUNT, nkeys.PREFIX_BYTE_USER


def _seed(kind: int) -> bytes:
    return bytes(nkeys.encode_seed(os.urandom(32), kind))


def _name(seed: bytes) -> str:
    return str(nkeys.from_seed(bytearray(seed)).public_key.decode())


def _token(issuer: bytes, subject: str, kind: str, claims: Mapping[str, object]) -> str:
    """A token as `nsc` makes it."""

    def packed(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).decode().rstrip("=")

    body = {
        "iss": _name(issuer),
        "sub": subject,
        "name": kind,
        "iat": 1,
        "nats": {"type": kind, "version": 2, **claims},
    }
    body["jti"] = base64.b32encode(hashlib.sha256(json.dumps(body).encode()).digest()).decode().rstrip("=")
    signed = f"{packed(HEAD)}.{packed(json.dumps(body).encode())}"
    return f"{signed}.{packed(nkeys.from_seed(bytearray(issuer)).sign(signed.encode()))}"


@pytest.fixture(scope="module")
def operator() -> bytes:
    """Who runs the server."""
    return _seed(OPERATOR)


@pytest.fixture(scope="module")
def account() -> bytes:
    """Of the team."""
    return _seed(ACCOUNT)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, operator: bytes, account: bytes) -> Iterator[Server]:
    """Which knows its operator, and one account."""
    found = Server(tmp_path_factory.mktemp("team"))
    limits = dict.fromkeys(
        ("mem_storage", "disk_storage", "streams", "consumer", "conn", "subs", "data", "payload"), -1
    )
    system = _seed(ACCOUNT)
    tokens = {_name(account): {"limits": limits}, _name(system): {}}
    preload = "\n".join(
        f"  {name}: {_token(operator, name, 'account', claims)}" for name, claims in tokens.items()
    )
    text = found.config.read_text().partition("accounts {")[0]
    found.config.write_text(
        f"{text}operator: {_token(operator, _name(operator), 'operator', {'system_account': _name(system)})}\n"
        f"system_account: {_name(system)}\nresolver: MEMORY\nresolver_preload {{\n{preload}\n}}\n"
    )
    found.start()
    yield found
    found.stop()


def _creds(path: Path, account: bytes, signer: bytes | None = None) -> str:
    user = _seed(USER)
    token = _token(
        account, _name(user), "user", {"pub": {}, "sub": {}, "subs": -1, "data": -1, "payload": -1}
    )
    path.write_text(
        f"-----BEGIN NATS USER JWT-----\n{token}\n------END NATS USER JWT------\n\n"
        "************************* IMPORTANT *************************\n\n"
        f"-----BEGIN USER NKEY SEED-----\n{(signer or user).decode()}\n------END USER NKEY SEED------\n"
    )
    return str(path)


async def test_a_file_of_credentials_lets_a_person_in(server: Server, account: bytes, tmp_path: Path) -> None:
    """It is read anew at each connection, and is kept nowhere else."""
    creds = _creds(tmp_path / "ana.creds", account)
    async with member(server.sharing(secret="", creds=creds)) as ana:
        assert await ana.engine.push({"e.1": b"x"}) == {}
        await ana.engine.erase("e.1", b"")
        assert await ana.engine.keys() == set()


async def test_credentials_that_do_not_fit_are_named(server: Server, account: bytes, tmp_path: Path) -> None:
    """Those of nobody, of another account, and a file that is none."""
    for creds in (
        _creds(tmp_path / "a.creds", account, _seed(USER)),
        _creds(tmp_path / "b.creds", _seed(ACCOUNT)),
    ):
        with pytest.raises(Refused, match=r"does not take .*/[ab]\.creds; ask who runs it"):
            await _enter(server, creds)
    (tmp_path / "c.creds").write_text("a secret")
    with pytest.raises(Refused, match=r"c\.creds holds no credentials of NATS; name a \.creds file"):
        await _enter(server, str(tmp_path / "c.creds"))
    with pytest.raises(PmtuiError, match="there is no such file"):
        await _enter(server, str(tmp_path / "none"))


async def _enter(server: Server, creds: str) -> None:
    async with member(server.sharing(OURS, secret="", creds=creds)):
        pass
