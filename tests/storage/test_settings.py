"""Settings are taken as far as they can be; a mistake in them is said and stops nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pmtui.storage import paths
from pmtui.storage.disk import StorageError
from pmtui.storage.settings import Settings, identity, keep_theme, load
from tests.storage.faults import Faulty


def write(folder: Path, text: str) -> Path:
    """A settings file."""
    path = folder / paths.SETTINGS
    path.write_text(text)
    return path


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    """Nobody has to write one."""
    assert load(tmp_path / paths.SETTINGS) == (Settings(), [])


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    """The whole file, as a person writes it."""
    path = write(
        tmp_path,
        """
        name = "ana [/]"
        timezone = "Europe/Paris"
        severities = ["all are hit", "some [/]"]
        teams = ["database", "platform team"]
        people = ["bo", "数据"]
        audiences = ["board"]
        update_every = "1h30m"
        silence_after = 0
        answer_after = "10m"
        bell = true
        theme = "nord"
        [keymap]
        "live.find" = "ctrl+f"
        """,
    )
    settings, notices = load(path)
    assert notices == []
    assert settings == Settings(
        name="ana [/]",
        timezone="Europe/Paris",
        severities=("all are hit", "some [/]"),
        teams=("database", "platform team"),
        people=("bo", "数据"),
        audiences=("board",),
        update_every=5400,
        silence_after=0,
        answer_after=600,
        bell=True,
        theme="nord",
        keymap={"live.find": "ctrl+f"},
    )


def test_the_rhythm_of_updates_may_hang_on_the_severity(tmp_path: Path) -> None:
    """`other` is for every severity that is not named, one that nobody set included; without it they have none."""
    settings, notices = load(write(tmp_path, 'update_every = { sev1 = "15m", SEV2 = 0, Other = "1h" }'))
    assert notices == []
    assert [settings.rhythm(severity) for severity in ("SEV1", "SEV2", "SEV3", "SEV?")] == [
        900,
        0,
        3600,
        3600,
    ]
    settings, _ = load(write(tmp_path, 'update_every = { SEV1 = "15m" }'))
    assert [settings.rhythm(severity) for severity in ("SEV1", "SEV?")] == [900, 0]
    assert Settings(update_every=60).rhythm("SEV1") == 60


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'theme = "nord"\n'),
        ("# mine\nname = 'ana'\n\n[keymap]\n", "theme = \"nord\"\n# mine\nname = 'ana'\n\n[keymap]\n"),
        ('a = 1\ntheme = "dracula"  # nice\nb = 2', 'a = 1\ntheme = "nord"  # nice\nb = 2'),
        ("theme='x'\r\nbell=true\r\n", 'theme = "nord"\r\nbell=true\r\n'),
        ('[x]\ntheme = "other"\n', 'theme = "nord"\n[x]\ntheme = "other"\n'),
    ],
)
def test_a_theme_is_kept_and_the_rest_of_the_file_with_it(tmp_path: Path, before: str, after: str) -> None:
    """Comments, order and line ends stay; a file that was not there holds one line."""
    path = tmp_path / "new" / "settings.toml"
    if before:
        path.parent.mkdir()
        path.write_bytes(before.encode())
    keep_theme(path, "nord")
    assert path.read_bytes().decode() == after
    assert load(path)[0].theme == "nord"


def test_settings_nested_beyond_reason_are_said_and_keep_nothing_from_starting(tmp_path: Path) -> None:
    """3,000 brackets are one notice, and no theme is written into them."""
    path = tmp_path / "settings.toml"
    path.write_text(f"teams = {'[' * 3000}")
    settings, (notice,) = load(path)
    assert (settings, str(path) in notice) == (Settings(), True)
    with pytest.raises(StorageError, match="cannot be kept"):
        keep_theme(path, "nord")


@pytest.mark.parametrize("text", ["theme = 3", "name =", 'theme = """\nx"""', "\udcff"])
def test_a_file_that_cannot_take_a_theme_stays_as_it_is(tmp_path: Path, text: str) -> None:
    """One sentence that names the file; no byte of it changes."""
    path = tmp_path / "settings.toml"
    data = text.encode("utf-8", "surrogateescape")
    path.write_bytes(data)
    with pytest.raises(StorageError, match=r"settings\.toml"):
        keep_theme(path, "nord")
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("bell = 1", "bell: expected `bool`, got `int`"),
        ('teams = ["a", 2]', "teams: expected `str`, got `int` - at `$[1]`"),
        ('severities = ["", "", "", "", "", "sixth"]', "severities: expected `array` of length <= 5"),
        ("update_every = 30", 'update_every: write it as "30m"'),
        ('update_every = ""', 'update_every: write it as "30m"'),
        ("update_every = false", 'update_every: write it as "30m"'),
        ('update_every = { SEV1 = "soon" }', 'update_every: write it as "30m"'),
        (
            'update_every = { SEV9 = "1m" }',
            "update_every: 'SEV9' is no severity; write SEV1 to SEV5, or other",
        ),
        ("answer_after = 5", 'answer_after: write it as "30m"'),
        ("tems = []", "tems: there is no such setting; did you mean teams?"),
        ("zzz = 1", "zzz: there is no such setting"),
    ],
)
def test_a_mistake_is_named_by_its_key_and_the_rest_holds(tmp_path: Path, line: str, said: str) -> None:
    """One notice with the key; the other settings are taken."""
    settings, notices = load(write(tmp_path, f'name = "ana"\n{line}\n'))
    assert settings == Settings(name="ana")
    assert len(notices) == 1
    assert notices[0].startswith(str(tmp_path))
    assert said in notices[0]


@pytest.mark.parametrize("content", [b"name = ", b"\xff", b"name = 'a'\nname = 'b'"])
def test_a_file_that_is_no_toml_is_one_notice(tmp_path: Path, content: bytes) -> None:
    """The program starts with its defaults."""
    path = tmp_path / paths.SETTINGS
    path.write_bytes(content)
    settings, notices = load(path)
    assert settings == Settings()
    assert len(notices) == 1
    assert "mend that line" in notices[0]


def test_a_file_that_cannot_be_read_is_one_notice(tmp_path: Path) -> None:
    """A failing disk does not keep the program from starting either."""
    settings, notices = load(write(tmp_path, "bell = true"), Faulty(1))
    assert settings == Settings()
    assert "the disk reports an error" in notices[0]


def test_control_characters_do_not_get_past_the_settings(tmp_path: Path) -> None:
    """A name is one clean line."""
    settings, _ = load(write(tmp_path, r'name = "a\u001b[31mna\nb"'))
    assert settings.name == "ana b"


def test_who_types_is_the_setting_else_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first of: the setting, USER, LOGNAME, the account."""
    monkeypatch.setenv("USER", "u")
    monkeypatch.setenv("LOGNAME", "l")
    assert identity(Settings(name="ana")) == "ana"
    assert identity(Settings()) == "u"
    monkeypatch.delenv("USER")
    assert identity(Settings()) == "l"
    monkeypatch.delenv("LOGNAME")
    monkeypatch.setattr("getpass.getuser", lambda: "account")
    assert identity(Settings()) == "account"


