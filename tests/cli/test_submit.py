"""``pyrite submit`` and ``pyrite run``: every option does what it says, or is refused for a reason."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from terminal import Run, Terminal

from pyrite._conf.options import OPTIONS, Option

TELL = """\
import sys
from pyspark import SparkContext
sc = SparkContext()
conf = dict(sc.getConf().getAll())
print(*[conf.get(key) for key in sys.argv[1:]], sep="|")
"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(TELL)
    return tmp_path / "app.py"


SHORT = [
    option
    for option in OPTIONS
    if option.key and not option.refused and option.key != "spark.submit.deployMode"
]


def test_options_set_their_keys(pyrite: Run, app: Path) -> None:
    values = {option.names[0]: "x" for option in SHORT}
    values |= {"--master": "local[2]", "--driver-memory": "1g", "--executor-memory": "512m"}
    (app.parent / "x.py").write_text("")
    values |= {"--py-files": "x.py", "--files": "x.py", "--archives": ""}
    words = [word for name, value in values.items() for word in (name, value)]
    done = pyrite("submit", *words, "app.py", *[option.key or "" for option in SHORT])
    assert done.stdout.strip().split("|") == [values[option.names[0]] for option in SHORT], done.stderr


@pytest.mark.parametrize("option", [o for o in OPTIONS if o.note], ids=lambda option: option.names[0])
def test_options_without_effect_say_why(pyrite: Run, tmp_path: Path, option: Option) -> None:
    (tmp_path / "app.py").write_text("print('ran')")
    words = [option.names[0], "x"] if option.value else [option.names[0]]
    done = pyrite("submit", *words, "app.py")
    assert (done.stdout, done.returncode) == ("ran\n", 0)
    assert done.stderr == f"pyrite: {option.names[0]} has no effect: {option.note}\n"


@pytest.mark.parametrize("option", [o for o in OPTIONS if o.refused], ids=lambda option: option.names[0])
def test_refused_options_say_why(pyrite: Run, option: Option) -> None:
    done = pyrite("submit", option.names[0], "x", "app.py")
    assert done.returncode == 2
    assert done.stderr == f"pyrite: {option.names[0]} is refused: {option.refused}\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--deploy-mode", "cluster", "app.py"), "deploy mode 'cluster' is refused"),
        (("--conf", "spark.submit.deployMode=cluster", "app.py"), "deploy mode 'cluster' is refused"),
        (("app.jar",), "app.jar is for a JVM"),
        (("app.R",), "app.R is for R"),
        (("--executr-memory", "1g", "app.py"), "did you mean --executor-memory?"),
        ((), "no program to run"),
        (("nowhere.py",), "cannot open the program 'nowhere.py'"),
    ],
)
def test_what_cannot_be_run_is_refused(pyrite: Run, words: tuple[str, ...], message: str) -> None:
    done = pyrite("submit", *words)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_py_files_files_and_archives_reach_tasks(pyrite: Run, tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("FACTOR = 3\n")
    (tmp_path / "word.txt").write_text("tea")
    with zipfile.ZipFile(tmp_path / "data.zip", "w") as archive:
        archive.writestr("inner.txt", "green")
    (tmp_path / "app.py").write_text(
        "from pyspark import SparkContext, SparkFiles\n"
        "def f(x):\n"
        "    import helper\n"
        "    inner = open(SparkFiles.get('d') + '/inner.txt').read()\n"
        "    return x * helper.FACTOR, open(SparkFiles.get('word.txt')).read(), inner\n"
        "print(SparkContext().parallelize([2], 1).map(f).collect())\n"
    )
    files = ("--py-files", "helper.py", "--files", "word.txt", "--archives", "data.zip#d")
    done = pyrite("submit", "--master", "local[2]", *files, "app.py")
    assert done.stdout == "[(6, 'tea', 'green')]\n", done.stderr


def test_precedence_and_verbose(pyrite: Run, app: Path) -> None:
    """Program above command line above properties file above spark-defaults.conf above environment."""
    folder = app.parent
    (folder / "pyproject.toml").write_text("")
    (folder / "conf").mkdir()
    keys = [f"spark.k{n}" for n in range(5)]
    (folder / "conf" / "spark-defaults.conf").write_text(
        "".join(f"{k} project\n" for k in keys[:4]) + "spark.master local[3]\n"
    )
    (folder / "mine.conf").write_text("".join(f"{key} mine\n" for key in keys[:3]))
    program = app.read_text().replace(
        "SparkContext()", "SparkContext(conf=SparkConf().set('spark.k0', 'program'))"
    )
    app.write_text(program.replace("import SparkContext", "import SparkConf, SparkContext"))
    environ = {"MASTER": "local[7]", "SPARK_EXECUTOR_MEMORY": "300m"}
    words = [
        "--conf",
        "spark.k1=line",
        "--conf",
        "spark.k0=line",
        "app.py",
        *keys,
        "spark.master",
        "spark.executor.memory",
    ]

    done = pyrite("submit", "--properties-file", "mine.conf", "--load-spark-defaults", *words, **environ)
    assert done.stdout == "program|line|mine|project|None|local[3]|300m\n", done.stderr
    done = pyrite("submit", "--properties-file", "mine.conf", *words, **environ)
    assert done.stdout == "program|line|mine|None|None|local[7]|300m\n"
    done = pyrite("submit", *words, **environ)
    assert done.stdout == "program|line|project|project|None|local[3]|300m\n"

    secret = ("--conf", "spark.my.password=hidden")
    told = pyrite("submit", "--verbose", *secret, *words, **environ).stderr
    assert "spark.k1               line  (--conf)\n" in told
    assert f"local[3]  ({folder / 'conf' / 'spark-defaults.conf'})" in told
    assert "300m  (environment: SPARK_EXECUTOR_MEMORY)" in told
    assert "hidden" not in told


def test_the_projects_defaults_are_found_from_below_and_others_are_not(pyrite: Run, tmp_path: Path) -> None:
    (tmp_path / "spark-defaults.conf").write_text("spark.k project\n")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "app.py").write_text(f"import os; os.chdir('{tmp_path}/below')\n" + TELL)
    assert pyrite("run", "below/app.py", "spark.k").stdout == "project\n"
    (tmp_path / "look.py").write_text(
        "import os, subprocess, sys\n"
        "os.environ.pop('PYRITE_SUBMIT_CONF')\n"
        f"os.chdir('{tmp_path}/below')\n"
        "code = 'from pyrite import SparkConf; print(SparkConf().get(\"spark.k\"))'\n"
        "subprocess.run([sys.executable, '-c', code])\n"
    )
    assert pyrite("run", "look.py").stdout == "None\n"
    (tmp_path / "pyproject.toml").write_text("")
    assert pyrite("run", "look.py").stdout == "project\n"


