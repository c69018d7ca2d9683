"""The settings that decide how workers call users' functions."""

from __future__ import annotations

from collections.abc import Mapping

from pyrite._dataclasses import dataclass

__all__ = ["WorkerConf"]


@dataclass(frozen=True)
class WorkerConf:
    """What a worker needs of the session's settings.

    Parameters
    ----------
    zone : str
        The session's time zone, on whose clock pandas shows moments.
    batch_rows : int
        The rows of a batch (spark.sql.execution.arrow.maxRecordsPerBatch); without a limit, a number that is none.
    by_name : bool
        Whether the columns of frames are those with the names of the schema, or those in their places.
    safe : bool
        Whether a value that does not fit its type raises (spark.sql.execution.pandas.convertToArrowArraySafely).
    any_iterable : bool
        Whether mapInPandas and mapInArrow take what they can iterate over for an iterator.
    extension_integers : bool
        Whether integers become pandas' own integers, which may be missing.
    decimals_of_integers : bool
        Whether integers become decimals of any precision.
    large_types : bool
        Whether text and bytes have offsets of 64 bits.
    """

    zone: str = "UTC"
    batch_rows: int = 10_000
    by_name: bool = True
    safe: bool = True
    any_iterable: bool = True
    extension_integers: bool = False
    decimals_of_integers: bool = False
    large_types: bool = False

    @classmethod
    def of(cls, conf: Mapping[str, str], zone: str) -> WorkerConf:
        """Those of a session.

        Parameters
        ----------
        conf : mapping
            Its settings.
        zone : str
            Its time zone.
        """

        def flag(key: str, default: bool) -> bool:
            value = conf.get(f"spark.sql.{key}")
            return default if value is None else value.lower() == "true"

        rows = int(conf.get("spark.sql.execution.arrow.maxRecordsPerBatch", "10000"))
        return cls(
            zone=zone,
            batch_rows=rows if rows > 0 else 2**31,
            by_name=flag("legacy.execution.pandas.groupedMap.assignColumnsByName", True),
            safe=flag("execution.pandas.convertToArrowArraySafely", True),
            any_iterable=flag("execution.pythonUDF.mapInBatch.legacy.acceptAnyIterable.enabled", True),
            extension_integers=flag("execution.pythonUDF.pandas.preferIntExtensionDtype", False),
            decimals_of_integers=flag("execution.pythonUDF.pandas.intToDecimalCoercionEnabled", False),
            large_types=flag("execution.arrow.useLargeVarTypes", False),
        )
