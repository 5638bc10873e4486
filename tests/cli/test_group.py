"""One folder, several users: each member of the group reads and writes all but what others have not saved."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.calling import Called, environment, process
from tests.tui.live.terminal import Terminal

GROUP = 100
LEFT = """
import os, sys
from pathlib import Path
from pmtui.storage.scratch import Scratch
from pmtui.storage.unsent import Line, Unsent, UnsentState
folder, text = Path(sys.argv[1]), sys.argv[2]
window = Unsent(folder)
window.save(UnsentState(half=Line(text)))
window.reserve()
editor = Scratch(folder, "summary", "")
editor.path.write_text(text)
os._exit(0)
"""
"""A window and an editor that end at once, with what was typed there."""
SHARED = """
import sys
from pathlib import Path
from pmtui.storage.sharing import Sharing, keep
keep(Path(sys.argv[1]), Sharing(id="", urls=("tls://127.0.0.1:1",), me="me"))
"""
FOUND = """
import sys
from pathlib import Path
from pmtui.storage.scratch import left
from pmtui.storage.unsent import Unsent
unsent, unread = Unsent.claim(Path(sys.argv[1]), lambda id: None)
print([unsent.state.half.text, *(line.text for line in unsent.state.parked)], [*left(Path(sys.argv[1]))], unread)
"""


class Member(NamedTuple):
    """A user of the machine who is in the group."""

    user: int
    home: Path
    mask: int

    @property
    def name(self) -> str:
        """As the machine has it."""
        return pwd.getpwuid(self.user).pw_name

    @property
    def prefix(self) -> list[str]:
        """What makes a command theirs."""
        return ["setpriv", f"--reuid={self.user}", f"--regid={GROUP}", "--clear-groups", "--inh-caps=-all"]

    def __call__(self, *words: str, typed: str = "") -> Called:
        """One call of theirs, which must succeed without a word about rights."""
        done = self.run("-m", "pmtui", *words, typed=typed)
        assert done.status == 0, done
        assert "ermission denied" not in done.err, done
        return done

    def run(self, *words: str, typed: str = "") -> Called:
        """One Python of theirs."""
        done = subprocess.run(
            [*self.prefix, sys.executable, *words],
            env=environment(self.home, USER=self.name),
            input=typed,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            umask=self.mask,
        )
        return Called(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def home() -> Iterator[Path]:
    """Where other users of the machine get to, which the folders of tests are not."""
    top = Path(tempfile.mkdtemp())
    top.chmod(0o755)
    home = top / "home"
    home.mkdir()
    yield home
    shutil.rmtree(top)


@pytest.fixture
def members(home: Path) -> tuple[Member, Member]:
    """Two people; one keeps what they make for themselves, as far as the umask can."""
    return Member(1, home, 0o077), Member(2, home, 0o002)


def several() -> str:
    """Why there cannot be several users here; empty when there can."""
    if os.geteuid() != 0:
        return "only root can be several users"
    done = Member(1, Path("/"), 0).run("-c", "import pmtui")
    return "" if done.status == 0 else f"other users cannot run this Python: {done.err}"


WHY = several()
pytestmark = pytest.mark.skipif(WHY != "", reason=WHY)


def inherit(home: Path, members: tuple[Member, Member]) -> None:
    """A home that its maker gave to the group."""
    os.chown(home, 0, GROUP)
    home.chmod(0o2770)


def set_up(home: Path, members: tuple[Member, Member]) -> None:
    """A home of one member's, whose settings say that it is shared."""
    os.chown(home, members[0].user, GROUP)
    home.chmod(0o750)
    (home / "settings.toml").write_text('shared = "group"\n')


def wrong(home: Path) -> dict[str, str]:
    """What of the incidents has other rights, or another group, than all members need."""
    found = {}
    for path in (home / "incidents").rglob("*"):
        mode, each = path.stat().st_mode, not {"unsent", "scratch"}.isdisjoint(path.parts)
        folder = stat.S_ISDIR(mode)
        right = {(True, True): 0o3770, (True, False): 0o2770, (False, True): 0o600, (False, False): 0o660}[
            folder, each
        ]
        if (stat.S_IMODE(mode), path.stat().st_gid) != (right, GROUP):
            found[str(path)] = f"{mode:o} {path.stat().st_gid}"
    return found


