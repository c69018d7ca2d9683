"""Settings from outside the program, and the reading of sizes and times.

What a program sets itself wins over the command line, that over the properties file, that over the environment:

1. ``SparkConf.set`` and its like, in the program.
2. The command line. The submit command hands its settings on in the environment variable ``PYRITE_SUBMIT_CONF``: one
   JSON object of strings, complete (it has read the properties file already, so nothing else is read). Without it,
   ``PYSPARK_SUBMIT_ARGS`` holds options as ``spark-submit`` takes them, and last ``pyspark-shell``.
3. ``--properties-file``, else ``spark-defaults.conf`` in ``$SPARK_CONF_DIR``, else in ``$SPARK_HOME/conf``.
4. ``MASTER``, ``SPARK_DRIVER_MEMORY``, ``SPARK_EXECUTOR_MEMORY``, ``SPARK_EXECUTOR_CORES``.

``SPARK_LOCAL_DIRS`` is an exception: as in Spark it wins over all of them (:func:`local_directories`).
"""

from __future__ import annotations

import json
import os
import re
import shlex
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyrite.errors import IllegalArgumentException, NumberFormatException

SUBMIT_CONF = "PYRITE_SUBMIT_CONF"
DEFAULTS_FILE = "spark-defaults.conf"

#: What holds when nothing else says anything; the context adds them last, so that ``setIfMissing`` can win.
FALLBACKS: dict[str, str] = {
    "spark.master": "local[*]",
    "spark.app.name": "pyspark-shell",
    "spark.submit.deployMode": "client",
    "spark.submit.pyFiles": "",
}

_ENVIRONMENT: dict[str, str] = {
    "MASTER": "spark.master",
    "SPARK_DRIVER_MEMORY": "spark.driver.memory",
    "SPARK_EXECUTOR_MEMORY": "spark.executor.memory",
    "SPARK_EXECUTOR_CORES": "spark.executor.cores",
}

#: The options of spark-submit that take a value, and the settings they stand for. None: no setting.
OPTIONS: dict[str, str | None] = {
    "--archives": "spark.archives",
    "--class": None,
    "--deploy-mode": "spark.submit.deployMode",
    "--driver-class-path": "spark.driver.extraClassPath",
    "--driver-cores": "spark.driver.cores",
    "--driver-java-options": "spark.driver.extraJavaOptions",
    "--driver-library-path": "spark.driver.extraLibraryPath",
    "--driver-memory": "spark.driver.memory",
    "--exclude-packages": "spark.jars.excludes",
    "--executor-cores": "spark.executor.cores",
    "--executor-memory": "spark.executor.memory",
    "--files": "spark.files",
    "--jars": "spark.jars",
    "--keytab": "spark.kerberos.keytab",
    "--master": "spark.master",
    "--name": "spark.app.name",
    "--num-executors": "spark.executor.instances",
    "--packages": "spark.jars.packages",
    "--principal": "spark.kerberos.principal",
    "--proxy-user": None,
    "--py-files": "spark.submit.pyFiles",
    "--queue": "spark.yarn.queue",
    "--remote": "spark.remote",
    "--repositories": "spark.jars.repositories",
    "--total-executor-cores": "spark.cores.max",
}
_SWITCHES = {"--supervise", "--verbose", "-v"}


# ---------------------------------------------------------------------------------------------- sizes and times

_BYTES = {unit: 1024**power for power, unit in enumerate("bkmgtp")}
_BYTES |= {unit + suffix: _BYTES[unit] for unit in "kmgtp" for suffix in ("b", "ib")}
_SECONDS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
_LONG_MAX = 2**63 - 1

_SIZE_RULE = (
    "A size is a whole number and bytes (b), kibibytes (k), mebibytes (m), gibibytes (g), tebibytes (t) or "
    "pebibytes (p), such as 50b, 100k or 250m"
)
_TIME_RULE = (
    "A time is a whole number and microseconds (us), milliseconds (ms), seconds (s), minutes (m or min), hours (h) "
    "or days (d), such as 50s, 100ms or 250us"
)


def parse_bytes(text: str, default_unit: str = "b") -> int:
    """The number of bytes that ``text`` names, read as Spark reads sizes.

    Args:
        text: a whole number, and a unit in either case, blanks around allowed: ``"512m"``, ``"1g"``, ``"64kb"``.
        default_unit: the unit of a bare number.

    Raises:
        NumberFormatException: fractions, signs, other units, no number.
        IllegalArgumentException: more than a Java long holds.

    >>> parse_bytes("512m"), parse_bytes("2", "k")
    (536870912, 2048)
    """
    number, unit = _number_and_unit(text, r"[0-9]+", _BYTES, default_unit, _SIZE_RULE)
    size = number * _BYTES[unit]
    if size > _LONG_MAX:
        raise IllegalArgumentException(f"{text!r} is more than the largest size, {_LONG_MAX} bytes.")
    return size


