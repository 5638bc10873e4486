"""How a member shows who they are: only to the server that is meant."""

from __future__ import annotations

import base64
import re
import ssl
from typing import Any

from pmtui.storage.sharing import Sharing
from pmtui.work.share.engine import Refused
from pmtui.work.share.tls import Met

_PART = re.compile(r"-----BEGIN [^-]+-----\s*([\w.-]+?)\s*-{5,6}END ")


class Login:
    """One login to come."""

    def __init__(self, sharing: Sharing) -> None:
        self._sharing = sharing
        self._plain = all(url.startswith("nats://") for url in sharing.urls)
        self._met = None if self._plain else Met(sharing.pin, sharing.ca)
        self._creds = sharing.credentials() if sharing.creds else ""

    def options(self) -> dict[str, Any]:
        """What the client is to be given. It asks for each secret when it sends it: behind the handshake."""
        options: dict[str, Any] = {}
        if self._met is not None:
            options["tls"] = self._met.context
        if self._creds:
            options |= {"user_jwt_cb": self._jwt, "signature_cb": self._signature}
        elif self._sharing.secret:
            options |= {"user": self._user, "password": self._password}
        return options

    def check(self) -> None:
        """Whether the other side has shown that it is the one that is meant.

        Raises:
            Refused: it has not.
        """
        if self._met is not None and not self._met.yes:
            raise Refused(
                f"the server at {', '.join(self._sharing.urls)} speaks without TLS",
                "nothing was sent to it; nats:// names one without, and needs --insecure",
            )

    def stranger(self, server: str, error: ssl.SSLError) -> Refused:
        """Why the handshake ended."""
        if self._sharing.pin:
            return Refused(
                f"the server at {server} is not the one of this line: it shows another certificate",
                "nothing was sent to it; ask for a new line",
            )
        why = getattr(error, "verify_message", "") or error.reason or str(error)
        return Refused(
            f"the server at {server} shows a certificate that is not trusted ({why})",
            "nothing was sent to it; --ca FILE names who signs it",
        )

    def turned_away(self, server: str) -> Refused:
        """Why the server did not let this member in."""
        if self._creds:
            return Refused(f"the server at {server} does not take {self._sharing.creds}", "ask who runs it")
        if self._sharing.role == "lead":
            return Refused(
                f"the server at {server} was not told the secrets of this incident",
                "`pmtui share --config` prints what it is to be told, then `nats-server --signal reload`; "
                "or name your credentials: --creds FILE",
            )
        return Refused(
            f"the server at {server} does not take this secret: the line was ended",
            "ask for the new one (`pmtui share --new-link` prints it), and `pmtui join` it",
        )

    def _user(self) -> str:
        self.check()
        return f"{self._sharing.id}_{self._sharing.role}"

    def _password(self) -> str:
        self.check()
        return self._sharing.secret

    def _jwt(self) -> bytearray:
        self.check()
        return bytearray(self._part(0))

    def _signature(self, nonce: str) -> bytes:
        self.check()
        import nkeys

        keys = nkeys.from_seed(bytearray(self._part(1)))
        try:
            return base64.b64encode(keys.sign(nonce.encode()))
        finally:
            keys.wipe()

    def _part(self, number: int) -> bytes:
        found = _PART.findall(self._creds)
        if len(found) != 2:
            raise Refused(f"{self._sharing.creds} holds no credentials of NATS", "name a .creds file")
        return str(found[number]).encode()
