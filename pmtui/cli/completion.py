"""`pmtui completion`: what a shell runs so that Tab completes calls, options, incidents and typed lines.

One small function a shell asks the program itself at each Tab, so that nothing it offers is ever out of date. (shtab
writes all of it into a script when that is made; it knows neither fish nor what an incident holds.)
"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable
from itertools import product

from pmtui.cli.candidates import Found, candidates
from pmtui.cli.parser import Parser
from pmtui.cli.printing import print_document
from pmtui.model.text import clean, one_line

_BASH = r"""# eval "$(pmtui completion bash)" in ~/.bashrc
_pmtui() {
    local kind= line
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ -z $kind ]]; then kind=$line; else COMPREPLY+=("$line"); fi
    done < <("${1/#\~/$HOME}" completion bash "=${COMP_LINE:0:COMP_POINT}" "=$COMP_WORDBREAKS" 2>/dev/null)
    if [[ $kind == files ]]; then
        compopt -o default 2>/dev/null
    elif ((${#COMPREPLY[@]})); then
        compopt -o nospace 2>/dev/null
    fi
}
complete -F _pmtui pmtui
"""
_ZSH = r"""#compdef pmtui
# eval "$(pmtui completion zsh)" in ~/.zshrc, behind compinit; or save it as _pmtui in a folder of $fpath
_pmtui() {
    local kind text help
    local -a whole begun
    while IFS=$'\t' read -r kind text help; do
        text=${text//\\/\\\\}
        text=${text//:/\\:}
        case $kind in
            files) _files; return ;;
            begun) begun+=("$text:$help") ;;
            whole) whole+=("$text:$help") ;;
        esac
    done < <("${words[1]/#\~/$HOME}" completion zsh "${(@)${(@Q)words[2,CURRENT-1]}/#/=}" "=${(Q)PREFIX}" 2>/dev/null)
    (( $#whole )) && _describe -V 'pmtui' whole -U
    (( $#begun )) && _describe -V 'pmtui' begun -U -S ''
    (( $#whole + $#begun ))
}
if [[ $funcstack[1] == _pmtui ]]; then _pmtui "$@"; else compdef _pmtui pmtui; fi
"""
_FISH = r"""# pmtui completion fish > ~/.config/fish/completions/pmtui.fish
function __pmtui_complete
    set -l words (commandline -opc)
    set -l program (string replace -r '^~' $HOME -- $words[1])
    set -e words[1]
    set -l found ($program completion fish =$words =(commandline -ct) 2>/dev/null)
    if test "$found[1]" = files
        __fish_complete_path (commandline -ct)
    else
        printf '%s\n' $found[2..-1]
    end
end
complete -c pmtui -f -k -a '(__pmtui_complete)'
"""
SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


class Options:
    """What it takes."""

    shell: str
    asked: list[str]
    """What a script asks with, `=` before each: the words up to the cursor; of bash the line, and at what signs it
    divides words."""


def arguments(call: Parser) -> None:
    """Adds them to its parser; what the scripts themselves ask with is not shown."""
    call.usage = "pmtui completion bash|zsh|fish"
    call.add_argument("shell", choices=SCRIPTS, help="whose script is printed; it says where it goes")
    call.add_argument("asked", nargs="*", help=argparse.SUPPRESS)


def run(options: Options) -> int:
    """Prints the script, or what a script asks for."""
    asked = [word.removeprefix("=") for word in options.asked]
    if not asked:
        print_document(SCRIPTS[options.shell])
    elif options.shell == "bash":
        print_document(_for_bash(asked[0], asked[-1]))
    else:
        *before, word = asked
        print_document(_WRITERS[options.shell](candidates([*before, word.lstrip("\"'")])))
    return 0


def _lines(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def _said(text: str) -> str:
    """On one line and without what steers a terminal: a shell prints it as it is."""
    return one_line(clean(text))


def _for_zsh(found: Found) -> str:
    if found.files and not found.words:
        return _lines("files")
    return _lines(
        *(
            f"{'begun' if word.open else 'whole'}\t{_said(word.text)}\t{_said(word.help)}"
            for word in found.words
        )
    )


def _for_fish(found: Found) -> str:
    """fish itself puts no space behind a word that ends with a colon."""
    if found.files and not found.words:
        return _lines("files")
    return _lines("words", *(f"{_said(word.text)}\t{_said(word.help)}" for word in found.words))


_WRITERS: dict[str, Callable[[Found], str]] = {"zsh": _for_zsh, "fish": _for_fish}


def _for_bash(line: str, breaks: str) -> str:
    """bash puts each answer in place of the end of the word behind its last break, as it is, so it comes ready.

    Args:
        line: the command up to the cursor, as typed.
        breaks: at which of its signs bash divides a word (COMP_WORDBREAKS).
    """
    words, quote = _split(line)
    found = candidates(words[1:])
    if found.files and not found.words:
        return _lines("files")
    word = words[-1]
    last = 0 if quote else max((word.rfind(sign) + 1 for sign in breaks if not sign.isspace()), default=0)
    ready = []
    for each in found.words:
        text = _said(each.text)
        if not text.startswith(word[:last]):
            continue
        rest = _escaped(text[last:], quote)
        ready.append(rest if each.open else f"{rest}{quote} ")
    return _lines("words", *ready)


def _escaped(text: str, quote: str) -> str:
    if quote == "'":
        return text.replace("'", "'\\''")
    special = '\\"$`' if quote else "\\\"'$`!&|;()<>*?[]{}~# \t"
    return "".join(f"\\{sign}" if sign in special else sign for sign in text)


def _split(line: str) -> tuple[list[str], str]:
    """The words of a command that may end in the middle of one, and the quote that is open there."""
    for quote, ending in product(("", '"', "'"), ("", "\\")):
        try:
            words = shlex.split(f"{line.removesuffix(ending) if ending else line}{quote}")
        except ValueError:
            continue
        if not quote and line[-1:].isspace() and not line.endswith("\\ "):
            words.append("")
        return words or [""], quote
    return [""], ""
