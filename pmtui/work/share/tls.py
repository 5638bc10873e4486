"""Whom a secret may go to: the server whose certificate is named in the line, or signed by who is trusted."""

from __future__ import annotations

import hashlib
import ssl

from pmtui.work.share.engine import Refused


class Met:
    """One TLS connection to come: what it must show, and whether it has."""

    def __init__(self, pin: str = "", ca: str = "") -> None:
        """
        Args:
            pin: the SHA-256 of the certificate, in hexadecimal digits; then nothing else of it counts.
            ca: certificates in PEM that may have signed it; empty for those that the system trusts.

        Raises:
            Refused: these certificates cannot be read.
        """
        self._pin = pin
        self.yes = False
        """The other side is the one that is meant: set at the end of the handshake."""
        self.context = self._pinned() if pin else self._signed(ca)
        self.context.sslobject_class = self._object_class()

    def _pinned(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context

    def _signed(self, ca: str) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cadata=ca or None)
        except ssl.SSLError:
            raise Refused("the certificates of --ca cannot be read", "name a file in PEM") from None

    def _object_class(self) -> type[ssl.SSLObject]:
        met = self

        class Checked(ssl.SSLObject):
            """Ends the handshake with a stranger, before a byte of ours is sent."""

            def do_handshake(self) -> None:
                super().do_handshake()
                shown = hashlib.sha256(self.getpeercert(True) or b"").hexdigest()
                if met._pin and shown != met._pin:
                    raise ssl.SSLCertVerificationError(f"another certificate: {shown}")
                met.yes = True

        return Checked
