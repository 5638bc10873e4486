"""As much of GitHub's API as its client needs to file an issue, on loopback."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme


class GitHub(ThreadingHTTPServer):
    """One repository, `shop/checkout`; it refuses issues once it has as many as it takes."""

    def __init__(self, most: int) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.most = most
        self.issues: list[dict[str, str]] = []
        """What was filed: `title` and `body`."""

    @property
    def host(self) -> str:
        """What the client calls it."""
        return f"localhost:{self.server_address[1]}"

    def answer(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        """What a GraphQL query gets."""
        if "createIssue(" in query:
            return self._create(variables["input"])
        if (variables["owner"], variables["name"]) == ("shop", "checkout"):
            return {"data": {"repository": _REPOSITORY}}
        return _failure("Could not resolve to a Repository")

    def _create(self, given: dict[str, Any]) -> dict[str, Any]:
        if len(self.issues) >= self.most:
            return _failure("was submitted too quickly")
        assert given["repositoryId"] == _REPOSITORY["id"]
        self.issues.append({"title": given["title"], "body": given["body"]})
        number = len(self.issues)
        address = f"https://{self.host}/shop/checkout/issues/{number}"
        return {"data": {"createIssue": {"issue": {"id": f"I_{number}", "url": address}}}}


_REPOSITORY = {
    "id": "R_1",
    "name": "checkout",
    "owner": {"login": "shop"},
    "hasIssuesEnabled": True,
    "viewerPermission": "WRITE",
    "defaultBranchRef": {"name": "main"},
}


def _failure(message: str) -> dict[str, Any]:
    return {"data": None, "errors": [{"message": message}]}


class _Request(BaseHTTPRequestHandler):
    server: GitHub

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = json.dumps(self.server.answer(asked["query"], asked.get("variables") or {})).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def standing_in(folder: Path, most: int = 100) -> Iterator[tuple[GitHub, dict[str, str]]]:
    """A stand-in that answers, and the variables with which `gh` speaks to it and to nobody else.

    Args:
        folder: for its certificate and the client's settings.
        most: how many issues it takes.
    """
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(folder / "authority.pem")
    server = GitHub(most)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield (
            server,
            {
                "GH_HOST": server.host,
                "GH_ENTERPRISE_TOKEN": "a-token",
                "GH_CONFIG_DIR": str(folder / "gh"),
                "GH_NO_UPDATE_NOTIFIER": "1",
                "SSL_CERT_FILE": str(folder / "authority.pem"),
                "HOME": str(folder),
            },
        )
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