def test_misspelt_settings_are_told(pyrite: Run, app: Path) -> None:
    done = pyrite(
        "run",
        "--conf",
        "spark.task.maxFailurs=2",
        "--conf",
        "spark.jars.ivy=x",
        "--conf",
        "spark.mine=x",
        "app.py",
    )
    assert done.stderr == "There is no setting spark.task.maxFailurs; did you mean spark.task.maxFailures?\n"


def test_bad_values_name_their_key(pyrite: Run, app: Path) -> None:
    done = pyrite("run", "--conf", "spark.task.maxFailures=many", "app.py")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith("spark.task.maxFailures should be int, but was many")


def test_log_levels(pyrite: Run, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "import sys\nfrom pyspark import SparkContext\nsc = SparkContext()\n"
        "if sys.argv[1:]: sc.setLogLevel(sys.argv[1])\nsc.parallelize([1], 1).count()\n"
    )
    assert pyrite("run", "app.py").stderr == ""
    told = pyrite("run", "app.py", "INFO").stderr.splitlines()
    assert [line.split(" INFO pyrite: ")[1].split(":")[0][:11] for line in told] == [
        "Job 0 start", "Stage 0.0 s", "Stage 0.0 t", "Job 0 took ",
    ]  # fmt: skip
    by_setting = pyrite("run", "--conf", "spark.log.level=debug", "app.py").stderr
    assert " DEBUG pyrite: Task 0 (partition 0 of stage 0) on worker" in by_setting
    done = pyrite("run", "app.py", "LOUD")
    assert "Supplied level LOUD did not match one of: ALL,TRACE,DEBUG" in done.stderr


def test_a_program_in_a_terminal(tmp_path: Path) -> None:
    """Its output comes as it is made, the progress line is drawn where it is asked for, Ctrl-C ends it."""
    (tmp_path / "app.py").write_text(
        "import time\nfrom pyspark import SparkContext\nsc = SparkContext()\n"
        "print('first', sc.parallelize(range(4), 4).sum())\n"
        "sc.parallelize(range(4), 4).map(lambda _: time.sleep(60)).count()\n"
    )
    settings = ("spark.ui.enabled=false", "spark.ui.showConsoleProgress=true")
    words = [word for setting in settings for word in ("--conf", setting)]
    with Terminal("submit", "--master", "local[2]", *words, "app.py", cwd=tmp_path) as t:
        t.wait("first 6")
        t.wait("[Stage 1:")
        t.wait("(0 + 2) / 4]")
        t.type("\x03")
        assert t.end() == 130
        assert t.text.rstrip().endswith("KeyboardInterrupt")
