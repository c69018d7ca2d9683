"""Spark's types and Arrow's."""

from __future__ import annotations

from pyrite.sql._text.local_time import local_zone_of_pandas as _get_local_timezone
from pyrite.sql._types.arrow_types import (
    from_arrow_metadata,
    from_arrow_schema,
    from_arrow_type,
    is_geography,
    is_geometry,
    is_variant,
    metadata_key,
    to_arrow_metadata,
    to_arrow_schema,
    to_arrow_type,
)
from pyrite.sql._types.distinct_names import distinct_names as _dedup_names
from pyrite.sql._types.distinct_names import with_distinct_names as _deduplicate_field_names

__all__ = [
    "from_arrow_metadata",
    "from_arrow_schema",
    "from_arrow_type",
    "is_geography",
    "is_geometry",
    "is_variant",
    "metadata_key",
    "to_arrow_metadata",
    "to_arrow_schema",
    "to_arrow_type",
]

#: PySpark's further names, that libraries import although they are private.
_FURTHER = (_dedup_names, _deduplicate_field_names, _get_local_timezone)