@pytest.mark.parametrize("share", [inherit, set_up])
def test_each_member_can_do_everything(home: Path, members: tuple[Member, Member], share: object) -> None:
    """Log, write, attach, close, reopen, redact, verify, in turns, whatever the umask; root's help does no harm."""
    assert callable(share)
    share(home, members)
    ana, bo = members
    begun = ana("new", "Checkout is down", "--no-open", "--timezone", "UTC")
    slug, folder = begun.out.strip(), home / "incidents" / begun.out.strip()
    assert "members of group users can read and write it" in begun.err
    bo("log", "the token is hunter2hunter2")
    ana("log", "the password is hunter3hunter3")
    bo("attach", "-i", slug, str(Path(__file__).with_name("__init__.py")))
    ana("write", slug, "summary", "-", typed="It broke.")
    bo("close", slug)
    ana("write", slug, "conclusion", "-", typed="Ana's.")
    bo("write", slug, "trigger", "-", typed="Bo's.")
    ana("log", "-i", slug, "/redact #1 a token")
    bo("log", "-i", slug, "/redact #2 a password")
    draft = folder / "postmortem.md"
    draft.write_text(draft.read_text().replace("# ", "# mine ", 1))
    for member in members:
        member("attach", "-i", slug, str(home / "incidents" / slug / "timeline.svg"))
        member("reopen", slug, "again")
        member("list")
        member("close", slug)
    assert process(home, "log", "-i", slug, "root was here", variables={"SUDO_USER": "eve"}).status == 0
    text = draft.read_text()
    assert ("Ana's." in text, "Bo's." in text) == (True, True)
    assert not [path for path in folder.rglob("*") if path.is_file() and b"hunter" in path.read_bytes()]
    assert wrong(home) == {}
    for member in members:
        assert "other users" not in member("verify", slug).out


def test_whoever_types_hears_which_member_is_to_share_it(home: Path, members: tuple[Member, Member]) -> None:
    """The secrets are one member's; while no program of theirs shares, what the others type goes nowhere, too."""
    inherit(home, members)
    ana, bo = members
    slug = ana("new", "Checkout is down", "--no-open").out.strip()
    assert "shared" not in bo("log", "one").err
    assert ana.run("-c", SHARED, str(home / "incidents" / slug)).status == 0
    assert (
        f"{slug}: not shared yet; a window of {ana.name}'s, or their `pmtui sync`, sends"
        in bo("log", "two").err
    )
    assert f"{slug}: not shared yet; `pmtui sync {slug}` sends" in ana("log", "three").err
    assert wrong(home).keys() == {str(home / "incidents" / slug / "share.toml")}


def test_what_a_member_has_not_saved_is_theirs_alone(home: Path, members: tuple[Member, Member]) -> None:
    """Everybody's lines come back to them and to nobody else, without a word; a redaction names whom to ask."""
    inherit(home, members)
    ana, bo = members[0], members[1].name
    slug = ana("new", "Checkout is down", "--no-open").out.strip()
    folder = home / "incidents" / slug
    ana("log", "the password is hunter2hunter2")
    for member in members:
        assert member.run("-c", LEFT, str(folder), f"{member.name} was typing").status == 0
    assert wrong(home) == {}
    redacted = ana("log", "/redact #1 a password")
    for place in ("unsent", "scratch"):
        assert (
            f"only {bo} can read what {bo} has in {folder / place}, which may hold the words" in redacted.err
        )
    assert redacted.err.count(f"only {bo} can read") == 2
    for member in members:
        found = member.run("-c", FOUND, str(folder))
        assert found.err == ""
        assert found.out.count(f"{member.name} was typing") == found.out.count("was typing") == 2
        assert found.out.endswith("] []\n")


