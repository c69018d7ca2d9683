"""``pyrite completion``: what a shell needs to complete commands, options and settings."""

from __future__ import annotations

from collections.abc import Sequence

from pyrite._cli.common import COMMANDS, DONE, Usage, wants_help
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
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}}
    case $before in
        --conf|-c) compopt -o nospace; COMPREPLY=($(compgen -W "{keys}" -S = -- "$word")) ;;
        --master) COMPREPLY=($(compgen -W "{masters}" -- "$word")) ;;
        --deploy-mode) COMPREPLY=($(compgen -W "client" -- "$word")) ;;
        *)
            if [[ $word == -* ]]; then
                COMPREPLY=($(compgen -W "{options}" -- "$word"))
            elif (( COMP_CWORD == 1 )); then
                COMPREPLY=($(compgen -W "{commands}" -- "$word"))
            else
                COMPREPLY=($(compgen -f -- "$word"))
            fi ;;
    esac
}}
complete -o filenames -o bashdefault -F _pyrite pyrite
"""
_ZSH = "autoload -Uz bashcompinit && bashcompinit\n"
_MASTERS = ("local", "local[2]", "local[4]", "local[*]")


def main(args: Sequence[str]) -> int:
    """Print a shell's script."""
    if wants_help(args):
        print(HELP, end="")
        return DONE
    scripts = {"bash": bash, "zsh": zsh, "fish": fish}
    if len(args) != 1 or args[0] not in scripts:
        raise Usage("completion is there for bash, zsh and fish; name one")
    print(scripts[args[0]](), end="")
    return DONE


def _options() -> list[str]:
    return [name for option in OPTIONS if not option.refused for name in option.names]


def _keys() -> list[str]:
    return [name for name in KEYS if not name.endswith(".*")]


def bash() -> str:
    """bash's."""
    return _BASH.format(
        keys=" ".join(_keys()),
        masters=" ".join(_MASTERS),
        options=" ".join([*_options(), "--help", "--version"]),
        commands=" ".join(COMMANDS),
    )


def zsh() -> str:
    """zsh's: bash's, by its own compatibility."""
    return _ZSH + bash()


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
    lines.append(f"complete -c pyrite -l conf -x -a {_quoted(' '.join(f'{key}=' for key in _keys()))}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
