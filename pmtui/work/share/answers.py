"""What JetStream answers, and what it means when it says no."""

from __future__ import annotations

import msgspec

from pmtui.work.share.engine import Refused

_NOT_FOUND, _NO_JETSTREAM = 10059, (10039, 10076)
_NO_SPACE = (10002, 10023, 10028, 10047)
_THERE = "maximum messages per subject exceeded"


class Error(msgspec.Struct, frozen=True):
    """Why it says no."""

    err_code: int = 0
    description: str = ""


class Config(msgspec.Struct, frozen=True):
    """How it keeps a stream."""

    max_msgs_per_subject: int = 0
    allow_direct: bool = False
    discard_new_per_subject: bool = False


class State(msgspec.Struct, frozen=True):
    """What a stream holds."""

    messages: int = 0
    subjects: dict[str, int] | None = None


class Answer(msgspec.Struct, frozen=True):
    """What JetStream answers."""

    error: Error | None = None
    config: Config = Config()
    state: State = State()
    total: int = 0

    @property
    def has_no_store(self) -> bool:
        """Whether there is no stream of this name."""
        return self.error is not None and self.error.err_code == _NOT_FOUND

    @property
    def was_there(self) -> bool:
        """Whether the message was not taken because it is stored already."""
        return self.error is not None and _THERE in self.error.description


def check(answer: Answer, server: str, stream: str) -> None:
    """Whether the stream is there, and keeps each message once, for good.

    Raises:
        Refused, TimeoutError: it does not, or as `refusal`.
    """
    if answer.error:
        raise refusal(answer.error, server)
    kept = answer.config
    if not (kept.max_msgs_per_subject == 1 and kept.allow_direct and kept.discard_new_per_subject):
        raise Refused(
            f"the server at {server} keeps something else under the name {stream}",
            "delete that stream; every member's journal is a full copy",
        )


def refusal(error: Error, server: str) -> Exception:
    """What is to be raised: a refusal that somebody must do something about, else a time-out, and it is tried again."""
    why = error.description
    if error.err_code in _NO_JETSTREAM:
        return no_jetstream(server)
    if error.err_code in _NO_SPACE or "maximum bytes" in why or "no space" in why:
        return Refused(f"the server at {server} is out of space ({why})", "make room there")
    return TimeoutError(f"the server at {server} says: {why}")  # as a cluster without a leader


def no_jetstream(server: str) -> Refused:
    """It only passes messages on."""
    return Refused(f"the server at {server} has no JetStream", "switch it on: nats-server -js")
