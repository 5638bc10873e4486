"""Finishing the write-up on the same screen: sections instead of the timeline, with everything else at hand."""

from __future__ import annotations

from abc import abstractmethod
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import on, work
from textual.content import Content
from textual.widgets import OptionList, TextArea

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.layouts import Layout
from pmtui.model.incident.words import heading
from pmtui.model.incident.writeup import clash
from pmtui.model.text import clean
from pmtui.model.time.words import clock, day
from pmtui.storage.deliver import collect
from pmtui.storage.paths import DRAFT
from pmtui.tui.keys import key_of
from pmtui.tui.messages import BlockDrawn, Reviewed, SectionLeft, SectionPaused
from pmtui.tui.screens.dialogs import AskText, Choose
from pmtui.tui.screens.entry_keys import EntryKeys
from pmtui.tui.terminal import editor

# The review and the widgets of the write-up cost 90 ms that the live screen's first frame does not wait for.
if TYPE_CHECKING:
    from textual.timer import Timer

    from pmtui.model.review.rules import Finding
    from pmtui.tui.widgets.writeup import Editor, Findings, Sections, Writeup
    from pmtui.tui.window.proposed import ProposedLines


_REVIEW_PAUSE = 0.2
"""Seconds without a change after which the review is made anew."""


class Writing(EntryKeys):
    """The board with the write-up in place of the timeline when it is asked for."""

    _review_soon: Timer | None = None

    _proposed: ProposedLines | None = None
    """The entries that are being looked at before they are recorded."""

    @property
    @abstractmethod
    def layout_of(self) -> Layout:
        """The sections of the template."""

    @property
    def writeup(self) -> Writeup:
        """The write-up's box, once it was asked for."""
        return cast("Writeup", self.query_one("#writeup"))

    @property
    def area(self) -> Editor:
        """The editor of the section."""
        return cast("Editor", self.query_one("#editor"))

    @property
    def sections(self) -> Sections:
        """The list of sections."""
        return cast("Sections", self.query_one("#sections"))

    @property
    def findings(self) -> Findings:
        """The list of findings."""
        return cast("Findings", self.query_one("#findings"))

    @property
    def writing(self) -> bool:
        """Whether the write-up is shown."""
        return self.has_class("-writeup")

    async def action_writeup(self) -> None:
        """The write-up instead of the timeline, and back."""
        if self.writing:
            self.save_section()
            self.remove_class("-writeup")
            self.set_focus(self.bar)
            return
        if not self.query("#writeup"):
            from pmtui.tui.widgets.writeup import Writeup

            await self.mount(Writeup(id="writeup"), after="#body")
        self.add_class("-writeup")
        self.show_writeup()
        self._begin_review()
        self.set_focus(self.sections)
        if self.sections.selected:
            self._show_section()

    def show_writeup(self) -> None:
        """Brings sections and review up to date."""
        if not self.writing:
            return
        if self._review_soon is not None:
            self._review_soon.stop()
        # Forty entries taken over at once are one review, of the last of them.
        self._review_soon = self.set_timer(_REVIEW_PAUSE, self._begin_review)
        self.sections.list(self.incident, self.layout_of, self.findings.found)
        if self.area.section:
            self._open(self.area.section)

    def _open(self, section: str) -> None:
        """Shows a section in the editor as it is recorded, and says when it is of two hands that clash."""
        text = self.incident.sections.get(section, "")
        if not self.area.open_section(section, text, self.incident.heads(section)):
            return
        names = " and ".join(
            self.incident.name(version.id) for version in clash(self.incident.standing, section)
        )
        if names:
            what = f"{heading(section)}: {names} were written at the same time and stand one behind the other"
            self.notify(what, markup=False, severity="warning", timeout=20)

    def _begin_review(self) -> None:
        if self._review_soon is not None:
            self._review_soon.stop()
        self._review(self.incident.entries, self.session.clock())

    @work(thread=True, exclusive=True, exit_on_error=False, group="review", description="review the write-up")
    def _review(self, entries: list[e.Entry], now: datetime) -> None:
        """Reviews a fold of its own: a long incident takes longer than a key may."""
        from pmtui.model.review.rules import review

        found = review(Incident(entries), now, everything=self.settings.all_hints, asks=self.layout_of.asks)
        self.post_message(Reviewed(found))

    @on(Reviewed)
    def _reviewed(self, message: Reviewed) -> None:
        if self.writing:
            self.findings.list(message.findings)
            self.sections.list(self.incident, self.layout_of, message.findings)

    # --- sections

    @on(OptionList.OptionHighlighted, "#sections")
    def _show_section(self) -> None:
        sort, name = self._selected()
        self.save_section()
        area = self.area
        area.display = sort != "block"
        if sort == "section":
            self._open(name)
            area.border_title = Content(heading(name))
            self.writeup.preview(area.text or "*nothing written yet*")
        elif sort == "block":
            self._draw_block(self.incident.entries, name)

    def _selected(self) -> tuple[str, str]:
        """What the list of sections stands on: `section` or `block`, and its name."""
        sort, _, name = (self.sections.selected or "").partition(" ")
        return sort, name

    @work(
        thread=True,
        exclusive=True,
        exit_on_error=False,
        group="block",
        description="preview a generated part",
    )
    def _draw_block(self, entries: list[e.Entry], name: str) -> None:
        """Draws a part of the draft from a fold of its own: a long incident takes longer than a key may."""
        from pmtui.output.draft.blocks import blocks
        from pmtui.output.draft.draft import draft

        content = next((b.content for b in blocks(draft(Incident(entries))) if b.name == name), "")
        self.post_message(BlockDrawn(name, content.strip()))

    @on(BlockDrawn)
    def _block_drawn(self, message: BlockDrawn) -> None:
        from pmtui.tui.widgets.writeup import GENERATED

        if self.writing and self._selected() == ("block", message.name):
            nothing = f"*{GENERATED[message.name]}: nothing yet; it follows from what is recorded*"
            self.writeup.preview(message.text or nothing)

    @on(TextArea.Changed, "#editor")
    def _edited(self) -> None:
        self.writeup.preview(self.area.text)

    @on(SectionPaused)
    def _paused(self) -> None:
        self.save_section()

    def save_section(self) -> None:
        """Records the section in the editor as its next version, if it is another than the last."""
        if not self.query("#writeup"):
            return
        area = self.area
        if not area.edited:
            return
        try:
            entry = self.window.section(area.section, area.text, area.base)
        except PmtuiError as error:
            self.say(str(error))
            return
        area.recorded(entry.id)
        self.window.record(entry)
        self.refold()
        self.say(f"{heading(area.section)} saved as {self.incident.name(entry.id)}")

    def keep(self) -> None:
        """Makes durable what is typed and not recorded: in the bar, in the section, in proposed entries."""
        loose = list(self._proposed.by_hand(recorded=False)) if self._proposed else []
        if self.query("#writeup") and self.area.edited:
            try:
                entry = self.window.section(self.area.section, self.area.text)
            except PmtuiError:  # it cannot be written under this name; the text is kept all the same
                loose.append(self.area.text)
            else:
                loose.append(self.window.section_line(entry))
        self.window.keep(loose)

    def action_edit(self) -> None:
        """From the list into the editor."""
        if self._selected()[0] == "section":
            self.set_focus(self.area)
        else:
            key = key_of("live.writeup", self.settings.keymap)
            self.say(
                f"it follows from what is recorded: {key} shows the timeline, /amend and /retime correct it"
            )

    @on(SectionLeft)
    def _leave_editor(self) -> None:
        self.save_section()
        self.set_focus(self.sections)

    def action_versions(self) -> None:
        """Earlier versions of the section; Enter brings one back as the next version."""
        sort, name = self._selected()
        versions = [
            item.entry
            for item in self.incident.of(e.Write)
            if isinstance(item.entry, e.Write) and item.entry.section == name
        ]
        if sort != "section" or not versions:
            self.say("no version was written yet")
            return
        zone = self.incident.zone
        rows = [
            f"#{v.n}  {day(v.recorded, zone)} {clock(v.recorded, zone)}  {v.by}\n{v.text}"
            for v in reversed(versions)
        ]

        def chosen(index: int | None) -> None:
            if index is not None:
                area = self.area
                area.load_text(list(reversed(versions))[index].text)
                self.save_section()
                self.set_focus(area)

        self.app.push_screen(Choose(f"{heading(name)}: versions", rows), chosen)

    def action_external(self) -> None:
        """The section in the person's own editor."""
        if self._selected()[0] != "section":
            self.say("only a section's text can be edited")
            return
        area = self.area
        try:
            area.load_text(editor.edit_text(self.app, area.text))
        except PmtuiError as error:
            self.say(str(error))
            return
        self.save_section()
        self.writeup.preview(area.text)

    def action_document(self) -> None:
        """The whole draft in the person's own editor; what was changed is taken in afterwards."""
        path = self.window.folder / DRAFT
        if not path.exists():
            self.say("there is no draft yet: /close writes it")
            return
        self.save_section()
        try:
            editor.edit_file(self.app, path)
        except PmtuiError as error:
            self.say(str(error))
            return
        self.window.publish_anew()
        self.say("what was changed in the draft is being taken in")

    # --- what nobody logged live

    def takes_paste(self, text: str) -> bool:
        """Whether a paste is several lines for the write-up, which are shown as entries before they are recorded."""
        text = clean(text)
        here = self.writing and self.focused in (self.sections, self.findings)
        if not here or "\n" not in text.strip():
            return False
        try:
            return self._propose(text)
        except PmtuiError as error:  # the bar takes it, as any other text
            self.notify(str(error), markup=False, severity="error", timeout=20)
            return False

    def action_import(self) -> None:
        """Entries from a file that a person names."""
        self._ask_for_file("")

    def _ask_for_file(self, before: str) -> None:
        def named(path: str | None) -> None:
            if not path:
                return
            try:
                found = self._propose(collect(Path(path).expanduser()))
            except PmtuiError as error:
                self.notify(str(error), markup=False, severity="error", timeout=20)
                self._ask_for_file(path)
                return
            if not found:
                self.say(f"{path}: there is no line that makes an entry")

        title = "Take over the timestamped lines of"
        self.app.push_screen(AskText(title, "a file: a chat, an alert log, a timeline", before), named)

    def _propose(self, text: str) -> bool:
        """Shows the entries that a text would make; whether there are any."""
        from pmtui.model.line.arguments import Context
        from pmtui.tui.screens.proposals import Proposals
        from pmtui.tui.window.proposed import ProposedLines, read

        session, now = self.session, self.session.clock()
        found = read(text, self.incident, now)
        if not found:
            return False
        fold = Incident(self.incident.entries)
        self._proposed = ProposedLines(found, Context(fold, now, session.by, session.audiences))
        self.app.push_screen(Proposals(self._proposed, self.settings.keymap), self._take_over)
        return True

    def _take_over(self, wanted: bool | None) -> None:
        """Records what was taken, when it is wanted."""
        proposed = self._proposed.taken if self._proposed and wanted else []
        recorded = self.window.enter(proposed)
        refused = len(proposed) - recorded
        aside = self.put_aside(recorded=bool(wanted))
        self._proposed = None
        self.refold()
        self.show_parked()
        told = f"{recorded} {'entry' if recorded == 1 else 'entries'} recorded"
        told = f"{told}; {refused} refused and above the bar" if refused else told
        told = f"{told}; {aside} typed here put aside above the bar" if aside else told
        self.say(told if recorded or refused or aside else "nothing recorded")

    def put_aside(self, recorded: bool) -> int:
        """Keeps the lines that were typed into proposed entries and not recorded; how many."""
        lines = list(self._proposed.by_hand(recorded)) if self._proposed else []
        for line in lines:
            self.window.put_aside(line)
        return len(lines)

    # --- the review

    @property
    def _finding(self) -> Finding | None:
        finding = self.findings.finding
        if finding is None:
            self.say("select a finding first")
        return finding

    @on(OptionList.OptionHighlighted, "#findings")
    def _show_finding(self) -> None:
        """The whole sentence, which its line has no room for, while somebody goes through the list."""
        findings = self.findings
        if findings.has_focus and findings.finding:
            self.say(f"{findings.finding.text}   {findings.finding.mend}")

    def action_jump(self) -> None:
        """To the place of the finding: its section, else its entry."""
        finding = self._finding
        if finding is None:
            return
        self.say(f"{finding.text}   {finding.mend}")
        if finding.section:
            self.select_section(finding.section)
            area = self.area
            self.set_focus(area)
            if finding.span:
                head = area.text[: finding.span[0]]
                area.move_cursor((head.count("\n"), len(head.rpartition("\n")[2])))
        elif finding.entry in self.incident:
            self.remove_class("-writeup")
            self.go_to(finding.entry)

    def select_section(self, name: str) -> None:
        """Puts the list on a section."""
        sections = self.sections
        index = sections.index_of(f"section {name}")
        if index is not None:
            sections.highlighted = index
            self._show_section()

    def action_mend(self) -> None:
        """Fills the bar with the line that mends it."""
        finding = self._finding
        if finding is not None:
            self.fill(finding.mend)

    def action_dismiss_finding(self) -> None:
        """Fills the bar with a dismissal, which wants a reason."""
        finding = self._finding
        if finding is not None:
            where = f'"{finding.where}"' if " " in finding.where else finding.where
            self.fill(f"/dismiss {finding.rule} {where} ")
