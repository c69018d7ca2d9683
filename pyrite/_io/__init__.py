"""Paths, file systems, codecs, text, SequenceFiles, pickle files and committing output, for RDDs.

What other rooms use is offered here and loaded when it is first used: a program that reads no files pays nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyrite._io.commit import CommitMessage as CommitMessage
    from pyrite._io.commit import OutputJob as OutputJob
    from pyrite._io.commit import output_job as output_job
    from pyrite._io.files import plan_binary_files as plan_binary_files
    from pyrite._io.files import plan_binary_records as plan_binary_records
    from pyrite._io.files import plan_whole_text_files as plan_whole_text_files
    from pyrite._io.filesystem import Storage as Storage
    from pyrite._io.filesystem import real_path as real_path
    from pyrite._io.hadoop import hadoop_output_job as hadoop_output_job
    from pyrite._io.hadoop import plan_hadoop_input as plan_hadoop_input
    from pyrite._io.hadoop import sequence_output as sequence_output
    from pyrite._io.lenient import plan_leniently as plan_leniently
    from pyrite._io.picklefile import PickleOutput as PickleOutput
    from pyrite._io.picklefile import plan_pickle_file as plan_pickle_file
    from pyrite._io.sequencefile import Compression as Compression
    from pyrite._io.sequencefile import plan_sequence_file as plan_sequence_file
    from pyrite._io.text import plan_text as plan_text
    from pyrite._io.textfile import text_output as text_output

_WHERE = {
    "CommitMessage": "commit",
    "Compression": "sequencefile",
    "OutputJob": "commit",
    "PickleOutput": "picklefile",
    "Storage": "filesystem",
    "hadoop_output_job": "hadoop",
    "output_job": "commit",
    "plan_binary_files": "files",
    "plan_binary_records": "files",
    "plan_hadoop_input": "hadoop",
    "plan_leniently": "lenient",
    "plan_pickle_file": "picklefile",
    "plan_sequence_file": "sequencefile",
    "plan_text": "text",
    "plan_whole_text_files": "files",
    "real_path": "filesystem",
    "sequence_output": "hadoop",
    "text_output": "textfile",
}


def __getattr__(name: str) -> Any:
    where = _WHERE.get(name)
    if where is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{where}"), name)
    return value
