"""``pyspark.ml.linalg``: values, columns and files as PySpark's."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import linalg_cases as cases
import pytest

np = pytest.importorskip("numpy")

from pyrite.errors import PythonException  # noqa: E402
from pyrite.ml.linalg import (  # noqa: E402
    DenseMatrix,
    DenseVector,
    Matrices,
    MatrixUDT,
    SparseVector,
    Vectors,
    VectorUDT,
)
from pyrite.sql import SparkSession  # noqa: E402
from pyrite.sql import functions as F  # noqa: E402
from pyrite.sql.types import StructType  # noqa: E402

RECORDED: dict[str, Any] = json.loads(Path(__file__).parent.joinpath("recorded", "linalg.json").read_text())
NAMES = cases.namespace("pyrite")


def questions(*groups: str) -> list[Any]:
    return [pytest.param(*pair, id=pair[0][:80]) for group in groups for pair in RECORDED[group]]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    with (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .getOrCreate() as made
    ):
        yield made


@pytest.fixture(scope="module")
def columns(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return cases.column_namespace("pyrite", spark, str(tmp_path_factory.mktemp("files")))


@pytest.mark.parametrize(("question", "expected"), questions(*cases.GROUPS))
def test_values_as_pyspark(question: str, expected: Any) -> None:
    assert cases.outcome(question, NAMES) == expected


def test_columns_as_pyspark(columns: dict[str, Any]) -> None:
    # One test: some of the questions write what others read.
    found = [[question, cases.outcome(question, columns)] for question, _ in RECORDED["columns"]]
    assert found == RECORDED["columns"]


def test_texts_of_matrices_as_pyspark(columns: dict[str, Any]) -> None:
    assert cases.text_outcomes(columns) == [text for _, text in RECORDED["texts"]]


def test_every_question_is_recorded() -> None:
    asked = {**cases.GROUPS, "columns": cases.COLUMNS, "texts": cases.TEXTS}
    assert {name: [question for question, _ in RECORDED[name]] for name in asked} == asked


def test_empty_sparse_vectors_are_at_one_place() -> None:
    empty = SparseVector(2, {})
    assert empty.squared_distance(SparseVector(2, {})) == 0.0
    assert empty.squared_distance(SparseVector(2, {1: 3.0})) == 9.0


@pytest.mark.parametrize("seed", range(20))
def test_sparse_vectors_are_as_the_dense_ones_of_the_same_values(seed: int) -> None:
    draw = np.random.default_rng(seed)
    one, other = (draw.integers(-3, 4, 12) * draw.integers(0, 2, 12) for _ in range(2))
    sparse, beside = (
        SparseVector(12, np.flatnonzero(values), values[values != 0]) for values in (one, other)
    )
    dense = DenseVector(one)
    assert sparse == dense and dense == sparse and hash(sparse) == hash(dense)
    assert sparse.dot(beside) == sparse.dot(other) == dense.dot(beside) == float(one @ other)
    away = float(((one - other) ** 2).sum())
    assert sparse.squared_distance(beside) == sparse.squared_distance(other) == away
    assert dense.squared_distance(beside) == Vectors.squared_distance(one, other) == away
    assert list(sparse) == list(dense)


@pytest.mark.parametrize("transposed", [False, True])
@pytest.mark.parametrize("seed", range(10))
def test_sparse_matrices_are_as_the_dense_ones_of_the_same_values(seed: int, transposed: bool) -> None:
    values = np.random.default_rng(seed).integers(-1, 2, 12)
    dense = DenseMatrix(3, 4, values, transposed)
    sparse = dense.toSparse()
    assert sparse == dense and dense == sparse and sparse.toDense() == dense
    assert all(sparse[row, column] == dense[row, column] for row in range(3) for column in range(4))
    assert np.array_equal(dense.toArray(), values.reshape((3, 4), order="C" if transposed else "F"))


def test_pandas(spark: SparkSession) -> None:
    pytest.importorskip("pandas")
    rows = [(1, Vectors.dense(1, 2)), (2, Vectors.sparse(3, {1: 4.0}))]
    frame = spark.createDataFrame(rows, ["i", "v"]).toPandas()
    assert [*frame.v] == [row[1] for row in rows]
    assert spark.createDataFrame(frame).collect() == [*rows]


def test_pandas_functions_are_given_vectors(spark: SparkSession) -> None:
    pytest.importorskip("pandas")
    frame = spark.createDataFrame([(Vectors.dense(3, 4),), (Vectors.sparse(3, {1: 2.0}),)], ["v"])
    norm = F.pandas_udf(lambda vs: vs.map(lambda v: v.norm(2)), "double")
    twice = F.pandas_udf(lambda vs: vs.map(lambda v: DenseVector(2 * v.toArray())), VectorUDT())
    assert [row[0] for row in frame.select(norm("v")).collect()] == [5.0, 2.0]
    assert [row[0] for row in frame.select(twice("v")).collect()] == [
        Vectors.dense(6, 8),
        Vectors.dense(0, 4, 0),
    ]


def test_tables_keep_the_type(spark: SparkSession) -> None:
    frame = spark.createDataFrame([(Vectors.dense(1, 2), Matrices.dense(1, 1, [3]))], ["v", "m"])
    try:
        frame.write.mode("overwrite").saveAsTable("vectors_and_matrices")
        assert spark.table("vectors_and_matrices").schema == frame.schema
        assert spark.table("vectors_and_matrices").collect() == frame.collect()
    finally:
        spark.sql("DROP TABLE IF EXISTS vectors_and_matrices")


def test_parquet_tells_spark_of_the_type(spark: SparkSession, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    spark.createDataFrame([(Vectors.dense(1, 2), Matrices.dense(1, 1, [3]))], ["v", "m"]).write.parquet(
        str(tmp_path / "p")
    )
    (file,) = tmp_path.joinpath("p").glob("*.parquet")
    told = json.loads(pq.read_schema(file).metadata[b"org.apache.spark.sql.parquet.row.metadata"])
    types = [field["type"] for field in told["fields"]]
    assert [kind["class"] for kind in types] == [VectorUDT.scalaUDT(), MatrixUDT.scalaUDT()]
    assert [kind["pyClass"] for kind in types] == [
        "pyspark.ml.linalg.VectorUDT",
        "pyspark.ml.linalg.MatrixUDT",
    ]


def test_json_of_the_type_is_read_where_pyspark_means_nothing() -> None:
    schema = StructType().add("v", VectorUDT()).add("m", MatrixUDT())
    code = (
        "import sys; sys.modules['pyspark'] = None\n"
        "import json; from pyrite.sql.types import StructType\n"
        f"print(StructType.fromJson(json.loads({schema.json()!r})).simpleString())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "struct<v:vector,m:matrix>"


def test_without_numpy_the_error_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['numpy'] = None\n"
        "from pyrite.ml.linalg import Vectors, VectorUDT\n"
        "assert VectorUDT().simpleString() == 'vector'\n"
        "try:\n    Vectors.dense(1, 2)\n"
        "except ImportError as error:\n    print(error.getCondition(), error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("PACKAGE_NOT_INSTALLED ")
    assert "pyrite[ml]" in done.stdout


def test_import_alone_needs_no_numpy() -> None:
    code = "import sys, pyrite.ml.linalg; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_function_that_gives_no_vector_fails(spark: SparkSession) -> None:
    frame = spark.createDataFrame([(1,)], ["i"])
    wrong = F.udf(lambda i: [1.0, 2.0], VectorUDT())
    with pytest.raises(PythonException):
        frame.select(wrong("i")).collect()


def test_sql_has_no_name_for_unwrap_udt(spark: SparkSession) -> None:
    assert not spark.catalog.functionExists("unwrap_udt")
    assert "unwrap_udt" not in {row[0] for row in spark.sql("SHOW FUNCTIONS").collect()}
    assert "unwrap_udt" not in {function.name for function in spark.catalog.listFunctions()}
