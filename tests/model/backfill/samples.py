"""The samples of what others recorded, and what each becomes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pmtui.model import entries as e
from pmtui.model.backfill.again import fresh
from pmtui.model.backfill.items import AS_IT_IS, Document, Found, How
from pmtui.model.backfill.propose import Clocks, Proposed, entries, proposals
from pmtui.model.backfill.recognise import read
from pmtui.model.incident.incident import Incident
from pmtui.model.line.arguments import Context
from tests.output.making import DAY, make

NOW = datetime(2026, 11, 26, 20, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "data" / "imports"


def sample(name: str) -> list[Document]:
    """The files of a sample."""
    path = SAMPLES / name
    if path.is_file():
        return [Document(name, path.read_bytes())]
    files = sorted(each for each in path.rglob("*") if each.is_file())
    return [Document(f"{name}/{each.relative_to(path)}", each.read_bytes()) for each in files]


def here(*more: e.Entry) -> Context:
    """An incident that grows with what is proposed."""
    return Context(Incident([make(e.Opened, 0, zone="UTC", opened=DAY), *more]), NOW, "me")


def proposed(found: Found) -> list[Proposed]:
    """What it would record."""
    return proposals(found, Clocks("UTC", NOW))


START = How(start=datetime(2026, 11, 20, 14, tzinfo=UTC))


def how(name: str) -> How:
    """What a person must say about a sample."""
    return START if name.endswith(".vtt") else AS_IT_IS


def look(name: str) -> Found:
    """A sample, as it is recognised."""
    return read(sample(name), how(name))


def told(found: Found) -> list[str]:
    """`14:02:10 note Ana A: checkout answers 503` of each, with `*` for a key moment."""
    rows = []
    for each, entry in entries(proposed(found), here()):
        at = f"{entry.at:%d %H:%M:%S}" if entry.at else "?"
        author = f"{entry.author}: " if entry.author else ""
        rows.append(f"{at} {e.kind_of(entry)} {author}{entry.says}{' *' if each.key else ''}")
    return rows


def recorded(found: Found, *before: e.Entry) -> list[e.Entry]:
    """An incident with those entries and what is new of it."""
    context = here(*before)
    new = fresh(proposed(found), here(*before))
    entries(new.proposed, context)
    return [entry for entry in context.incident.entries if not isinstance(entry, e.Opened)]


SLACK = [
    "20 14:02:10 note Ana A: checkout answers 503, @Bo B can you look? <b>",
    "20 14:03:00 note alertbot: [FIRING] 5xx on shop",
    "20 14:04:00 note Bo B: looking, pool is empty dashboard (https://example.org/d/1)",
    "20 14:20:00 note Bo B: rolled back to 4.2 *",
]
PAGERDUTY = [
    "20 14:01:00 detected shop: [#7] 5xx on shop: Triggered through the API",
    "20 14:01:20 note Ana A: Notified Ana via push",
    "20 14:03:00 acknowledged Ana A: Acknowledged by Ana A",
    "20 14:04:00 note Bo B: pool is empty",
    "20 14:10:00 escalate shop: Cy C: Escalated to level 2",
    "20 14:30:00 resolved Bo B: Resolved by Bo B",
]
STATUSPAGE = [
    "20 14:00:00 started Checkout fails",
    "20 14:05:00 update customers: Some orders fail.",
    "20 14:15:00 update customers: We found the cause.",
    "20 14:15:00 identified ",
    "20 14:35:00 update customers: Orders go through again.",
    "20 14:35:00 resolved ",
]

PASTE = [
    "26 14:02:00 note Ana A: checkout answers 503, @bo can you look?",
    "26 14:04:00 note Bo B: looking, pool is empty",
    "26 14:05:00 note Bo B: it is the new pool size",
    "26 14:06:00 note alertbot: [FIRING] 5xx on shop",
    "26 14:20:00 note Bo B: rolled back to 4.2",
]
TWO = ["20 14:02:00 note Ana A: checkout answers 503", "20 14:04:00 note Bo B: pool is empty"]
IRC = [
    "20 14:02:00 note ana: checkout answers 503",
    "20 14:04:00 note bo: pool is empty",
    "20 14:05:00 note bo: rolls back",
    "21 00:10:00 note ana: all calm",
]
JOURNAL = [
    "20 14:02:00 note postgres@db1: remaining connection slots are reserved",
    "20 14:04:00 note systemd@db1: Restarted shop.service",
]
REPORT_1 = [
    "? write introduction: In the fast-paced world of technology, incidents happen. In this postmortem, we explore an "
    "unexpected service outage that occurred on October 15, 2023, and how we responded to it.",
    "15 10:30:00 started ",
    "15 12:45:00 resolved ",
    "? write impact: - The e-commerce website was down, causing a 25% drop in sales.\n"
    "- Users experienced slow page loads and login failures.",
    "? write root_cause: A database server failure due to a sudden increase in traffic.",
    "15 10:30:00 note The issue was detected through monitoring alerts indicating database server overload.",
    "15 10:32:00 note The incident response team was alerted.",
    "15 10:40:00 note Initial investigation pointed to a database issue. The assumption was that recent changes in "
    "code triggered this.",
    "15 11:00:00 note Misleading paths were explored, including potential DDoS attacks and infrastructure issues.",
    "15 11:15:00 note The incident was escalated to the database team.",
    "15 12:45:00 note The incident was resolved after identifying the database server overload as the root cause and "
    "applying load balancing.",
    "? write +root_cause: The root cause was an unexpected surge in traffic due to a popular product release. This "
    "caused the database server to become overloaded. The issue was resolved by implementing load balancing to "
    "distribute the traffic evenly across database servers.",
    "? improve Implement automatic scaling to handle traffic spikes.",
    "? improve Improve monitoring and alerting for database server loads.",
    "? improve Review code changes for potential performance impacts.",
    "? task Set up automatic scaling for database servers (due 2023-11-15)",
    "? task Enhance monitoring and alerting system (due 2023-10-31)",
    "? task Conduct a code review to identify performance bottlenecks (due 2023-11-30)",
    "? note Making it Engaging\n\n…",
    "? write conclusion: …",
]
REPORT_2 = [
    "? note E-MALL CRASH INCIDENT REPORT\n\n…",
    "15 09:45:00 started ",
    "15 11:30:00 resolved ",
    "? write impact: …",
    "15 09:45:00 note The issue was detected through automated monitoring alerts on elevated response times and error "
    "rates.",
    "15 09:50:00 note The operations team began investigating server logs and identified a surge in database "
    "connection attempts.",
    "15 10:05:00 note Assumed the issue might be due to a DDoS attack, initiated traffic analysis, but no malicious "
    "activity was detected.",
    "15 10:30:00 note Realized the database was under stress, focused investigation on database performance.",
    "15 10:45:00 note Identified inefficient queries causing a spike in CPU usage on the database server.",
    "? misleading Investigated network issues initially, leading to a temporary misallocation of resources.",
    "? misleading Explored the possibility of a recent code deployment causing issues, but version control and "
    "rollbacks proved this assumption wrong.",
    "15 11:00:00 note Incident escalated to the development team to optimize database queries.",
    "15 11:15:00 note Communications team informed for customer-facing updates.",
    "15 11:30:00 note The development team optimized database queries, reducing the load on the database server.",
    "15 11:35:00 note Normal website functionality restored; users experienced improved page load times.",
    "? write root_cause: …",
    "? write resolution: …",
    "? improve Implement enhanced monitoring to proactively identify and address traffic spikes.",
    "? improve Conduct regular performance testing to optimize database queries and server configurations.",
    "? task Implement caching mechanisms to handle sudden traffic increases. (term short)",
    "? task Update monitoring thresholds to trigger alerts earlier during unusual traffic patterns. (term short)",
    "? task Schedule regular database performance reviews and optimizations. (term medium)",
    "? task Conduct a post-mortem review to improve incident response and communication. (term medium)",
    "? task Explore load balancing solutions to distribute traffic efficiently. (term long)",
    "? task Collaborate with infrastructure providers to prepare for scalable resources during peak times. (term long)",
    "? write conclusion: …",
]
"""Of the long ones the beginning."""
LOOP = "$ for i in 1 2; do\n  kubectl get pod $i\ndone"
FISH = "$ for i in 1 2\n  echo a\\b\nend"

ROWS: list[tuple[str, str, list[str]]] = [
    ("slack-export", "slack", SLACK),
    ("pagerduty-log-entries.json", "pagerduty", PAGERDUTY),
    (
        "alertmanager-webhook-real.json",
        "alertmanager",
        [
            "26 07:00:30 detected by monitoring: Shop5xx: 5xx over 5 % on shop (service=shop, severity=critical)"
        ],
    ),
    ("statuspage-incidents.json", "statuspage", STATUSPAGE),
    ("bash_history", "bash", ["20 14:03:00 note $ kubectl get pods", f"20 14:20:00 note {LOOP}"]),
    ("fish_history", "fish", ["20 14:03:00 note $ kubectl get pods", f"20 14:20:00 note {FISH}"]),
    (
        "zsh_history",
        "zsh",
        [
            "20 14:03:00 note $ kubectl get pods -n shop",
            "20 14:20:00 note $ kubectl rollout undo deploy/shop (took 12 s)",
        ],
    ),
    (
        "history.txt",
        "history",
        [
            "26 08:09:19 note $ kubectl get pods",
            "26 08:09:19 note $ kubectl rollout undo deploy/shop",
        ],
    ),
    (
        "atuin.txt",
        "atuin",
        [
            "20 14:03:00 note $ kubectl get pods -n shop",
            "20 14:05:10 note $ for pod in a b\ndo kubectl logs $pod\ndone (took 2 s)",
            "20 14:20:00 note $ kubectl rollout undo deploy/shop (took 7 m)",
        ],
    ),
    ("slack-paste.txt", "slack-paste", PASTE),
    ("slack-paste2.txt", "slack-paste", PASTE[:3]),
    ("teams-paste.txt", "teams-paste", TWO),
    ("whatsapp.txt", "whatsapp", TWO),
    ("irssi.log", "irssi", IRC),
    ("weechat.log", "weechat", ["20 14:02:10" + IRC[0][11:], *IRC[1:3]]),
    ("git.txt", "git", ["20 14:01:00 note Bo: change 1", "20 14:02:00 note Bo: change 2"]),
    ("journalctl-iso.txt", "journal-iso", JOURNAL),
    ("journalctl-short.txt", "journal-short", JOURNAL),
    ("journalctl.jsonl", "journal", [JOURNAL[0], "20 14:04:00 note systemd@db1: Restart"]),
    (
        "discord.json",
        "discord",
        ["20 14:02:10 note Ana: checkout answers 503", "20 14:04:00 note Bo: pool is empty *"],
    ),
    (
        "gh-issue.json",
        "github",
        [
            "20 14:01:00 note ana: Checkout down\n\n503 since 14:00",
            "20 14:02:00 note ana: looking\n\nmore lines",
            "20 14:04:00 note bo: pool is empty",
        ],
    ),
    (
        "grafana-annotations.json",
        "grafana",
        ["20 14:02:10 note ana: deployed 4.2", "20 14:04:00 note 5xx on shop (alerting)"],
    ),
    (
        "k8s-events.json",
        "kubernetes",
        [
            "20 14:12:00 note kubelet: BackOff Pod/shop-7c-x: Back-off restarting failed container (×9)",
            "20 14:20:00 note deployment-controller: ScalingReplicaSet Deployment/shop: "
            "Scaled up replica set shop-6 to 3",
        ],
    ),
    (
        "mattermost.jsonl",
        "mattermost",
        ["20 14:02:10 note ana: checkout answers 503 *", "20 14:04:00 note bo: pool is empty"],
    ),
    ("teams.json", "teams", ["20 14:02:10" + TWO[0][11:], TWO[1]]),
    ("telegram.json", "telegram", ["20 14:02:10 note Ana A: see https://example.org/d/1 now", TWO[1]]),
    ("events.csv", "table", [TWO[0] + ", /strike #1", TWO[1], "? note no time at all"]),
    ("timeline.tsv", "table", TWO),
    (
        "zoom.vtt",
        "transcript",
        ["20 14:02:10 note Ana A: checkout answers 503", "20 14:04:00 note Bo B: the pool is empty"],
    ),
    ("wrong-field.jsonl", "json", ["20 14:00:00 note pool is empty"]),
    ("postmortem-1.md", "lines", REPORT_1),
    ("postmortem-2.md", "lines", REPORT_2),
    ("zulip.json", "zulip", ["20 14:02:10 note Ana A: @Bo checkout answers 503 <b>\none\ntwo", TWO[1]]),
]
"""By the sample: its format, and every item as `told` has it; of a long one the beginning, and `…`."""
