"""``pyrite conf``: the settings there are, the ones that hold here, and where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill

from pyrite._cli.common import DONE, FAILED, options_help, redacted, settle, told, wants_help
from pyrite._conf.keys import KEYS, TOPICS, Key
from pyrite._conf.known import find, is_known, reason_without_effect, suggestion
from pyrite._conf.sources import Settings, parse_submit_options

HELP = """\
usage: pyrite conf [options] [WORD ...]

Without words: the settings that hold for a program started here with these options, and where each comes from.
With words: all settings whose name has such a word in it, with type, default, meaning and value.
A word that is a whole key, and no setting: what it may have been meant to be; the exit code is 1.

options, as of spark-submit:
"""


def main(args: Sequence[str]) -> int:
    """Tell settings."""
    if wants_help(args):
        print(HELP + options_help(), end="")
        return DONE
    options = parse_submit_options(args)
    settings = settle(options, "")
    if not settings["spark.app.name"]:
        del settings["spark.app.name"]
    if not options.rest:
        print(told(settings) or "no setting has been given a value; `pyrite conf WORD` looks settings up")
        return DONE
    shown = redacted(settings)
    return max(_tell(word, shown, settings) for word in options.rest)


def _tell(word: str, shown: dict[str, str], settings: Settings) -> int:
    found = [key for key in KEYS.values() if word.lower() in key.name.lower()]
    for key in found:
        print(_about(key))
        if key.name in shown:
            print(f"    here: {shown[key.name]}  ({settings.origins[key.name]})")
    if found:
        return DONE
    if below := find(word):
        print(_about(KEYS[below]))
        return DONE
    if is_known(word):
        reason = reason_without_effect(word)
        print(f"{word}: accepted, without effect{f': {reason}' if reason else ''}")
        return DONE
    meant = suggestion(word)
    print(f"{word}: no setting{f'; did you mean {meant}?' if meant else ''}")
    return FAILED


def _about(key: Key) -> str:
    default = key.default if key.default is not None else key.otherwise.replace("`", "")
    kind = f"{key.type} in {key.unit}" if key.unit else key.type
    meaning = fill(key.meaning.replace("`", ""), 100, initial_indent="    ", subsequent_indent="    ")
    lines = [f"{key.name}  ({kind}; default: {default or 'none'})", meaning]
    if key.choices:
        lines.append(f"    one of {', '.join(key.choices)}")
    return "\n".join(lines)


def markdown() -> str:
    """The table for the documentation, by topic."""
    lines = []
    for topic, keys in TOPICS.items():
        lines += [f"### {topic}", "", "| key | type | default | what it does |", "|---|---|---|---|"]
        lines += [_row(key) for key in keys]
        lines.append("")
    return "\n".join(lines)


def _row(key: Key) -> str:
    kind = f"{key.type}, {key.unit}" if key.unit else key.type
    default = f"`{key.default}`" if key.default else key.otherwise
    meaning = key.meaning
    if key.choices and not all(f"`{choice}`" in meaning for choice in key.choices):
        meaning += f": {', '.join(f'`{choice}`' for choice in key.choices)}"
    if key.static:
        meaning += "; set before the first query"
    cells = (f"`{key.name}`", kind, default, meaning)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
