"""The settings that a process starts with, lowest precedence first:

1. the environment (``MASTER``, ``SPARK_DRIVER_MEMORY``, ``SPARK_EXECUTOR_MEMORY``, ``SPARK_EXECUTOR_CORES``), with what
   ``spark-env.sh`` says;
2. ``spark-defaults.conf`` in ``SPARK_CONF_DIR``, else in ``$SPARK_HOME/conf``, else in the project's folder; instead
   of it the file that ``--properties-file`` names;
3. the command line: ``PYSPARK_SUBMIT_ARGS``, spark-submit's options and then ``pyspark-shell``.

What the program itself sets stands above them all. Each value remembers its origin.

The command resolves all of this once and hands the result to the program's process in the environment variable
``PYRITE_SUBMIT_CONF``, a JSON object of strings and their origins (:func:`export_settings`). Where that is set,
nothing else is read.
"""

from __future__ import annotations

import json
import os
import shlex
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path

from pyrite._conf.environment import conf_folder, load_spark_env, log_level
from pyrite._conf.options import OPTIONS, find_option
from pyrite._conf.properties import parse_properties
from pyrite._dataclasses import dataclass
from pyrite.errors import PySparkValueError

#: The environment variable by which the command hands its settings to the program's process.
SUBMIT_CONF = "PYRITE_SUBMIT_CONF"

_SETTING_OF_VARIABLE = {
    "MASTER": "spark.master",
    "SPARK_DRIVER_MEMORY": "spark.driver.memory",
    "SPARK_EXECUTOR_MEMORY": "spark.executor.memory",
    "SPARK_EXECUTOR_CORES": "spark.executor.cores",
}
_DEFAULTS_FILE = "spark-defaults.conf"
_PROJECT_MARKS = ("pyproject.toml", ".git")


class Settings(dict[str, str]):
    """Settings, and by key where each one comes from."""

    def __init__(self, settings: Mapping[str, str] | None = None, origin: str = ""):
        super().__init__(settings or {})
        self.origins = dict.fromkeys(self, origin)

    def put(self, key: str, value: str, origin: str) -> None:
        """Set one; it stands above what was there."""
        self[key] = value
        self.origins[key] = origin

    def put_all(self, settings: Mapping[str, str], origin: str) -> None:
        """Set several of one origin."""
        for key, value in settings.items():
            self.put(key, value, origin)

    def take(self, other: Settings) -> None:
        """Set all of another's, with their origins."""
        for key, value in other.items():
            self.put(key, value, other.origins[key])


@dataclass(frozen=True)
class SubmitOptions:
    """What the options before the program say."""

    settings: Settings = field(default_factory=Settings)
    properties_file: str | None = None
    load_spark_defaults: bool = False
    verbose: bool = False
    #: What options without effect have to say.
    notes: tuple[str, ...] = ()
    #: The program and its arguments: what follows the options.
    rest: tuple[str, ...] = ()


def parse_submit_options(args: Sequence[str]) -> SubmitOptions:
    """Read spark-submit's options up to the first argument that is none.

    Raises ``PySparkValueError`` for an unknown or refused option, a missing value and a ``--conf`` without ``=``.

    >>> parse_submit_options(["--master", "local[2]", "--conf", "a=b", "app.py", "x"]).settings
    {'a': 'b', 'spark.master': 'local[2]'}
    """
    conf, short = Settings(), Settings()
    properties_file: str | None = None
    given: set[str] = set()
    notes: list[str] = []
    rest = list(args)
    while rest and rest[0].startswith("-") and rest[0] not in ("-", "-m"):
        name, joined, value = rest.pop(0).partition("=")
        option = find_option(name)
        if option is None:
            raise _bad_option(f"Unrecognized option: {name}{_nearest(name)}")
        if option.refused:
            raise _bad_option(f"{name} is refused: {option.refused}")
        name = option.names[0]
        given.add(name)
        if option.note:
            notes.append(f"{name} has no effect: {option.note}")
        if not option.value:
            continue
        if not joined:
            if not rest:
                raise _bad_option(f"Missing argument for option '{name}'.")
            value = rest.pop(0)
        if name == "--properties-file":
            properties_file = value
        elif name == "--conf":
            key, equals, setting = value.partition("=")
            if not equals:
                raise _bad_option(f"Spark config without '=': {value}. Write --conf key=value")
            conf.put(key.strip(), setting, "--conf")
        elif option.key is not None:
            short.put(option.key, value, name)
    # An option wins over --conf, wherever they stand.
    conf.take(short)
    return SubmitOptions(
        conf,
        properties_file,
        "--load-spark-defaults" in given,
        "--verbose" in given,
        tuple(notes),
        tuple(rest),
    )


