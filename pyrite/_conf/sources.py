"""The settings that a process starts with, lowest precedence first:

1. the environment (``MASTER``, ``SPARK_DRIVER_MEMORY``, ``SPARK_EXECUTOR_MEMORY``, ``SPARK_EXECUTOR_CORES``);
2. ``spark-defaults.conf`` in ``SPARK_CONF_DIR``, else in ``$SPARK_HOME/conf``; instead of it the file that
   ``--properties-file`` names;
3. the command line: ``PYSPARK_SUBMIT_ARGS``, spark-submit's options and then ``pyspark-shell``.

What the program itself sets stands above them all.

The submit command resolves all of this once and hands the result to the program's process in the
environment variable ``PYRITE_SUBMIT_CONF``, a JSON object of strings (:func:`export_settings`). Where that
is set, nothing else is read.
"""

from __future__ import annotations

import json
import os
import shlex
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyrite._conf.properties import parse_properties
from pyrite.errors import PySparkValueError

#: The environment variable by which the submit command hands its settings to the program's process.
SUBMIT_CONF = "PYRITE_SUBMIT_CONF"

#: Options that are short for a setting; None: what Pyrite has no use for.
_SETTING_OF_OPTION: dict[str, str | None] = {
    "--class": None,
    "--proxy-user": None,
    "--remote": "spark.remote",
    "--master": "spark.master",
    "--name": "spark.app.name",
    "--deploy-mode": "spark.submit.deployMode",
    "--driver-memory": "spark.driver.memory",
    "--driver-cores": "spark.driver.cores",
    "--executor-memory": "spark.executor.memory",
    "--executor-cores": "spark.executor.cores",
    "--num-executors": "spark.executor.instances",
    "--total-executor-cores": "spark.cores.max",
    "--queue": "spark.yarn.queue",
    "--py-files": "spark.submit.pyFiles",
    "--files": "spark.files",
    "--archives": "spark.archives",
    "--jars": "spark.jars",
    "--packages": "spark.jars.packages",
    "--exclude-packages": "spark.jars.excludes",
    "--repositories": "spark.jars.repositories",
    "--driver-class-path": "spark.driver.extraClassPath",
    "--driver-library-path": "spark.driver.extraLibraryPath",
    "--driver-java-options": "spark.driver.extraJavaOptions",
    "--principal": "spark.kerberos.principal",
    "--keytab": "spark.kerberos.keytab",
}
_IGNORED_FLAGS = {"--verbose", "-v", "--supervise"}
_SETTING_OF_VARIABLE = {
    "MASTER": "spark.master",
    "SPARK_DRIVER_MEMORY": "spark.driver.memory",
    "SPARK_EXECUTOR_MEMORY": "spark.executor.memory",
    "SPARK_EXECUTOR_CORES": "spark.executor.cores",
}
_BUILT_IN = {
    "spark.master": "local[*]",
    "spark.app.name": "pyspark-shell",
    "spark.submit.deployMode": "client",
    "spark.submit.pyFiles": "",
}


@dataclass(frozen=True)
class SubmitOptions:
    """What the options before the program say."""

    settings: dict[str, str] = field(default_factory=dict)
    properties_file: str | None = None
    load_spark_defaults: bool = False
    #: The program and its arguments: what follows the options.
    rest: tuple[str, ...] = ()


