"""The functions of SQL that have no table of recorded calls of their own, and why."""

from __future__ import annotations

_AVRO = (
    "the PySpark that records has no package of Avro; tests/sql/formats/test_avro.py holds what files hold"
)
_PLACES = "tests/sql/test_spatial.py has their queries"
_PROTOBUF = "Protobuf is not there yet"

EXEMPT: dict[str, str] = {
    "collations": "there is no ICU behind strings here; tests/sql/test_collations_and_measures.py has what there is",
    "from_avro": _AVRO,
    "from_protobuf": _PROTOBUF,
    "measure": "a measure of a metric view, of which there are none here",
    "python_worker_logs": "logs of workers are no table here",
    "schema_of_avro": _AVRO,
    "st_asbinary": _PLACES,
    "st_geogfromwkb": _PLACES,
    "st_geomfromwkb": _PLACES,
    "st_setsrid": _PLACES,
    "st_srid": _PLACES,
    "to_avro": _AVRO,
    "to_protobuf": _PROTOBUF,
}
