"""Decimal operations over columns of random values, against Python's decimals."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Context, Decimal

import pyarrow as pa
import pytest

from pyrite._io import Storage
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._catalog.metastore import Metastore
from pyrite.sql._catalog.session_catalog import SessionCatalog
from pyrite.sql._duckdb.engine import Engine
from pyrite.sql._plan import relations as r
from pyrite.sql._plan.expressions import Attribute, Call, Name
from pyrite.sql._query.execution import Execution
from pyrite.sql._query.names import SessionNames
from pyrite.sql.types import DecimalType

EXACT = Context(prec=200)
COMPUTE = {
    "+": EXACT.add,
    "-": EXACT.subtract,
    "*": EXACT.multiply,
    "/": lambda a, b: EXACT.divide(a, b) if b else None,
    "%": lambda a, b: EXACT.remainder(a, b) if b else None,
}
SIZES = [(7, 2), (15, 2), (17, 2), (18, 0), (27, 2), (38, 18), (38, 0), (10, 10)]


@pytest.fixture(scope="module")
def engine():
    engine = Engine({"threads": 2})
    yield engine
    engine.close()


def _values(draw: random.Random, precision: int, scale: int) -> list[Decimal]:
    """Values of all sizes, among them the largest, and halves that rounding must tell apart."""
    units = [0, 1, -1, 2, 5, 10**precision - 1, 1 - 10**precision]
    units += [draw.choice((1, -1)) * draw.randrange(10 ** draw.randint(1, precision)) for _ in range(200)]
    return [Decimal(unit).scaleb(-scale, EXACT) for unit in units]


@pytest.mark.parametrize("symbol", COMPUTE)
@pytest.mark.parametrize("one", SIZES)
@pytest.mark.parametrize("other", SIZES)
def test_decimals(symbol: str, one: tuple[int, int], other: tuple[int, int], engine: Engine) -> None:
    draw = random.Random(f"{symbol}{one}{other}")
    lefts, rights = _values(draw, *one), _values(draw, *other)
    draw.shuffle(rights)
    table = pa.table(
        [pa.array(lefts, pa.decimal128(*one)), pa.array(rights, pa.decimal128(*other))], ["a", "b"]
    )
    rows = r.ArrowRows((Attribute("a", DecimalType(*one)), Attribute("b", DecimalType(*other))), table)
    plan = r.Project(rows, (Call(symbol, (Name(("a",)), Name(("b",)))),))
    execution = Execution(
        plan, Settings(ansi=False), SessionNames(SessionCatalog(Metastore(), Storage(), "/warehouse")), engine
    )
    kind = execution.analyzed.output[0].type
    assert isinstance(kind, DecimalType)
    found = execution.table().column(0).to_pylist()
    for left, right, value in zip(lefts, rights, found):
        exact = COMPUTE[symbol](left, right)
        if exact is not None:
            exact = exact.quantize(Decimal(1).scaleb(-kind.scale), ROUND_HALF_UP, EXACT)
            if exact and exact.adjusted() + kind.scale >= kind.precision:
                exact = None
        assert value == exact, (left, right)