def _nearest(name: str) -> str:
    # Rare, and the import costs.
    from difflib import get_close_matches

    near = get_close_matches(name, [known for option in OPTIONS for known in option.names], n=1)
    return f"; did you mean {near[0]}?" if near else "; see `pyrite submit --help`"


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the ``spark.*`` settings of environment, files and command line, merged by precedence.

    Raises ``PySparkValueError`` for options or files that cannot be read.
    """
    if environ is None:
        environ = os.environ
        if SUBMIT_CONF not in environ:
            load_spark_env(os.environ)
    if SUBMIT_CONF in environ:
        return _import_settings(environ[SUBMIT_CONF])
    return resolve(_options_of(environ, "PYSPARK_SUBMIT_ARGS"), environ)


def resolve(options: SubmitOptions, environ: Mapping[str, str] | None = None) -> Settings:
    """Return the ``spark.*`` settings of a command line, with the files and the environment beneath it.

    Raises ``PySparkValueError`` for files that cannot be read and for what cannot be had; warns of keys without
    ``spark.`` in front.
    """
    environ = os.environ if environ is None else environ
    merged = Settings()
    for variable, key in _SETTING_OF_VARIABLE.items():
        if environ.get(variable):
            merged.put(key, environ[variable], f"environment: {variable}")
    told = log_level(environ)
    if told is not None:
        merged.put("spark.log.level", told[0], str(told[1]))
    if options.properties_file is None or options.load_spark_defaults:
        path = defaults_file(environ)
        if path is not None:
            merged.put_all(_read_file(path), str(path))
    if options.properties_file is not None:
        path = Path(options.properties_file)
        if not path.is_file():
            raise _bad_option(f"Properties file does not exist: {path}")
        merged.put_all(_read_file(path), str(path))
    merged.take(options.settings)
    for key in list(merged):
        if not key.startswith("spark."):
            warnings.warn(f"Ignoring the setting {key!r}, for it does not start with 'spark.'", stacklevel=3)
            del merged[key], merged.origins[key]
    if merged.get("spark.submit.deployMode", "client") == "cluster":
        raise _bad_option(
            "deploy mode 'cluster' is refused: there is no cluster; the driver runs where you start it"
        )
    return merged


def export_settings(settings: Settings) -> dict[str, str]:
    """Return the environment variable that hands resolved settings to a program's process.

    >>> export_settings(Settings({"spark.master": "local[2]"}, "--master"))
    {'PYRITE_SUBMIT_CONF': '{"spark.master": ["local[2]", "--master"]}'}
    """
    return {SUBMIT_CONF: json.dumps({key: [value, settings.origins[key]] for key, value in settings.items()})}


def _import_settings(text: str) -> Settings:
    try:
        given = json.loads(text)
    except ValueError as error:
        raise _bad_option(f"{SUBMIT_CONF} is not JSON: {error}") from None
    if not isinstance(given, dict):
        raise _bad_option(f"{SUBMIT_CONF} must be a JSON object, got {text}")
    settings = Settings()
    for key, pair in given.items():
        value, origin = pair if isinstance(pair, list) and len(pair) == 2 else (pair, SUBMIT_CONF)
        if not isinstance(value, str) or not isinstance(origin, str):
            raise _bad_option(
                f"{SUBMIT_CONF} must hold strings, or pairs of a string and its origin, got {text}"
            )
        settings.put(key, value, origin)
    return settings


def _options_of(environ: Mapping[str, str], variable: str) -> SubmitOptions:
    text = environ.get(variable, "")
    if not text:
        return SubmitOptions()
    try:
        options = parse_submit_options(shlex.split(text))
    except ValueError as error:
        raise _bad_option(f"{variable}: {error}") from None
    options.settings.origins.update({key: f"{variable}: {o}" for key, o in options.settings.origins.items()})
    return options


def defaults_file(environ: Mapping[str, str]) -> Path | None:
    """The ``spark-defaults.conf`` that counts; None where there is none.

    A project's is in the current folder, or above it up to the folder that holds ``pyproject.toml`` or ``.git``;
    there itself or below ``conf``.
    """
    told = conf_folder(environ)
    if told is not None:
        return _file_in(str(told))
    for folder in _project_folders(os.getcwd()):
        found = _file_in(folder) or _file_in(os.path.join(folder, "conf"))
        if found is not None:
            return found
    return None


def _file_in(folder: str) -> Path | None:
    path = os.path.join(folder, _DEFAULTS_FILE)
    return Path(path) if os.path.isfile(path) else None


def _project_folders(here: str) -> list[str]:
    """The current folder and those above it that belong to its project; other people's are above that."""
    folders = [here]
    while not any(os.path.exists(os.path.join(folders[-1], mark)) for mark in _PROJECT_MARKS):
        above = os.path.dirname(folders[-1])
        if above == folders[-1]:
            return [here]
        folders.append(above)
    return folders


def _read_file(path: Path) -> dict[str, str]:
    try:
        return parse_properties(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _bad_option(f"Failed when loading Spark properties from {path}: {error}") from error


def _bad_option(message: str) -> PySparkValueError:
    return PySparkValueError(message)
