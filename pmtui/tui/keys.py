"""The ONE table of keys: bindings, menus, palette, help and keymap are drawn from it.

Letters and digits are always typed into the bar, wherever the focus is: what acts on a selected line is Enter, which
opens its menu, or alt and a letter. What records something only fills the bar, ready for Enter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding, BindingType
from textual.keys import key_to_character

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
    line: str = ""
    """The line that it fills the bar with; `{}` is what it acts on."""

    @property
    def where(self) -> str:
        return self.id.split(".")[0]

    @property
    def action(self) -> str:
        """What is run: the method `action_amend` of the widget or screen whose key it is, or `action_fill`."""
        if self.line:
            return f"fill('{self.id}')"
        name, _, number = self.id.split(".")[1].rpartition("-")
        if number.isdigit():
            return f"{name}({number})"
        return self.id.split(".")[1].replace("-", "_")

    @property
    def method(self) -> str:
        """The method that its action is."""
        return f"action_{self.action.partition('(')[0]}"


# fmt: off
ACTS: tuple[Act, ...] = (
    Act("app.quit", "ctrl+q", "Leave", "leave pmtui; nothing is lost"),
    Act("app.palette", "ctrl+p", "Palette", "every action, by name"),
    Act("demo.pause", "f9,alt+b", "Pause", "holds the replay, or goes on"),
    Act("live.help", "f1,alt+h", "Help", "keys and commands", True),
    Act("live.panes", "f2,alt+p", "Panes", "the panes instead of the timeline, and back", True),
    Act("live.snooze", "f3,alt+z", "Snooze", "nothing rings for ten minutes; what is overdue now leaves the header"),
    Act("live.brief", "f4", "Brief", "where we stand, copied as well; Tab for customers and others", True),
    Act("live.writeup", "f6,alt+w", "Write-up", "sections, editor and review instead of the timeline, and back", True),
    Act("live.note", "f8,alt+n", "Park as note", "records the line that was refused last as a note"),
    Act("live.drop", "alt+q", "Drop", "drops the line that was refused last; Up still fetches it"),
    Act("live.join", "ctrl+t", "Join copies", "joins copies of the incident that a sync program left; also /join"),
    Act("live.home", "f10,alt+g", "Home", "the list of incidents; the typed line stays", True),
    Act("live.next-pane", "tab", "Next pane", "the next pane"),
    Act("live.previous-pane", "shift+tab", "Previous pane", "the pane before"),
    *(
        Act(f"live.pane-{number}", f"alt+{number}", name, f"goes to {name}")
        for number, name in enumerate(("Summary", "Timeline", "Escalations", "Actions", "Hypotheses"), 1)
    ),
    Act("live.bar", "escape", "Command bar", "back to the command bar and the timeline"),
    Act("entry.menu", "enter", "Menu", "what can be done with it", True),
    Act("entry.detail", "alt+i", "Detail", "both times, the author, every earlier version", True),
    Act("entry.amend", "alt+a", "Amend", "says it anew", True),
    Act("entry.retime", "alt+t", "Retime", "when it really happened", True, "/retime {} "),
    Act("entry.strike", "alt+x", "Strike", "takes it out of the account, or brings it back", True),
    Act("entry.mark", "alt+m", "Mark", "marks it as a key moment, or takes the mark away", True),
    Act("entry.copy", "alt+y", "Copy", "copies the entry", True),
    Act("timeline.find", "alt+s", "Find", "finds entries; Next found and Previous found go on", True),
    Act("timeline.find-next", "alt+j", "Next found", "the next entry found"),
    Act("timeline.find-previous", "alt+k", "Previous found", "the entry found before"),
    Act("timeline.kinds", "alt+v", "Filter", "shows only one sort of entry, the next with each press", True),
    Act("timeline.next-day", "alt+l", "Later day", "the first entry of the next day"),
    Act("timeline.previous-day", "alt+e", "Earlier day", "the first entry of the day, or of the one before"),
    Act("panes.next", "right", "Right", "the next pane"),
    Act("panes.previous", "left", "Left", "the pane before"),
    Act("hypotheses.support", "alt+u", "For", "evidence for it", True, "/evidence {} + "),
    Act("hypotheses.object", "alt+d", "Against", "evidence against it", True, "/evidence {} - "),
    Act("hypotheses.rule-out", "alt+r", "Misleading", "rules it out", True, "/misleading {} "),
    Act("hypotheses.confirm", "alt+c", "Confirmed", "it was right", True, "/confirmed {} "),
    Act("hypotheses.revive", "alt+o", "Revive", "opens it again", False, "/revive {} "),
    Act("escalations.answered", "alt+d", "Answered", "ends the wait", True, "/answered {} "),
    Act("escalations.ask-again", "alt+r", "Ask again", "the same people, once more", True, "/escalate {} "),
    Act("escalations.withdraw", "alt+c", "Withdraw", "no longer needed", False, "/withdraw {} "),
    Act("actions.done", "alt+d", "Done", "ends an action in flight", True, "/done {} "),
    Act("actions.owner", "alt+o", "Owner", "who does it", True, "/action {} owner:"),
    Act("actions.extend", "alt+u", "+5 min", "five minutes more until it is checked", True, "/action {} check:+5m"),
    Act("questions.answer", "alt+d", "Answer", "answers it", True, "/answer {} "),
    Act("tasks.done", "alt+d", "Done", "ends the follow-up", True, "/done {} "),
    Act("tasks.owner", "alt+o", "Owner", "who does it", True, "/task {} owner:"),
    Act("tasks.due", "alt+u", "Due", "by when", True, "/task {} due:"),
    Act("writeup.edit", "enter", "Edit", "into the editor; Escape comes back", True),
    Act("document.preview", "f5,alt+r", "Preview", "the whole document as it stands", True),
    Act("writeup.versions", "alt+v", "Versions", "mine, theirs, both, earlier, set aside; Enter takes one", True),
    Act("writeup.external", "alt+e", "Editor", "the section in $VISUAL or $EDITOR", True),
    Act("writeup.import", "alt+i", "Take over", "entries from what others recorded, as a paste here", True),
    Act("writeup.document", "alt+d", "Whole draft", "the whole draft in $VISUAL or $EDITOR", True),
    Act("quotes.quote", "enter,alt+q", "Quote", "puts the entry into the section, as the draft tells it", True),
    Act("quotes.back", "escape", "Editor", "back to the section", True),
    Act("editor.back", "escape", "Lists", "saves the section, back to where it was opened from", True),
    Act("editor.beside", "tab", "Timeline", "to the timeline beside it", True),
    Act("editor.quote", "alt+q", "Quote", "puts the entry selected beside it into the section", True),
    Act("editor.above", "alt+up", "Above", "selects the entry above, beside the section"),
    Act("editor.below", "alt+down", "Below", "selects the entry below, beside the section"),
    Act("editor.versions", "alt+v", "Versions", "mine, theirs, both, earlier, set aside; Enter takes one"),
    Act("editor.begin", "alt+o", "From facts", "begins an empty section with what the record says of it", True),
    Act("findings.jump", "enter", "Mend", "the section in the editor, or the bar with the line that mends it", True),
    Act("findings.mend", "alt+m", "Line", "fills the bar with the line that mends it"),
    Act("findings.dismiss-finding", "alt+d", "Dismiss", "fills the bar with a dismissal, which wants a reason", True),
    Act("proposals.change", "enter", "Change", "changes the line", True),
    Act("proposals.leave-out", "space", "Leave out", "leaves the entry out, or takes it again", True),
    Act("proposals.record", "w", "Record", "records all that are taken, in order", True),
    Act("proposals.back", "escape", "Back", "records nothing; lines changed by hand are put aside", True),
    Act("home.open", "enter", "Open", "opens the incident; begins one where none fits what was typed", True),
    Act("home.new", "f2,alt+n", "New", "begins an incident; what was typed is its title", True),
    Act("home.sort", "f5,alt+s", "Sort", "by day, severity, title or open follow-ups", True),
    Act("home.tasks", "f6,alt+t", "Follow-ups", "the open follow-ups of all incidents, and back", True),
    Act("home.join", "ctrl+t,alt+j", "Join copies", "joins copies of incidents that a sync program left"),
    Act("home.help", "f1,alt+h", "Help", "keys and commands", True),
    Act("home.shorten", "backspace", "Delete", "deletes the last letter of the filter"),
    Act("home.clear", "escape", "Clear", "shows all"),
)
# fmt: on
BY_ID = {act.id: act for act in ACTS}
PLACES = {
    "app": "Everywhere",
    "demo": "In a demo",
    "live": "Live screen",
    "entry": "On the selected entry",
    "timeline": "In the timeline",
    "panes": "In the panes",
    "hypotheses": "On the selected hypothesis",
    "escalations": "On the selected escalation",
    "actions": "On the selected action",
    "questions": "On the selected question",
    "tasks": "On the selected follow-up",
    "document": "In the lists and texts of the write-up",
    "findings": "On what is left to do",
    "writeup": "On a section",
    "editor": "In the section's text",
    "quotes": "In the timeline beside it",
    "proposals": "On proposed entries",
    "home": "Home",
}
KINDS = {"H": "hypotheses", "E": "escalations", "A": "actions", "Q": "questions", "T": "tasks"}
"""Where the acts of what an entry began stand, by the letter of its label; they work wherever it is selected."""


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
        free = [key for key in act.keys.split(",") if key not in taken]
        taken.update(free)
        if free:
            action = f"{target}.{act.action}" if target else act.action
            priority = act.id == "app.quit"
            keys = ",".join(free)
            found.append(Binding(keys, action, act.label, id=act.id, tooltip=act.help, priority=priority))
    return found


def entry_bindings(*places: str) -> list[BindingType]:
    """The bindings of a pane with entries: its own, and those of every kind of thing that an entry may begin."""
    return bindings(*places, *KINDS.values())


def of_kind(act: Act, letter: str) -> Act | None:
    """The act that the key of this one means on what has another letter; None where it means nothing.

    Args:
        act: of the pane that has the key.
        letter: of the label of what is selected; empty for an entry that began nothing.
    """
    if act.where not in KINDS.values():
        return act
    return next((each for each in acts(KINDS.get(letter, "")) if each.keys == act.keys), None)


def places(node: DOMNode) -> tuple[str, ...]:
    """Where, in the table, the keys stand that act while this has the focus: its own, and those of what it is part of.

    Those of the screen only where nothing else has any.
    """
    found: tuple[str, ...] = ()
    for each in node.ancestors_with_self:
        if each is node.screen and found:
            break
        found += getattr(each, "PLACES", ())
    return found


def keymap(wanted: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """The part of a keymap that names acts that there are, and a sentence for each that does not, and each clash."""
    good = {name: key for name, key in wanted.items() if name in BY_ID}
    notices = []
    for name in wanted.keys() - good.keys():
        hint = did_you_mean(nearest(name, BY_ID)) or f"{key_of('live.help', good)} lists them"
        notices.append(f"settings: keymap.{name}: there is no such action; {hint}")
    typed = [name for name in good if BY_ID[name].where != "proposals" and _is_typed(good[name])]
    for name in typed:
        hint = f"{good[name]} is typed into the bar; choose another, as alt+{good[name]}"
        notices.append(f"settings: keymap.{name}: {hint}")
    good = {name: key for name, key in good.items() if name not in typed}
    return good, sorted(notices) + _clashes(good)


def _is_typed(keys: str) -> bool:
    """Whether one of these keys types something."""
    typed = (key_to_character(key) for key in keys.split(","))
    return any(character is not None and character.isprintable() for character in typed)


def _clashes(wanted: dict[str, str]) -> list[str]:
    """A sentence for each wanted key that another act of the same place, or of everywhere, has too."""
    notices = []
    for name, key in wanted.items():
        near = acts(BY_ID[name].where, "app")
        others = [act.id for act in near if act.id != name and key in wanted.get(act.id, act.keys).split(",")]
        if others:
            notices.append(f"settings: keymap.{name}: {key} is the key of {others[0]} too; choose another")
    return notices


def key_line(places: Iterable[str], wanted: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the line of keys shows for the pane that has the focus: key, as the keymap has it, and label."""
    seen: set[str] = set()
    found = []
    for act in acts(*places):
        first = act.keys.split(",")[0]
        if act.shown and first not in seen:
            seen.add(first)
            found.append((keys_of(act, wanted).split(", ")[0], act.label))
    # What Enter does stands first: it leads to all the others, which a narrow line cuts off.
    return sorted(found, key=lambda each: each[0] != _KEY_NAMES["enter"])


_KEY_NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "space": "Space",
}


def key_shown_as(name: str) -> str:
    """The key that a person reads as `Enter`, `Esc` or `f1`."""
    return next((key for key, shown in _KEY_NAMES.items() if shown == name), name)


def keys_of(act: Act, wanted: Mapping[str, str]) -> str:
    """The keys of an act as a person reads them, by the keymap where that has it."""
    return ", ".join(_KEY_NAMES.get(key, key) for key in wanted.get(act.id, act.keys).split(","))


def keys_for(places: Iterable[str], wanted: Mapping[str, str]) -> set[str]:
    """The keys that a keymap gives to acts of these places."""
    ours = [keys for name, keys in wanted.items() if name in BY_ID and BY_ID[name].where in places]
    return {key for keys in ours for key in keys.split(",")}


def key_of(name: str, wanted: Mapping[str, str]) -> str:
    """The first key of the act with that id, as it is bound: every sentence that names a key asks here."""
    return keys_of(BY_ID[name], wanted).split(", ")[0]
