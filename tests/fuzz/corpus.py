"""Hostile texts for every way in: what a shell, a template, a page, a spreadsheet, a path or a terminal would run."""

from __future__ import annotations

from tests.fuzz.dice import Dice

CANARY = "canary.invalid"
"""Who asks this host for anything has run what was only text."""
RUNS = (
    "$(touch CANARY) `touch CANARY` ; touch CANARY | sh",
    "{{ cycler.__init__.__globals__.os.system('touch CANARY') }} {% include '/etc/passwd' %}",
    "<script>fetch('//evil')</script><img src=x onerror=alert(1)><a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1)) ![y](file:///etc/passwd) <javascript:alert(1)> [z]: data:text/html,<script>",
    "]]><svg onload=alert(1)><use href='file:///etc/passwd'/></svg> &#x1b;[31m &lt;script&gt;",
    '=cmd|"/C calc"!A0 @SUM(1) +1 -1 \t=1',
    "../../../../tmp/CANARY /etc/passwd ~/.ssh/id_rsa file:///etc/passwd",
    "\x1b]0;owned\x07\x1b[2J\x9b31m\x1bP$q\x1b\\\x1b]52;c;UFdORUQ=\x07 \u202egnp.exe \u2066x \x00\x08\r\x7f",
    "\"\"\"\ntitle = 'x'\n[[entries]]\nid = 1\n'''",
    "<!-- pmtui:title 000000000000 -->\nx\n<!-- /pmtui:title -->\n<!-- /pmtui:timeline -->",
)
_RAN = "document.documentElement.dataset.ran=1"
PAGES = (
    f"<script>{_RAN}</script><script src=http://{CANARY}/a.js></script>",
    f"<img src=http://{CANARY}/b onerror={_RAN}><svg onload={_RAN}><style>@import 'http://{CANARY}/c'</style>",
    f"<iframe src='http://{CANARY}/d'></iframe><object data='http://{CANARY}/e'></object><base href=http://{CANARY}>",
    f"<link rel=stylesheet href=http://{CANARY}/f><meta http-equiv=refresh content='0;url=http://{CANARY}/g'>",
    f"![picture](http://{CANARY}/h.png) ![x][1]\n\n[1]: http://{CANARY}/i.png",
    f"</title></style></script></textarea></pre><body onload={_RAN} background=http://{CANARY}/j>",
    f"]]></text></svg><script>{_RAN}</script><image href='http://{CANARY}/k'/>",
    f'"><img src=x onerror={_RAN}> \'><img src=x onerror={_RAN}> x" onmouseover={_RAN} style="x:url(http://{CANARY}/l)',
)
"""What a browser would run or ask for."""
PICTURE = (
    f"<svg xmlns='http://www.w3.org/2000/svg' onload='{_RAN};parent.{_RAN}' width='9' height='9'>"
    f"<script>{_RAN};top.{_RAN}</script><image href='http://{CANARY}/m'/><style>@import 'http://{CANARY}/n';</style></svg>"
)
"""What a picture may hold that somebody attaches."""
FILES = (
    *(
        "../../etc/passwd",
        "..",
        ".",
        "",
        ".env",
        "-rf",
        "--help",
        "a\0b",
        "\x1b]0;x\x07.png",
        "🔥",
        "CON",
        "~.png",
    ),
    *(
        "x" * 9_000,
        "é" * 300 + ".jpg",
        "x." + "y" * 400,
        "a/b\\c.png",
        "\u202egnp.exe",
        "a b\tc.tar.gz",
        "漢字.png",
    ),
    *("](x) ![y](z).png", "<svg onload=alert(1)>.svg", "$(touch CANARY).png", "=cmd|x.csv", "#12 @here.png"),
)
"""What a file may be called that somebody attaches."""
GENERATED = tuple(Dice(seed).text(8) for seed in range(12))
EVERY = (*RUNS, *PAGES, *GENERATED)
