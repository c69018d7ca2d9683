"""``pyrite completion``: what a shell needs to complete commands, options and settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib import import_module

from pyrite._cli.common import COMMANDS, DONE, Usage, wants_help
from pyrite._cli.sql import FORMATS
from pyrite._conf.keys import KEYS
from pyrite._conf.options import OPTIONS

HELP = """\
usage: pyrite completion bash|zsh|fish

Print the script that completes commands, options and settings. To use it:
  bash   source <(pyrite completion bash)            in ~/.bashrc
  zsh    source <(pyrite completion zsh)             in ~/.zshrc, behind compinit
  fish   pyrite completion fish | source             in ~/.config/fish/config.fish
"""

_BASH = """\
_pyrite() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} options
    case ${{COMP_WORDS[1]}} in
{cases}
    esac
    case $before in
        --conf|-c) compopt -o nospace; COMPREPLY=($(compgen -W "{keys}" -S = -- "$word")) ;;
        --master) COMPREPLY=($(compgen -W "{masters}" -- "$word")) ;;
        --deploy-mode) COMPREPLY=($(compgen -W "client" -- "$word")) ;;
        --format) COMPREPLY=($(compgen -W "{formats}" -- "$word")) ;;
        completion) COMPREPLY=($(compgen -W "{shells}" -- "$word")) ;;
        *)
            if [[ $word == -* ]]; then
                COMPREPLY=($(compgen -W "$options" -- "$word"))
            elif (( COMP_CWORD == 1 )); then
                COMPREPLY=($(compgen -W "{commands}" -- "$word"))
            elif [[ ${{COMP_WORDS[1]}} == conf ]]; then
                COMPREPLY=($(compgen -W "{keys}" -- "$word"))
            else
                COMPREPLY=($(compgen -f -- "$word"))
            fi ;;
    esac
}}
complete -o filenames -o bashdefault -F _pyrite pyrite
"""
_ZSH = """\
#compdef pyrite
_pyrite() {{
    local word=${{words[CURRENT]}} before=${{words[CURRENT-1]}} options
    local -a commands=({commands})
    case ${{words[2]}} in
{cases}
    esac
    case $before in
        --conf|-c) compadd -S = -- {keys} ;;
        --master) compadd -- {masters} ;;
        --deploy-mode) compadd -- client ;;
        --format) compadd -- {formats} ;;
        completion) compadd -- {shells} ;;
        *)
            if [[ $word == -* ]]; then
                compadd -- ${{=options}}
            elif (( CURRENT == 2 )); then
                _describe command commands
            elif [[ ${{words[2]}} == conf ]]; then
                compadd -- {keys}
            else
                _files
            fi ;;
    esac
}}
compdef _pyrite pyrite
"""
_MASTERS = ("local", "local[2]", "local[4]", "local[*]")
#: The commands without spark-submit's options.
_ON_THEIR_OWN = ("history", "completion", "launchers")


def main(args: Sequence[str]) -> int:
    """Print a shell's script."""
    if wants_help(args):
        print(HELP, end="")
        return DONE
    if len(args) != 1 or args[0] not in _SCRIPTS:
        raise Usage("completion is there for bash, zsh and fish; name one")
    print(_SCRIPTS[args[0]](), end="")
    return DONE


def _shared() -> list[str]:
    return [name for option in OPTIONS if not option.refused for name in option.names]


def _own(command: str) -> list[str]:
    """A command's own options, as its help lists them."""
    module = import_module(COMMANDS[command][0])
    text = module.HELP if hasattr(module, "HELP") else module.parser().format_help()
    lines = re.findall(r"^  (-[\w-]+(?:, -[\w-]+)*)", text, re.MULTILINE)
    return [name for line in lines for name in line.split(", ")]


def _cases() -> str:
    """Branches of bash and zsh, by the command: they set ``options``."""
    found = {
        name: [*_own(name), *([] if name in _ON_THEIR_OWN else _shared()), "--help"] for name in COMMANDS
    }
    lines = [
        f'        {name}) options="{" ".join(dict.fromkeys(names))}" ;;' for name, names in found.items()
    ]
    return "\n".join([*lines, f'        *) options="{" ".join([*found["shell"], "--version"])}" ;;'])


def _keys() -> list[str]:
    return [name for name in KEYS if not name.endswith(".*")]


def bash() -> str:
    """bash's."""
    return _BASH.format(
        cases=_cases(),
        keys=" ".join(_keys()),
        masters=" ".join(_MASTERS),
        formats=" ".join(FORMATS),
        shells=" ".join(_SCRIPTS),
        commands=" ".join(COMMANDS),
    )


def zsh() -> str:
    """zsh's."""
    return _ZSH.format(
        cases=_cases(),
        keys=" ".join(_keys()),
        masters=" ".join(map(_quoted, _MASTERS)),
        formats=" ".join(FORMATS),
        shells=" ".join(_SCRIPTS),
        commands=" ".join([_zsh_quoted(f"{name}:{meaning}") for name, (_, meaning) in COMMANDS.items()]),
    )


def fish() -> str:
    """fish's."""
    lines = [
        f"complete -c pyrite -n __fish_use_subcommand -f -a {name} -d {_quoted(meaning)}"
        for name, (_, meaning) in COMMANDS.items()
    ]
    for option in OPTIONS:
        if option.refused:
            continue
        names = " ".join(
            f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names
        )
        lines.append(
            f"complete -c pyrite {names} {'-r ' if option.value else ''}-d {_quoted(option.meaning)}"
        )
    for command in COMMANDS:
        for name in _own(command):
            kind = f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}"
            lines.append(f"complete -c pyrite -n '__fish_seen_subcommand_from {command}' {kind}")
    lines.append(f"complete -c pyrite -l conf -x -a {_quoted(' '.join(f'{key}=' for key in _keys()))}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _zsh_quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


_SCRIPTS: dict[str, Callable[[], str]] = {"bash": bash, "zsh": zsh, "fish": fish}
