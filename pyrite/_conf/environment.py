"""What Spark's folder of configuration says besides settings: ``spark-env.sh``, the level in ``log4j2.properties``."""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from pathlib import Path

from pyrite._conf.properties import parse_properties
from pyrite.errors import PySparkValueError

__all__ = ["conf_folder", "load_spark_env", "log_level"]

#: As Spark marks that the script has run, for the processes that this one starts.
_LOADED = "SPARK_ENV_LOADED"
_LEVELS = ("ALL", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF")
#: What each bash sets for itself.
_BASHS_OWN = {"_", "SHLVL", "PWD", "OLDPWD"}


def conf_folder(environ: Mapping[str, str]) -> Path | None:
    """``SPARK_CONF_DIR``, else ``$SPARK_HOME/conf``; None where neither is set."""
    if environ.get("SPARK_CONF_DIR"):
        return Path(environ["SPARK_CONF_DIR"])
    return Path(environ["SPARK_HOME"], "conf") if environ.get("SPARK_HOME") else None


def load_spark_env(environ: MutableMapping[str, str]) -> None:
    """Take over the variables that ``spark-env.sh`` sets, once. Bash runs it, as it does for Spark's own commands.

    A script is run only from the folder that ``SPARK_CONF_DIR`` or ``SPARK_HOME`` names. Raises ``PySparkValueError``
    where it cannot be run to its end.
    """
    folder = conf_folder(environ)
    if folder is None or environ.get(_LOADED):
        return
    script = folder / "spark-env.sh"
    if script.is_file():
        environ.update(_variables(script, environ))
        environ[_LOADED] = "1"


def _variables(script: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The variables that a script sets otherwise than they were."""
    # Rare, and the import costs.
    import subprocess

    command = ["bash", "-c", 'set -a; . "$0" 1>&2; set +a; exec env -0', str(script.absolute())]
    try:
        ran = subprocess.run(command, env=dict(environ), stdout=subprocess.PIPE, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise PySparkValueError(f"{script} cannot be run: {error}") from None
    pairs = (entry.partition("=") for entry in os.fsdecode(ran.stdout).split("\0") if entry)
    return {name: value for name, _, value in pairs if name not in _BASHS_OWN and environ.get(name) != value}


def log_level(environ: Mapping[str, str]) -> tuple[str, Path] | None:
    """The root logger's level in ``log4j2.properties``, and that file; None where it does not say."""
    folder = conf_folder(environ)
    path = folder / "log4j2.properties" if folder is not None else None
    if path is None or not path.is_file():
        return None
    try:
        told = parse_properties(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PySparkValueError(f"{path} cannot be read: {error}") from None
    level = (told.get("rootLogger.level") or told.get("rootLogger", "").partition(",")[0]).strip().upper()
    return (level, path) if level in _LEVELS else None