def parse_time(text: str, default_unit: str = "ms") -> float:
    """The seconds that ``text`` names, read as Spark reads times.

    Args:
        text: a whole number, perhaps negative, and a unit: ``"100ms"``, ``"5min"``, ``"-1"``.
        default_unit: the unit of a bare number.

    Raises:
        NumberFormatException: fractions, other units, no number.

    >>> parse_time("5min"), parse_time("100"), parse_time("2", "s")
    (300.0, 0.1, 2.0)
    """
    number, unit = _number_and_unit(text, r"-?[0-9]+", _SECONDS, default_unit, _TIME_RULE)
    return number * _SECONDS[unit]


def _number_and_unit(
    text: str, number: str, units: Mapping[str, float], default_unit: str, rule: str
) -> tuple[int, str]:
    found = re.fullmatch(rf"({number})([a-z]+)?", text.strip().lower())
    if found is None:
        fraction = "; fractions are not allowed" if re.match(r"\s*[0-9]+\.[0-9]+", text) else ""
        raise NumberFormatException(f"{rule}{fraction}. Got {text!r}.")
    unit = found.group(2) or default_unit
    if unit not in units:
        raise NumberFormatException(f"{rule}. Got {text!r}, with the unknown unit {unit!r}.")
    if abs(int(found.group(1))) > _LONG_MAX:
        raise NumberFormatException(f"{rule}. Got {text!r}, a number that is too large.")
    return int(found.group(1)), unit


# ------------------------------------------------------------------------------------------ Java properties files


def parse_properties(text: str) -> dict[str, str]:
    r"""The keys and values of a Java properties file.

    Raises:
        IllegalArgumentException: a ``\u`` that is not followed by four hexadecimal digits.

    >>> parse_properties("# mine\nspark.master  local[2]\nspark.app.name = a\\\n  b")
    {'spark.master': 'local[2]', 'spark.app.name': 'ab'}
    """
    return {_unescape(key): _unescape(value) for key, value in map(_split_line, _logical_lines(text))}


def _logical_lines(text: str) -> Iterator[str]:
    """Lines without comments and blank ones; a line that ends in an odd number of backslashes takes the next one in."""
    parts: list[str] = []
    for line in re.split(r"\r\n|\r|\n", text):
        line = line.lstrip(" \t\f")
        if not parts and (not line or line[0] in "#!"):
            continue
        continued = (len(line) - len(line.rstrip("\\"))) % 2 == 1
        parts.append(line[:-1] if continued else line)
        if not continued:
            yield "".join(parts)
            parts = []
    if parts:
        yield "".join(parts)


_KEY = re.compile(r"((?:\\.|[^\\=: \t\f])*)[ \t\f]*[=:]?[ \t\f]*", re.DOTALL)


def _split_line(line: str) -> tuple[str, str]:
    key = _KEY.match(line)
    assert key is not None  # every part of the pattern may be empty
    return key.group(1), line[key.end() :]


_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}