def parse_submit_options(args: Sequence[str]) -> SubmitOptions:
    """Read spark-submit's options up to the first argument that is none.

    Raises ``PySparkValueError`` for an unknown option, a missing value and a ``--conf`` without ``=``.

    >>> parse_submit_options(["--master", "local[2]", "--conf", "a=b", "app.py", "x"]).settings
    {'a': 'b', 'spark.master': 'local[2]'}
    """
    conf: dict[str, str] = {}
    settings: dict[str, str] = {}
    properties_file, load_defaults = None, False
    rest = list(args)
    while rest and rest[0].startswith("-") and rest[0] not in ("-", "-m"):
        option, joined, value = rest.pop(0).partition("=")
        if option in _IGNORED_FLAGS:
            continue
        if option == "--load-spark-defaults":
            load_defaults = True
            continue
        if option not in _SETTING_OF_OPTION and option not in ("--conf", "-c", "--properties-file"):
            known = sorted([*_SETTING_OF_OPTION, "--conf", "--load-spark-defaults", "--properties-file"])
            raise _bad_option(f"Unrecognized option: {option}. There are: {', '.join(known)}")
        if not joined:
            if not rest:
                raise _bad_option(f"Missing argument for option '{option}'.")
            value = rest.pop(0)
        if option == "--properties-file":
            properties_file = value
        elif option in ("--conf", "-c"):
            key, equals, setting = value.partition("=")
            if not equals:
                raise _bad_option(f"Spark config without '=': {value}. Write --conf key=value")
            conf[key.strip()] = setting
        elif (short_for := _SETTING_OF_OPTION[option]) is not None:
            settings[short_for] = value
    # An option wins over --conf, wherever they stand.
    return SubmitOptions({**conf, **settings}, properties_file, load_defaults, tuple(rest))


def load_settings(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the ``spark.*`` settings of environment, files and command line, merged by precedence.

    Raises ``PySparkValueError`` for options or files that cannot be read.
    """
    environ = os.environ if environ is None else environ
    if SUBMIT_CONF in environ:
        return _import_settings(environ[SUBMIT_CONF])
    return resolve(_options_of(environ, "PYSPARK_SUBMIT_ARGS"), environ)


def resolve(options: SubmitOptions, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the ``spark.*`` settings of a command line, with the files and the environment beneath it.

    Raises ``PySparkValueError`` for files that cannot be read; warns of keys without ``spark.`` in front.
    """
    environ = os.environ if environ is None else environ
    merged = {setting: environ[name] for name, setting in _SETTING_OF_VARIABLE.items() if environ.get(name)}
    if options.properties_file is None or options.load_spark_defaults:
        merged |= _read_file(_defaults_file(environ))
    if options.properties_file is not None:
        path = Path(options.properties_file)
        if not path.is_file():
            raise _bad_option(f"Properties file does not exist: {path}")
        merged |= _read_file(path)
    merged |= options.settings
    for key in merged:
        if not key.startswith("spark."):
            warnings.warn(f"Ignoring the setting {key!r}, for it does not start with 'spark.'", stacklevel=3)
    return {key: value for key, value in merged.items() if key.startswith("spark.")}


def export_settings(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the environment variable that hands resolved settings to a program's process.

    >>> export_settings({"spark.master": "local[2]"})
    {'PYRITE_SUBMIT_CONF': '{"spark.master": "local[2]"}'}
    """
    return {SUBMIT_CONF: json.dumps(dict(settings))}


def _import_settings(text: str) -> dict[str, str]:
    try:
        settings = json.loads(text)
    except ValueError as error:
        raise _bad_option(f"{SUBMIT_CONF} is not JSON: {error}") from None
    if not isinstance(settings, dict) or not all(isinstance(value, str) for value in settings.values()):
        raise _bad_option(f"{SUBMIT_CONF} must be a JSON object whose values are strings, got {text}")
    return settings


def built_in_settings() -> dict[str, str]:
    """Return what a context assumes when no source gives it: master, application name and deploy mode."""
    return dict(_BUILT_IN)


def _options_of(environ: Mapping[str, str], variable: str) -> SubmitOptions:
    try:
        return parse_submit_options(shlex.split(environ.get(variable, "")))
    except ValueError as error:
        raise _bad_option(f"{variable}: {error}") from None


def _defaults_file(environ: Mapping[str, str]) -> Path | None:
    folder = environ.get("SPARK_CONF_DIR")
    if not folder and environ.get("SPARK_HOME"):
        folder = os.path.join(environ["SPARK_HOME"], "conf")
    return Path(folder, "spark-defaults.conf") if folder else None


def _read_file(path: Path | None) -> dict[str, str]:
    if path is None or not path.is_file():
        return {}
    try:
        return parse_properties(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _bad_option(f"Failed when loading Spark properties from {path}: {error}") from error


def _bad_option(message: str) -> PySparkValueError:
    return PySparkValueError(message)
