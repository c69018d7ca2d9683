"""spark-submit's options: what each is short for, and what becomes of those that only a JVM or a cluster needs."""

from __future__ import annotations

from pyrite._dataclasses import dataclass

__all__ = ["OPTIONS", "Option", "find_option"]


@dataclass(frozen=True)
class Option:
    """An option of the command line.

    ``value`` names its value in the help; flags have none. It sets ``key``; or it is ``refused`` for a reason; or it is
    accepted and does nothing, with a ``note`` that says why.
    """

    names: tuple[str, ...]
    value: str
    meaning: str
    key: str | None = None
    note: str = ""
    refused: str = ""


_NO_JVM = "there is no JVM"
_NO_CLUSTER = "there is no cluster manager"
_EXTRAS = f"{_NO_JVM}; what Spark takes from packages comes with Pyrite or its extras"

OPTIONS = (
    Option(("--master",), "MASTER", "local (in this process), local[N], local[*], local[N,F], local-cluster[N,C,M]", "spark.master"),
    Option(("--deploy-mode",), "MODE", "client: the driver runs here", "spark.submit.deployMode"),
    Option(("--name",), "NAME", "the application's name", "spark.app.name"),
    Option(("--conf", "-c"), "KEY=VALUE", "a setting; may be given several times"),
    Option(("--properties-file",), "FILE", "settings, instead of spark-defaults.conf"),
    Option(("--load-spark-defaults",), "", "spark-defaults.conf too, below --properties-file"),
    Option(("--py-files",), "LIST", ".zip, .egg and .py files for the program and its tasks, parted by commas", "spark.submit.pyFiles"),
    Option(("--files",), "LIST", "files that tasks find by SparkFiles.get", "spark.files"),
    Option(("--archives",), "LIST", "archives, unpacked for tasks", "spark.archives"),
    Option(("--driver-memory",), "SIZE", "memory of cached partitions and of SQL, as 512m or 2g", "spark.driver.memory"),
    Option(("--executor-memory",), "SIZE", "the same; stands above --driver-memory for cached partitions", "spark.executor.memory"),
    Option(("--verbose", "-v"), "", "tell which settings hold, and where they come from"),
    Option(("--driver-cores",), "N", "no effect", "spark.driver.cores", note="the driver is your process"),
    Option(("--executor-cores",), "N", "no effect", "spark.executor.cores", note="--master says how many tasks run at once"),
    Option(("--num-executors",), "N", "no effect", "spark.executor.instances", note="--master says how many tasks run at once"),
    Option(("--total-executor-cores",), "N", "no effect", "spark.cores.max", note="--master says how many tasks run at once"),
    Option(("--jars",), "LIST", "no effect", "spark.jars", note=_EXTRAS),
    Option(("--packages",), "LIST", "no effect", "spark.jars.packages", note=_EXTRAS),
    Option(("--exclude-packages",), "LIST", "no effect", "spark.jars.excludes", note=_EXTRAS),
    Option(("--repositories",), "LIST", "no effect", "spark.jars.repositories", note=_EXTRAS),
    Option(("--driver-class-path",), "PATH", "no effect", "spark.driver.extraClassPath", note=_NO_JVM),
    Option(("--driver-library-path",), "PATH", "no effect", "spark.driver.extraLibraryPath", note=_NO_JVM),
    Option(("--driver-java-options",), "TEXT", "no effect", "spark.driver.extraJavaOptions", note=_NO_JVM),
    Option(("--queue",), "NAME", "no effect", "spark.yarn.queue", note=_NO_CLUSTER),
    Option(("--supervise",), "", "no effect", note="the driver is your process: nobody starts it anew"),
    Option(("--principal",), "NAME", "no effect", "spark.kerberos.principal", note="log in by kinit"),
    Option(("--keytab",), "FILE", "no effect", "spark.kerberos.keytab", note="log in by kinit"),
    Option(("--remote",), "URL", "refused: there is no Spark Connect client", "spark.remote", refused="there is no Spark Connect client here; leave it out, and the program runs in this process"),
    Option(("--class",), "NAME", "refused: Java and Scala need a JVM", refused="it names the main class of a Java or Scala program, and there is no JVM; Python programs need none"),
    Option(("--proxy-user",), "NAME", "refused: programs run as you", refused="a program runs as the user who starts it; start it as that user"),
    Option(("--kill",), "ID", "refused: there is no cluster", refused="there is no cluster whose drivers could be ended; end the program by Ctrl-C or kill"),
    Option(("--status",), "ID", "refused: there is no cluster", refused="there is no cluster that could be asked for a driver"),
)  # fmt: skip

_BY_NAME = {name: option for option in OPTIONS for name in option.names}


def find_option(name: str) -> Option | None:
    """The option of that name."""
    return _BY_NAME.get(name)