def test_another_members_link_leads_to_no_file_of_mine(home: Path, members: tuple[Member, Member]) -> None:
    """A document that is a link is replaced by the document; what the link led to is as it was."""
    inherit(home, members)
    ana, bo = members
    slug = ana("new", "Checkout is down", "--no-open").out.strip()
    mine = home.parent / "ana" / "profile"
    mine.parent.mkdir()
    mine.write_text("mine")
    for path in (mine.parent, mine):
        os.chown(path, ana.user, GROUP)
    folder = home / "incidents" / slug
    for name in ("postmortem.md", "timeline.svg", "incident.toml"):
        assert bo.run("-c", f"import os; os.symlink({str(mine)!r}, {str(folder / name)!r})").status == 0
    ana("close", slug)
    assert mine.read_text() == "mine"
    assert not [
        path
        for path in folder.rglob("*")
        if path.is_symlink() or (path.is_file() and path.read_bytes() == b"mine")
    ]
    assert "Checkout is down" in (folder / "postmortem.md").read_text()
    assert wrong(home) == {}


def test_a_journal_that_is_another_members_link_is_not_opened(
    home: Path, members: tuple[Member, Member]
) -> None:
    """In one sentence, whatever the call; what the link leads to gets no line, and is shown to nobody."""
    inherit(home, members)
    ana, bo = members
    slug = ana("new", "Checkout is down", "--no-open").out.strip()
    journal = home / "incidents" / slug / "journal.jsonl"
    mine = home.parent / "ana" / "kept.jsonl"
    mine.parent.mkdir()
    shutil.copy(journal, mine)
    for path in (mine.parent, mine):
        os.chown(path, ana.user, GROUP)
    before = mine.read_bytes()
    relink = f"import os; os.remove({str(journal)!r}); os.symlink({str(mine)!r}, {str(journal)!r})"
    assert bo.run("-c", relink).status == 0
    for call in (("log", "-i", slug, "a line"), ("show", slug), ("verify", slug), ("close", slug)):
        refused = ana.run("-m", "pmtui", *call)
        assert refused.sentence.endswith("a link that another member made; put the file itself there"), call
    assert mine.read_bytes() == before
    assert ana.run("-c", relink).status == 0
    ana("log", "-i", slug, "one's own link is followed")
    assert mine.read_bytes() != before
    assert journal.is_symlink()


def test_two_members_screens_are_one_incident(home: Path, members: tuple[Member, Member]) -> None:
    """Each sees what the other records; both close; nothing of either is kept back."""
    inherit(home, members)
    ana, bo = members
    slug = ana("new", "Checkout is down", "--no-open").out.strip()
    screens = [
        Terminal(
            [*member.prefix, sys.executable, "-m", "pmtui", "open", slug],
            columns=110,
            env=environment(home, USER=member.name),
        )
        for member in members
    ]
    with screens[0] as first, screens[1] as second:
        for mine, theirs, said in ((first, second, "pool empty"), (second, first, "pool full")):
            assert mine.wait_for_text("Checkout is down")
            mine.type([*(letter.encode() for letter in said)], pause=0.01)
            assert mine.wait_for_text(said)
            mine.type([b"\r"])
            assert theirs.wait_for_text(said)
        for screen in (first, second):
            screen.type([b"\x11"])
            assert screen.wait_for_end() == 0
    assert wrong(home) == {}
    bo("close", slug)
    ana("verify", slug)


def test_an_incident_of_before_becomes_the_groups(home: Path, members: tuple[Member, Member]) -> None:
    """Once its folder is, `verify` names what keeps the members out, and repairs what is the caller's."""
    ana, bo = members
    os.chown(home, ana.user, GROUP)
    home.chmod(0o750)
    slug = ana("new", "Checkout is down", "--no-open").out.strip()
    folder = home / "incidents" / slug
    ana("log", "-i", slug, "one")
    ana.run("-c", LEFT, str(folder), "typed")
    (home / "incidents").chmod(0o750)
    folder.chmod(0o2770)
    said = "members of the group cannot read and write journal.jsonl, lock, lock.turn"
    assert said in ana("verify", slug).out
    said = "members of group users can read and write it: journal.jsonl"
    assert said in ana("verify", "--repair", slug).err
    bo("log", "-i", slug, "two")
    ana("close", slug)
    (folder / "timeline.svg").chmod(0o664)
    assert "other users of this machine can read timeline.svg" in bo("verify", slug).out
    said = f"timeline.svg is {ana.name}'s, who alone can say who else reads it"
    assert said in bo("verify", "--repair", slug).err
    ana("verify", "--repair", slug)
    (home / "incidents").chmod(0o2770)
    assert wrong(home) == {}
