"""Makes input that is nearly right: pieces that a door knows, cut, doubled, swapped and broken."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.output.strategies import HOSTILE
from tests.storage.faults import HOSTILE as STORED

ESCAPES = (
    *(
        "\x1b]0;owned\x07",
        "\x1b[2J",
        "\x9b31m",
        "\u202e",
        "\u2066x\u2069",
        "\ufeff",
        "\x00",
        "\r",
        "\x85",
        "\u2028",
    ),
    *(
        "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
        "\U000e0041",
        "\u3000",
        "\u00a0",
        "\t",
    ),
)
TEXTS = (
    *HOSTILE[:-1],
    *STORED[:3],
    *ESCAPES,
    "=cmd|'/C calc'!A0",
    "../../etc/passwd",
    "$(id)",
    "`id`",
    "javascript:x",
)
NUMBERS = (
    "0",
    "-1",
    "9" * 20,
    "2147483648",
    "1e400",
    "0x10",
    "٣",
    "¹",
    "-0",
    "9007199254740993",
    "NaN",
    "1_0",
    "10" * 50,
)


class Dice(random.Random):
    """Random numbers, and what is made with them."""

    def text(self, most: int = 4) -> str:
        """A text as people, pastes and enemies write it."""
        return "".join(self._word() for _ in range(self.randrange(most + 1)))

    def _word(self) -> str:
        kind = self.randrange(5)
        if kind == 0:
            return "".join(chr(self._letter()) for _ in range(self.randrange(6)))
        if kind == 1:
            return self.choice(NUMBERS)
        return self.choice(TEXTS) + self.choice(("", " ", "\n"))

    def _letter(self) -> int:
        letter = self.choice((self.randrange(128), self.randrange(0x3000), self.randrange(0x110000)))
        return 32 if 0xD800 <= letter < 0xE000 else letter

    def pieces(self, known: Sequence[str], most: int) -> str:
        """Some of the pieces in any order, now and then with something else between them."""
        parts = []
        for _ in range(self.randrange(1, most + 1)):
            parts.append(self.text(1) if self.randrange(6) == 0 else self.choice(known))
        return "".join(parts)

    def broken(self, data: bytes) -> bytes:
        """The bytes with one to three of them changed, taken out, doubled or put elsewhere."""
        raw = bytearray(data)
        for _ in range(self.randrange(1, 4)):
            at, end = sorted((self.randrange(len(raw) + 1), self.randrange(len(raw) + 1)))
            end = min(end, at + self.choice((1, 2, 8, 40)))
            kind = self.randrange(5)
            if kind == 0 and at < len(raw):
                raw[at] = self.randrange(256)
            elif kind == 1:
                del raw[at:end]
            elif kind == 2:
                raw[at:at] = raw[at:end]
            elif kind == 3:
                raw[at:end] = self.choice((*NUMBERS, *TEXTS)).encode()
            else:
                piece = raw[at:end]
                del raw[at:end]
                there = self.randrange(len(raw) + 1)
                raw[there:there] = piece
        return bytes(raw)
