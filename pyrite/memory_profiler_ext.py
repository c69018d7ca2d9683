"""PySpark's line-by-line memory profiler of UDFs, which Pyrite does not have yet."""

from __future__ import annotations

from pyrite._absent import absent

_REASON = "memory is not profiled yet"

#: Whether profiles of memory can be taken.
has_memory_profiler = False

CodeMapForUDF = absent("memory_profiler_ext.CodeMapForUDF", _REASON)
CodeMapForUDFV2 = absent("memory_profiler_ext.CodeMapForUDFV2", _REASON)
UDFLineProfiler = absent("memory_profiler_ext.UDFLineProfiler", _REASON)
UDFLineProfilerV2 = absent("memory_profiler_ext.UDFLineProfilerV2", _REASON)