def _unescape(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        body = match.group(1)
        if body == "u":
            raise IllegalArgumentException(rf"Malformed \uxxxx encoding in {text!r}: four hexadecimal digits must follow.")
        return chr(int(body[1:], 16)) if len(body) > 1 else _ESCAPED.get(body, body)

    return _ESCAPE.sub(character, text)


def read_properties(path: str) -> dict[str, str]:
    """The settings in a properties file: only keys that start with ``spark.`` count, blanks around values do not.

    Raises:
        IllegalArgumentException: the file cannot be read.
    """
    try:
        with open(path, encoding="utf-8") as file:
            entries = parse_properties(file.read())
    except (OSError, UnicodeDecodeError) as error:
        raise IllegalArgumentException(f"The properties file {path} cannot be read: {error}") from error
    return _spark_only({key: value.strip() for key, value in entries.items()}.items(), path)


def _spark_only(entries: Iterable[tuple[str, str]], source: str) -> dict[str, str]:
    kept = {}
    for key, value in entries:
        if key.startswith("spark."):
            kept[key] = value
        else:
            warnings.warn(f"{source}: ignoring {key!r}, for it does not start with 'spark.'", stacklevel=2)
    return kept


# ------------------------------------------------------------------------------------------------ the command line


@dataclass(frozen=True)
class SubmitArguments:
    """A parsed command line of ``spark-submit``.

    Attributes:
        settings: what options and ``--conf`` say; an option wins over ``--conf``.
        properties_file: the path given by ``--properties-file``.
        load_defaults: read ``spark-defaults.conf`` beneath that file too (``--load-spark-defaults``).
        resource: the program, or ``pyspark-shell``.
        arguments: what follows it.
    """

    settings: Mapping[str, str] = field(default_factory=dict)
    properties_file: str | None = None
    load_defaults: bool = False
    resource: str | None = None
    arguments: tuple[str, ...] = ()

    def resolve(self, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
        """The settings of the command line, of the properties file and of the environment, by precedence."""
        return {**_from_environment(environ), **self._from_files(environ), **self.settings}

    def _from_files(self, environ: Mapping[str, str]) -> dict[str, str]:
        settings: dict[str, str] = {}
        defaults = defaults_file(environ)
        if defaults is not None and (self.properties_file is None or self.load_defaults):
            settings |= read_properties(defaults)
        if self.properties_file is not None:
            settings |= read_properties(self.properties_file)
        return settings


def parse_submit_arguments(words: Sequence[str]) -> SubmitArguments:
    """Parse what stands behind ``spark-submit``: options (``--name x`` or ``--name=x``), a program, its arguments.

    Raises:
        IllegalArgumentException: an unknown option, one without its value, ``--conf`` without ``=``.

    >>> parse_submit_arguments(["--master", "local[2]", "-c", "spark.a=b", "app.py", "7"]).settings
    {'spark.a': 'b', 'spark.master': 'local[2]'}
    """
    by_option: dict[str, str] = {}
    by_conf: list[tuple[str, str]] = []
    properties_file = None
    load_defaults = False
    rest = list(words)
    while rest and rest[0].startswith("-"):
        option, equals, value = rest.pop(0).partition("=")
        if option in _SWITCHES:
            continue
        if option == "--load-spark-defaults":
            load_defaults = True
            continue
        if option not in OPTIONS and option not in ("--conf", "-c", "--properties-file"):
            known = ", ".join(sorted([*OPTIONS, "--conf", "--properties-file", "--load-spark-defaults"]))
            raise IllegalArgumentException(f"Unrecognized option: {option}. There are: {known}.")
        if not equals:
            if not rest:
                raise IllegalArgumentException(f"Missing argument for option '{option}'.")
            value = rest.pop(0)
        if option == "--properties-file":
            properties_file = value
        elif option in ("--conf", "-c"):
            by_conf.append(_conf_entry(value))
        elif (key := OPTIONS[option]) is not None:
            by_option[key] = value
    return SubmitArguments(
        settings={**_spark_only(by_conf, "--conf"), **by_option},
        properties_file=properties_file,
        load_defaults=load_defaults,
        resource=rest[0] if rest else None,
        arguments=tuple(rest[1:]),
    )


def _conf_entry(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise IllegalArgumentException(f"Spark config without '=': {text}. Write --conf key=value.")
    return key.strip(), value


# -------------------------------------------------------------------------------------------------------- loading


def load_settings(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """All settings from outside the program.

    Raises:
        IllegalArgumentException: the properties file, ``PYSPARK_SUBMIT_ARGS`` or ``PYRITE_SUBMIT_CONF`` is at fault.
    """
    environ = os.environ if environ is None else environ
    if SUBMIT_CONF in environ:
        return import_settings(environ[SUBMIT_CONF])
    return parse_submit_arguments(shlex.split(environ.get("PYSPARK_SUBMIT_ARGS", ""))).resolve(environ)


def export_settings(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment variable by which the submit command hands its settings to the program's process."""
    return {SUBMIT_CONF: json.dumps(dict(settings))}


def import_settings(text: str) -> dict[str, str]:
    """The settings in the value of ``PYRITE_SUBMIT_CONF``."""
    try:
        settings = json.loads(text)
    except ValueError as error:
        raise IllegalArgumentException(f"{SUBMIT_CONF} is not JSON: {error}") from error
    if not isinstance(settings, dict) or not all(isinstance(value, str) for value in settings.values()):
        raise IllegalArgumentException(f"{SUBMIT_CONF} must be a JSON object whose values are strings.")
    return settings


def defaults_file(environ: Mapping[str, str]) -> str | None:
    """The path of ``spark-defaults.conf``, if there is one."""
    directory = environ.get("SPARK_CONF_DIR")
    if not directory and environ.get("SPARK_HOME"):
        directory = os.path.join(environ["SPARK_HOME"], "conf")
    path = os.path.join(directory, DEFAULTS_FILE) if directory else None
    return path if path and os.path.isfile(path) else None


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    return {key: environ[name] for name, key in _ENVIRONMENT.items() if environ.get(name)}


def local_directories(configured: str | None, environ: Mapping[str, str] = os.environ) -> list[str]:
    """The directories for spilled and shuffled data: ``SPARK_LOCAL_DIRS``, else ``spark.local.dir``, else the
    system's directory for temporary files.

    Args:
        configured: the value of ``spark.local.dir``: paths with commas between them.
    """
    listed = environ.get("SPARK_LOCAL_DIRS") or configured or tempfile.gettempdir()
    return [path.strip() for path in listed.split(",") if path.strip()]
