"""One page of one run, complete in itself: to be attached to a ticket."""

from __future__ import annotations

from importlib.resources import files

from pyrite._ui import graphs, pages, rest
from pyrite._ui.pages import Site, Templates
from pyrite._ui.redaction import Redaction
from pyrite._ui.store import FAILED, SKIPPED, Application

#: As many jobs, stages and queries are told of; of the longest ones the graphs are drawn.
_MOST_ROWS, _MOST_GRAPHS = 500, 12


def report(app: Application) -> str:
    """The report of an application as HTML with everything in it."""
    site = Site(app)
    now = site.time()
    templates = Templates()
    jobs = sorted(app.jobs.values(), key=lambda job: job.id)
    stages = [stage for _, stage in sorted(app.stages.items()) if stage.status != SKIPPED]
    queries = sorted(app.executions.values(), key=lambda query: query.id)
    drawn_jobs = sorted(jobs, key=lambda job: job.duration(now), reverse=True)[:_MOST_GRAPHS]
    drawn_queries = sorted(queries, key=lambda query: query.duration(now), reverse=True)[:_MOST_GRAPHS]
    styles = [(files("pyrite._ui") / "static" / name).read_text(encoding="utf-8") for name in _STYLES]
    redaction = Redaction(app.environment.spark)
    return templates.render(
        "report.html",
        site,
        {
            "style": templates.safe("\n".join(styles)),
            "timeline": graphs.jobs_timeline(app, jobs, None, now),
            "failed": [job for job in jobs if job.status == FAILED],
            "jobs": jobs[-_MOST_ROWS:],
            "stages": [(stage, *pages.stage_summary(stage)) for stage in stages[-_MOST_ROWS:]],
            "queries": queries[-_MOST_ROWS:],
            "job_graphs": [
                (
                    job,
                    templates.safe(graphs.stage_graph([s for n in job.stages for s in app.attempts(n)[:1]])),
                )
                for job in sorted(drawn_jobs, key=lambda job: job.id)
            ],
            "query_graphs": [
                (query, templates.safe(graphs.plan_graph(query)))
                for query in sorted(drawn_queries, key=lambda query: query.id)
            ],
            "executors": rest.executors(app, now, dead=True),
            "settings": redaction.pairs(app.environment.spark),
        },
    )


_STYLES = ("pyrite.css", "picture.css")
