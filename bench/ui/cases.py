"""What is measured of the shell and the web UI."""

from __future__ import annotations

from bench.rdd.cases import Case

SYSTEMS = ("pyrite", "pyspark")
#: The application whose pages are looked at has ten times as many tasks as jobs, nearly all of them in its last job.
TASKS_OF_JOB = 10

SHELL = (
    Case("prompt", "the shell's prompt, with sc and spark", 1, 1, SYSTEMS, within=0.7),
    Case("answer", "the shell, and the answer of its first job", 1, 1, SYSTEMS),
)
#: Sizes are jobs. A case is named as its page is in the URL.
PAGES = (
    Case("jobs/", "first paint of the page of {size} jobs", 1000, 30, SYSTEMS, within=1.0),
    Case("jobs/job/", "first paint of a job of many tasks", 1000, 30, SYSTEMS, within=1.0),
    Case("stages/", "first paint of the page of {size} stages", 1000, 30, SYSTEMS, within=1.0),
    Case("stages/stage/", "first paint of a stage of many tasks", 1000, 30, SYSTEMS, within=1.0),
)
CASES = (*SHELL, *PAGES)
