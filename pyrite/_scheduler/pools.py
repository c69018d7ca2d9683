"""In which order stages of several jobs are offered workers: first in first out, or fair pools."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pyrite._dataclasses import dataclass
from pyrite._scheduler.model import Stage


@dataclass(frozen=True)
class Pool:
    """A share of the workers: at least ``min_share`` tasks, beyond that by ``weight``."""

    name: str
    fair: bool = False
    weight: int = 1
    min_share: int = 0


def read_pools(path: str) -> dict[str, Pool]:
    """Pools from a file in the form of Spark's ``fairscheduler.xml``. Raises ``ValueError`` naming a bad entry."""
    from xml.etree import ElementTree

    pools: dict[str, Pool] = {}
    for element in ElementTree.parse(path).getroot().iter("pool"):
        name = element.get("name")
        if not name:
            raise ValueError(f"a pool without a name in {path}")
        values = {child.tag: (child.text or "").strip() for child in element}
        try:
            pools[name] = Pool(
                name,
                values.get("schedulingMode", "FIFO").upper() == "FAIR",
                int(values.get("weight", 1)),
                int(values.get("minShare", 0)),
            )
        except ValueError:
            raise ValueError(f"pool {name!r} in {path}: weight and minShare are whole numbers") from None
    return pools


def fifo(stages: Iterable[Stage]) -> list[Stage]:
    """Earlier jobs first, within a job earlier stages."""
    return sorted(stages, key=lambda stage: (stage.priority, stage.id))


def fair(pools: dict[str, Pool]) -> Callable[[Iterable[Stage]], list[Stage]]:
    """Pools below their minimum first, then by running tasks for each unit of weight (Spark's fair comparison)."""

    def order(stages: Iterable[Stage]) -> list[Stage]:
        by_pool: dict[str, list[Stage]] = {}
        for stage in stages:
            by_pool.setdefault(stage.pool, []).append(stage)

        def standing(name: str) -> tuple[bool, float, str]:
            pool = pools.get(name, Pool(name))
            running = sum(len(stage.tasks) for stage in by_pool[name])
            if running < pool.min_share:
                return False, running / max(pool.min_share, 1), name
            return True, running / pool.weight, name

        ordered: list[Stage] = []
        for name in sorted(by_pool, key=standing):
            inside = by_pool[name]
            if pools.get(name, Pool(name)).fair:
                ordered.extend(sorted(inside, key=lambda stage: (len(stage.tasks), stage.id)))
            else:
                ordered.extend(fifo(inside))
        return ordered

    return order
