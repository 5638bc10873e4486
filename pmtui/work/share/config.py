"""What a nats-server is told: who may do what in an incident, and how durable it is."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pmtui.storage.sharing import Sharing

LARGEST = "8MB"
"""The largest message: an entry, or a part of what is attached."""
_TEAM = """\
# A nats-server of 2.10.23 or newer for the incidents of a team: nats-server -c nats.conf
listen: "0.0.0.0:4222"
max_payload: {largest}
jetstream {{
  store_dir: "/var/lib/nats"
  sync_interval: always
}}
# Its certificate. Who has no TLS leaves this out, and everything can be read on the way.
tls {{
  cert_file: "/etc/nats/server.pem"
  key_file: "/etc/nats/server.key"
}}
# One account an incident: whoever is let into one sees nothing of the others.
accounts {{
{accounts}
}}
"""
_HERE = """\
listen: {listen}
server_name: {name}
max_payload: {largest}
pid_file: {pid}
jetstream {{
  store_dir: {store}
  sync_interval: always
}}
tls {{
  cert_file: {certificate}
  key_file: {key}
}}
accounts {{
{accounts}
}}
"""


def team(sharings: Sequence[Sharing]) -> str:
    """The configuration of a team's server."""
    return _TEAM.format(largest=LARGEST, accounts="\n".join(map(account, sharings)))


def here(sharing: Sharing, listen: str, files: dict[str, str]) -> str:
    """The configuration of a server for one incident.

    Args:
        sharing: the incident's.
        listen: address and port.
        files: where pid, store, certificate and key are.
    """
    quoted = {name: _text(path) for name, path in files.items()}
    return _HERE.format(
        listen=_text(listen),
        name=_text(f"pmtui-{sharing.id}"),
        largest=LARGEST,
        accounts=account(sharing),
        **quoted,
    )


def account(sharing: Sharing) -> str:
    """Who may do what in one incident: its members, and the lead, who also erases and ends it."""
    users = "\n".join(
        _user(sharing.id, role, secret)
        for role, secret in (("member", sharing.members), ("lead", sharing.secret))
    )
    return f"  {_text(f'PMTUI_{sharing.id}')} {{\n    jetstream: enabled\n    users: [\n{users}\n    ]\n  }}"


def _user(incident_id: str, role: str, secret: str) -> str:
    subject, stream = f"pmtui.{incident_id}", f"PMTUI_{incident_id}"
    api = ["STREAM.INFO.{}", "DIRECT.GET.{}.>", "STREAM.CREATE.{}"]
    if role == "lead":
        api += ["STREAM.MSG.DELETE.{}", "STREAM.DELETE.{}"]
    publish = [f"{subject}.{kind}.>" for kind in "eap"] + [f"$JS.API.{each.format(stream)}" for each in api]
    subscribe = [f"_INBOX_{incident_id}_{role}.>", f"{subject}.>"]
    return (
        f"      {{ user: {_text(f'{incident_id}_{role}')}, password: {_text(secret)}, permissions: {{\n"
        f"          publish: {_list(publish)}\n"
        f"          subscribe: {_list(subscribe)} }} }}"
    )


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _text(text: str) -> str:
    return msgspec.json.encode(text).decode()
