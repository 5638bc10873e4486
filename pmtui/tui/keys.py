"""The ONE table of keys: bindings, palette, help and keymap are drawn from it.

A key of a pane acts on its selected line; what records something only fills the bar, ready for Enter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding, BindingType

from pmtui.model.text import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.dom import DOMNode


class Act(NamedTuple):
    """Something that a key does."""

    id: str
    """`timeline.amend`: where it works, and its name; the keymap of the settings uses it."""
    keys: str
    label: str
    help: str
    shown: bool = False
    """Whether the line of keys at the bottom shows it."""

    @property
    def where(self) -> str:
        return self.id.split(".")[0]

    @property
    def action(self) -> str:
        """The method `action_amend`, of the widget or screen whose key it is."""
        return self.id.split(".")[1].replace("-", "_")


ACTS: tuple[Act, ...] = (
    Act("app.quit", "ctrl+q", "Leave", "leave pmtui; nothing is lost"),
    Act("app.palette", "ctrl+p", "Palette", "every action, by name"),
    Act("live.help", "f1", "Help", "keys and commands", True),
    Act("live.panes", "f2", "Panes", "the panes instead of the timeline, and back", True),
    Act("live.snooze", "f3", "Snooze", "what is due stays quiet for ten minutes"),
    Act("live.brief", "f4", "Brief", "where we stand, copied as well", True),
    Act(
        "live.writeup",
        "f6",
        "Write-up",
        "sections, editor and review instead of the timeline, and back",
        True,
    ),
    Act("live.note", "f8", "Park as note", "records the line that was refused last as a note"),
    Act("live.home", "f10", "Home", "the list of incidents; the typed line stays", True),
    Act("live.next-pane", "tab", "Next pane", "the next pane"),
    Act("live.previous-pane", "shift+tab", "Previous pane", "the pane before"),
    Act("live.bar", "escape", "Command bar", "back to the command bar"),
    Act("entry.detail", "enter", "Detail", "both times, the author, every earlier version", True),
    Act("entry.amend", "a", "Amend", "says it anew", True),
    Act("entry.retime", "t", "Retime", "when it really happened", True),
    Act("entry.strike", "x", "Strike", "takes it out of the account, or brings it back", True),
    Act("entry.mark", "m", "Mark", "marks it as a key moment, or takes the mark away", True),
    Act("entry.copy", "y", "Copy", "copies the entry", True),
    Act("timeline.find", "f", "Find", "finds entries; Next found and Previous found go on", True),
    Act("timeline.find-next", "n", "Next found", "the next entry found"),
    Act("timeline.find-previous", "N", "Previous found", "the entry found before"),
    Act("timeline.kinds", "v", "Filter", "shows only one sort of entry, the next with each press", True),
    Act("timeline.next-day", "]", "Next day", "the first entry of the next day"),
    Act("timeline.previous-day", "[", "Previous day", "the first entry of the day, or of the one before"),
    Act("hypotheses.support", "plus", "For", "evidence for it", True),
    Act("hypotheses.object", "minus", "Against", "evidence against it", True),
    Act("hypotheses.rule-out", "x", "Misleading", "rules it out", True),
    Act("hypotheses.confirm", "c", "Confirmed", "it was right", True),
    Act("hypotheses.revive", "r", "Revive", "opens it again"),
    Act("escalations.answered", "n", "Answered", "ends the wait", True),
    Act("escalations.ask-again", "r", "Ask again", "the same people, once more", True),
    Act("escalations.withdraw", "w", "Withdraw", "no longer needed"),
    Act("escalations.done", "d", "Done", "ends an action in flight", True),
    Act("tasks.done", "d", "Done", "ends the follow-up", True),
    Act("tasks.owner", "o", "Owner", "who does it", True),
    Act("tasks.due", "u", "Due", "by when", True),
    Act("writeup.edit", "enter", "Edit", "into the editor; Escape comes back", True),
    Act("writeup.versions", "v", "Versions", "earlier versions of the section; Enter brings one back", True),
    Act("writeup.external", "e", "Editor", "the section in $VISUAL or $EDITOR", True),
    Act(
        "writeup.import",
        "p",
        "Take over",
        "entries from the timestamped lines of a file; a paste here does the same",
        True,
    ),
    Act("writeup.document", "E", "Whole draft", "the whole draft in $VISUAL or $EDITOR", True),
    Act("findings.jump", "enter", "Go there", "to the section or entry", True),
    Act("findings.mend", "full_stop", "Mend", "fills the bar with the line that mends it", True),
    Act(
        "findings.dismiss-finding",
        "i",
        "Dismiss",
        "fills the bar with a dismissal, which wants a reason",
        True,
    ),
    Act("proposals.change", "enter", "Change", "changes the line", True),
    Act("proposals.leave-out", "space", "Leave out", "leaves the entry out, or takes it again", True),
    Act("proposals.record", "w", "Record", "records all that are taken, in order", True),
    Act("proposals.back", "escape", "Back", "records nothing; lines changed by hand are put aside", True),
    Act("home.open", "enter", "Open", "opens the incident", True),
    Act("home.new", "f2", "New", "begins an incident; what was typed is its title", True),
    Act("home.sort", "f5", "Sort", "by day, severity, title or open follow-ups", True),
    Act("home.tasks", "f6", "Follow-ups", "the open follow-ups of all incidents, and back", True),
    Act("home.help", "f1", "Help", "keys and commands", True),
    Act("home.shorten", "backspace", "Delete", "takes a letter off the filter"),
    Act("home.clear", "escape", "Clear", "shows all"),
)
BY_ID = {act.id: act for act in ACTS}
PLACES = {
    "app": "Everywhere",
    "live": "Live screen",
    "entry": "On the selected entry",
    "timeline": "In the timeline",
    "hypotheses": "On the selected hypothesis",
    "escalations": "On the selected escalation or action",
    "tasks": "On the selected follow-up",
    "writeup": "In the write-up",
    "findings": "On a finding of the review",
    "proposals": "On proposed entries",
    "home": "Home",
}


def acts(*places: str) -> list[Act]:
    """The acts that work in these places."""
    return [act for place in places for act in ACTS if act.where == place]


def bindings(*places: str, target: str = "") -> list[BindingType]:
    """The bindings of these places; the first place that wants a key has it.

    Args:
        target: `screen` or `app`, where the widget that has the keys leaves the actions to it.
    """
    taken: set[str] = set()
    found: list[BindingType] = []
    for act in acts(*places):
        if act.keys not in taken:
            taken.add(act.keys)
            action = f"{target}.{act.action}" if target else act.action
            found.append(
                Binding(
                    act.keys, action, act.label, id=act.id, tooltip=act.help, priority=act.id == "app.quit"
                )
            )
    return found


def places(node: DOMNode) -> tuple[str, ...]:
    """Where, in the table, the keys stand that act while this has the focus: its own, else of what it is part of."""
    found = (getattr(each, "PLACES", None) for each in node.ancestors_with_self)
    return next((each for each in found if each is not None), ())


def keymap(wanted: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """The part of a keymap that names acts that there are, and a sentence for each that does not, and each clash."""
    good = {name: key for name, key in wanted.items() if name in BY_ID}
    notices = []
    for name in wanted.keys() - good.keys():
        hint = did_you_mean(nearest(name, BY_ID)) or f"{key_of('live.help', good)} lists them"
        notices.append(f"settings: keymap.{name}: there is no such action; {hint}")
    return good, sorted(notices) + _clashes(good)


def _clashes(wanted: dict[str, str]) -> list[str]:
    """A sentence for each wanted key that another act of the same place, or of everywhere, has too."""
    notices = []
    for name, key in wanted.items():
        near = acts(BY_ID[name].where, "app")
        others = [act.id for act in near if act.id != name and wanted.get(act.id, act.keys) == key]
        if others:
            notices.append(f"settings: keymap.{name}: {key} is the key of {others[0]} too; choose another")
    return notices


def key_line(places: Iterable[str], wanted: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the line of keys shows for the pane that has the focus: key, as the keymap has it, and label."""
    seen: set[str] = set()
    found = []
    for act in acts(*places):
        if act.shown and act.keys not in seen:
            seen.add(act.keys)
            found.append((keys_of(act, wanted), act.label))
    return found


_KEY_NAMES = {
    "plus": "+",
    "minus": "-",
    "full_stop": ".",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "space": "Space",
}


def keys_of(act: Act, wanted: Mapping[str, str]) -> str:
    """The keys of an act as a person reads them, by the keymap where that has it."""
    return ", ".join(_KEY_NAMES.get(key, key) for key in wanted.get(act.id, act.keys).split(","))


def keys_for(places: Iterable[str], wanted: Mapping[str, str]) -> set[str]:
    """The keys that a keymap gives to acts of these places."""
    ours = [keys for name, keys in wanted.items() if name in BY_ID and BY_ID[name].where in places]
    return {key for keys in ours for key in keys.split(",")}


def key_of(name: str, wanted: Mapping[str, str]) -> str:
    """The keys of the act with that id: every sentence that names a key asks here, so that it names the one bound."""
    return keys_of(BY_ID[name], wanted)
