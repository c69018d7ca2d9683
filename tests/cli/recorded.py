"""The sessions that docs/pictures shows: ``python tests/cli/recorded.py`` makes shell.svg and sql.svg anew.

They run in a real tmux; a test holds that its screen is still the one of the picture.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable
from html import escape, unescape
from pathlib import Path

from tmux import ROOT, Tmux

PICTURES = ROOT / "docs" / "pictures"
COLUMNS, LINES = 88, 30
SIZE = 12.0
FONT = "Menlo, Consolas, 'DejaVu Sans Mono', monospace"
INK, TYPED, PAPER = "#c9d4de", "#ffffff", "#1f2933"
#: How lines begin that somebody has typed.
PROMPT = re.compile(r"(\$|>>>|\.\.\.|pyrite \(default\)>|\s+\.\.\.>) ")


def shell(tmux: Tmux) -> str:
    """The shell: a job is done, another one runs."""
    tmux.type("pyrite --plain --master 'local[2]'")
    tmux.wait_for("\n>>>")
    tmux.type("sql(\"select 'tea' as name, 3 as cups\").show()")
    tmux.wait_for("+----+----+\n\n>>>")
    tmux.type("sc.parallelize(range(10)).map(lambda n: n * n).sum()")
    tmux.wait_for("\n285\n>>>")
    tmux.type("from time import sleep")
    tmux.wait_for("sleep\n>>>")
    tmux.type("sc.parallelize(range(40), 40).map(lambda n: sleep(0.3)).count()")
    return tmux.wait(lambda screen: re.search(r"\(1\d \+ 2\) / 40\]$", screen) is not None)


def sql(tmux: Tmux) -> str:
    """The shell of SQL: a result, a mistake, a result as records."""
    tmux.type("pyrite sql --master 'local[2]'")
    tmux.wait_for("\npyrite (default)>")
    time.sleep(2)  # as somebody needs to type the statement
    tmux.type("create temp view teas as")
    tmux.wait_for("...>")
    tmux.type("select * from values ('green', 3, 2.50), ('black', 2, null)")
    tmux.wait(lambda screen: screen.count("...>") == 2)
    tmux.type("  as t(tea, cups, price);")
    tmux.wait(lambda screen: "done in" in screen and screen.endswith("\npyrite (default)>"))
    tmux.type("select tea, price * cups as total from teas order by tea;")
    tmux.wait(lambda screen: "2 rows in" in screen and screen.endswith("\npyrite (default)>"))
    tmux.type("select tee from teas;")
    tmux.wait(lambda screen: "^^^" in screen and screen.endswith("\npyrite (default)>"))
    tmux.type(r"\x")
    tmux.wait(lambda screen: screen.count("pyrite (default)>") == 5)
    tmux.type("select * from teas where cups = 3;")
    return tmux.wait(lambda screen: "1 row in" in screen and screen.endswith("\npyrite (default)>"))


SESSIONS: dict[str, Callable[[Tmux], str]] = {"shell": shell, "sql": sql}


def same(screen: str) -> str:
    """A screen without what differs from time to time: versions, ports, seconds, how far a stage is."""
    text = re.sub(r"Pyrite \S+, API of PySpark \S+, Python \S+", "Pyrite", screen)
    text = re.sub(r"localhost:\d+|local-\d+", "", text)
    text = re.sub(r"\d+\.\d+ s\b", "s", text)
    return re.sub(r":=*> *\(\d+ \+ 2\)", ":=>(+ 2)", text)


def written(picture: Path) -> str:
    """The text of a picture."""
    return "\n".join(
        [unescape(found) for found in re.findall(r"<text[^>]*>(.*?)</text>", picture.read_text())]
    )


def draw(screen: str, path: Path) -> None:
    """A screen as a picture."""
    step, lines = SIZE * 1.35, screen.split("\n")
    width, height = COLUMNS * SIZE * 0.61 + 24, len(lines) * step + 22
    shapes = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'font-family="{FONT}" font-size="{SIZE:.0f}" fill="{INK}">',
        f'<rect width="100%" height="100%" rx="6" fill="{PAPER}"/>',
    ]
    for number, line in enumerate(lines):
        fill = f' fill="{TYPED}"' if PROMPT.match(line + " ") else ""
        y = 12 + (number + 0.8) * step
        shapes.append(f'<text x="12" y="{y:.1f}" xml:space="preserve"{fill}>{escape(line)}</text>')
    path.write_text("\n".join([*shapes, "</svg>"]) + "\n")


def main() -> None:
    for name, session in SESSIONS.items():
        with tempfile.TemporaryDirectory() as folder:
            tmux = Tmux(Path(folder), COLUMNS, LINES)
            try:
                draw(session(tmux), PICTURES / f"{name}.svg")
            finally:
                tmux.close()
        print(f"{name}.svg")


if __name__ == "__main__":
    main()
