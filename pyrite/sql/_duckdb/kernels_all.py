"""Every kernel: importing this declares them."""

from __future__ import annotations

from pyrite.sql._duckdb import (
    kernels_avro,
    kernels_casts,
    kernels_ciphers,
    kernels_datetime,
    kernels_formats,
    kernels_groups,
    kernels_hashes,
    kernels_java,
    kernels_json,
    kernels_math,
    kernels_random,
    kernels_sketches,
    kernels_spatial,
    kernels_strings,
    kernels_values,
    kernels_variants,
    kernels_xpath,
)
from pyrite.sql._duckdb.kernels import KERNELS

__all__ = ["KERNELS", "TOPICS"]

#: The files that declare kernels, by topic.
TOPICS = (
    kernels_avro,
    kernels_casts,
    kernels_ciphers,
    kernels_math,
    kernels_datetime,
    kernels_sketches,
    kernels_spatial,
    kernels_strings,
    kernels_hashes,
    kernels_formats,
    kernels_groups,
    kernels_java,
    kernels_json,
    kernels_random,
    kernels_values,
    kernels_variants,
    kernels_xpath,
)
