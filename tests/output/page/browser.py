"""A page in the eyes of a parser and of a real browser."""

from __future__ import annotations

import json
import re
import shutil
import socketserver
import subprocess
import threading
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = Path(__file__).parents[3] / ".venv/npm/node_modules/axe-core/axe.min.js"
_CALL = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
_VOID = {"meta", "br", "hr", "link", "img", "input"}
_FRAME = """<!DOCTYPE html><iframe id="it" style="border:0;width:{width}px;height:2000px" srcdoc="{page}"></iframe>
<script>addEventListener("load", () => {{
  const page = document.getElementById("it").contentDocument;
  const over = [...page.querySelectorAll("body *")].filter(
    (it) => !it.closest("figure svg") && it.getBoundingClientRect().right > {width} + 1);
  const words = over.map((it) => it.outerHTML.slice(0, 80));
  document.title = `${{page.documentElement.scrollWidth}} ${{page.querySelectorAll("section").length}} ${{words}}`;
}})</script>"""
"""Looks at a page as wide as is asked: which elements reach over its edge, but for what scrolls in the picture's frame.

A window has a least width, a frame has none; and the page's own policy, which allows no script, stays in force.
"""


_AXE = """<script>{axe}</script><script>addEventListener("load", () => axe.run().then((found) => {{
  const where = (it) => it.nodes.map((node) => node.html.slice(0, 120)).join(" | ");
  const said = found.violations.map((it) => `${{it.id}}: ${{where(it)}}`);
  parent.document.title = JSON.stringify([found.passes.length, ...said]);
}}))</script>"""
"""Has axe look at the page that it stands in, whose policy was taken out for it."""
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


class Page(HTMLParser):
    """The elements of a page, read as a browser reads them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.wrong: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.wrong += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps the element with its attributes."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.text += " " if tag in ("td", "th", "dt", "dd", "li") else ""
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One that ends where it begins, in the picture."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Closes the element that is open."""
        if not self._open or self._open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        """Keeps what is read."""
        self.text += data

    @property
    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        """The elements and the names of their attributes, but for links and what only lays out."""
        return [(t, tuple(n for n in a if n != "class")) for t, a in self.elements if t != "a"]


def without_picture(html: str) -> str:
    """The page without the chart, whose elements depend on the length of words."""
    return re.sub(r"<svg .*?</svg>", "", html, flags=re.DOTALL)


def _title(document: str, folder: Path, *options: str) -> str:
    """The title that the scripts of a document have given it when they are done."""
    assert BROWSER, "no Chromium or Chrome on this machine; .ci/outside installs one"
    file = folder / "page.html"
    file.write_text(document)
    dom = subprocess.run(
        [
            *(BROWSER, *_CALL, *options, "--window-size=1400,2000"),
            *(f"--user-data-dir={folder / 'profile'}", "--dump-dom", str(file)),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    title = re.search(r"<title>(.*?)</title>", dom, re.DOTALL)
    assert title is not None
    return title[1].strip()


def measured(html: str, width: int, folder: Path) -> str:
    """What a browser says of the page: the width of its content, its parts, and what reaches over the edge."""
    return _title(_FRAME.format(width=width, page=escape(html)), folder)


def violations(html: str, width: int, folder: Path, *, dark: bool = False) -> list[str]:
    """What axe finds in a page that keeps somebody from reading it, at this width and in this colour scheme."""
    assert AXE.is_file(), "no axe-core; .ci/outside installs it"
    page, many = POLICY.subn("", html)
    assert many == 1
    page = page.replace("</body>", f"{_AXE.format(axe=AXE.read_text())}</body>")
    frame = f'<iframe style="border:0;width:{width}px;height:2000px" srcdoc="{escape(page)}"></iframe>'
    scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
    said = _title(f"<!DOCTYPE html><title></title>{frame}", folder, scheme, "--virtual-time-budget=20000")
    passed, *found = json.loads(unescape(said))
    assert passed > 15, said
    return [str(each) for each in found]


def opened(document: str, suffix: str, folder: Path) -> tuple[str, list[str]]:
    """What a browser makes of a document, and what it asked of anybody: the first line of each request.

    It reaches the world through a proxy of this test alone, which gives nothing.
    """
    assert BROWSER, "no Chromium or Chrome on this machine; .ci/outside installs one"
    file = folder / f"document{suffix}"
    file.write_text(document)
    asked: list[str] = []

    class Proxy(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            asked.append(self.rfile.readline().decode(errors="replace"))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Proxy) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        dom = subprocess.run(
            [
                *(BROWSER, *_CALL),
                *(
                    f"--proxy-server=127.0.0.1:{proxy.server_address[1]}",
                    f"--user-data-dir={folder / 'profile'}",
                ),
                *("--virtual-time-budget=2000", "--dump-dom", str(file)),
            ],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout
        proxy.shutdown()
    return dom, asked