def test_a_user_without_a_name_is_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container's nameless account is no traceback."""

    def nobody() -> str:
        raise KeyError("uid not found")

    for name in ("USER", "LOGNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("getpass.getuser", nobody)
    assert identity(Settings()) == ""


def test_the_home_is_pmtui_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PMTUI_HOME holds all, the settings too; a relative one is made absolute."""
    monkeypatch.setenv("PMTUI_HOME", str(tmp_path))
    assert paths.home() == tmp_path
    assert paths.settings_file() == tmp_path / "settings.toml"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PMTUI_HOME", "here")
    assert paths.home() == tmp_path / "here"


def test_without_it_the_platform_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data and settings lie in the platform's folders for them; an empty PMTUI_HOME is none."""
    monkeypatch.setenv("PMTUI_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert tmp_path in paths.home().parents
    assert paths.home().name == "pmtui"
    assert paths.settings_file().parent.name == "pmtui"


def test_storage_starts_without_what_it_rarely_needs() -> None:
    """Logging a line does not pay for TOML, platform folders or asyncio."""
    code = (
        "import sys; from pathlib import Path\n"
        "from pmtui.storage import library, paths, settings, unsent\nfrom pmtui.storage.journal import journal\n"
        "settings.load(Path('/nonexistent/settings.toml')); paths.home()\n"
        "slow = {'tomllib', 'platformdirs', 'asyncio', 'pendulum', 'subprocess', 'dataclasses', 'difflib',"
        " 'jinja2', 'getpass', 'textual', 'json'}\n"
        "print(sorted(slow & set(sys.modules)))"
    )
    environment = {"PMTUI_HOME": "/nonexistent", "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("folder", "file", "runs"),
    [
        (0o700, 0o600, True),
        (0o2770, 0o600, False),
        (0o3770, 0o660, False),
        (0o3770, 0o640, True),
        (0o755, 0o664, True),
    ],
)
def test_programs_that_another_member_could_name_are_left_out(
    tmp_path: Path, folder: int, file: int, runs: bool
) -> None:
    """In a group's folder anybody could put another settings file; what else it sets holds, and it is said."""
    home = tmp_path / "shared"
    home.mkdir()
    path = home / "settings.toml"
    path.write_text('name = "ana"\n[run]\nupdate = ["post"]\n')
    path.chmod(file)
    home.chmod(folder)
    found, notices = load(path)
    assert (found.name, found.run.update) == ("ana", ("post",) if runs else ())
    assert ["left out, because other members" in notice for notice in notices] == ([] if runs else [True])


def test_shared_is_with_a_group_or_not_at_all(tmp_path: Path) -> None:
    """Another word is refused with the one that is meant; incidents stay private."""
    path = tmp_path / "settings.toml"
    path.write_text('shared = "all"\n')
    found, notices = load(path)
    assert found.shared == ""
    assert notices == [f'{path}: shared: write it as "group", or leave it out for yourself alone']
