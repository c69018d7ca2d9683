"""Users' functions of one row: ``udf`` and ``spark.udf``."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pyrite.core.context import SparkContext
from pyrite.errors import AnalysisException, PySparkTypeError
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._arguments import unexpected_type
from pyrite.sql._plan import expressions as e
from pyrite.sql._python.functions import EvalType, PythonFunction
from pyrite.sql._python.returns import check_return_type
from pyrite.sql.column import Column, expression_of
from pyrite.sql.types import DataType, StringType, _parse_datatype_string

if TYPE_CHECKING:
    from pyrite.sql.session import SparkSession

__all__ = ["UDFRegistration", "UserDefinedFunction"]


class UserDefinedFunction:
    """A Python function that queries can call. Made by :func:`pyrite.sql.functions.udf` and its like.

    Parameters
    ----------
    func : callable
        What is called.
    returnType : DataType or str
        The type of its results.
    name : str, optional
        What columns show it as; by default the function's own name.
    evalType : int
        How it is called, by PySpark's numbers.
    deterministic : bool
        Whether equal arguments give equal results.

    Raises
    ------
    PySparkTypeError
        For a ``func`` that cannot be called, and a ``returnType`` that is no type.
    """

    def __init__(
        self,
        func: Callable[..., Any],
        returnType: DataType | str = StringType(),  # noqa: B008 - types are constants
        name: str | None = None,
        evalType: int = EvalType.BATCHED,
        deterministic: bool = True,
    ):
        if not callable(func):
            raise unexpected_type("func", func, "callable")
        if not isinstance(returnType, (DataType, str)):
            raise unexpected_type("returnType", returnType, "DataType or str")
        if not isinstance(evalType, int):
            raise unexpected_type("evalType", evalType, "int")
        self.func = func
        self._returns = returnType
        self._parsed = returnType if isinstance(returnType, DataType) else None
        self._name = name or (func.__name__ if hasattr(func, "__name__") else type(func).__name__)
        self.evalType = int(evalType)
        self.deterministic = deterministic
        self._made: PythonFunction | None = None
        _wake_workers(self.evalType)

    @property
    def returnType(self) -> DataType:
        """The type of the results."""
        if self._parsed is None:
            assert isinstance(self._returns, str)
            self._parsed = _parse_datatype_string(self._returns)
        check_return_type(self._parsed, self.evalType)
        return self._parsed

    def asNondeterministic(self) -> UserDefinedFunction:
        """Say that equal arguments may give different results. Returns itself."""
        self.deterministic = False
        self._made = None
        return self

    @property
    def _function(self) -> PythonFunction:
        """The function as plans hold it: the same one at each use."""
        if self._made is None:
            self._made = PythonFunction(
                self.func, self.returnType, EvalType(self.evalType), self._name, self.deterministic
            )
            _wake_workers(self.evalType)
        return self._made

    def __call__(self, *args: Any, **kwargs: Any) -> Column:
        """A call of it.

        Parameters
        ----------
        *args, **kwargs : Column or str
            The arguments; a str is a column's name.
        """
        given: list[e.Expression] = [expression_of(value) for value in args]
        given += [e.NamedArgument(name, expression_of(value)) for name, value in kwargs.items()]
        return Column(e.CallPython(self._function, tuple(given)))

    def _wrapped(self) -> Any:
        """A function that calls this one, with its name and docstring."""
        assigned = tuple(
            name for name in functools.WRAPPER_ASSIGNMENTS if name not in ("__name__", "__module__")
        )

        @functools.wraps(self.func, assigned=assigned)
        def wrapper(*args: Any, **kwargs: Any) -> Column:
            return self(*args, **kwargs)

        wrapper.__name__ = self._name
        wrapper.__module__ = getattr(self.func, "__module__", None) or type(self.func).__module__
        for name, value in (
            ("func", self.func),
            ("returnType", self.returnType),
            ("evalType", self.evalType),
            ("deterministic", self.deterministic),
            ("asNondeterministic", lambda: self.asNondeterministic()._wrapped()),
            ("_unwrapped", self),
        ):
            setattr(wrapper, name, value)
        return wrapper


def _wake_workers(kind: int) -> None:
    """Let workers come up, with what they need, while the program still writes its query."""
    context = SparkContext._active_spark_context
    if context is not None and kind in set(EvalType):
        told = EvalType(kind)
        library = ("pandas",) if told.takes_pandas else ("pyarrow.compute",) if told.takes_arrow else ()
        context._engine.loop.prepare((*library, "pyrite.sql._python.scalar", "pyrite.sql._python.groups"))


class UDFRegistration:
    """The functions that SQL texts of a session can call: ``spark.udf``.

    >>> spark.udf.register("plus_one", lambda x: x + 1, "int")     # doctest: +SKIP
    >>> spark.sql("SELECT plus_one(1)").collect()     # doctest: +SKIP
    [Row(plus_one(1)=2)]
    """

    def __init__(self, sparkSession: SparkSession):
        self.sparkSession = sparkSession

    def register(self, name: str, f: Any, returnType: DataType | str | None = None) -> Any:
        """Make a function known to SQL.

        Parameters
        ----------
        name : str
            What SQL calls it.
        f : callable
            A Python function, or one that ``udf``, ``pandas_udf`` or ``arrow_udf`` made.
        returnType : DataType or str, optional
            The type of a Python function's results; by default string.

        Returns
        -------
        callable
            What DataFrames can call.

        Raises
        ------
        PySparkTypeError
            CANNOT_SPECIFY_RETURN_TYPE_FOR_UDF where ``f`` tells its type itself.
        """
        made = getattr(f, "_unwrapped", f if isinstance(f, UserDefinedFunction) else None)
        if made is not None:
            if returnType is not None:
                raise PySparkTypeError(
                    errorClass="CANNOT_SPECIFY_RETURN_TYPE_FOR_UDF",
                    messageParameters={"arg_name": "f", "return_type": str(returnType)},
                )
            named = UserDefinedFunction(made.func, made.returnType, name, made.evalType, made.deterministic)
            answer: Any = f
        else:
            named = UserDefinedFunction(f, StringType() if returnType is None else returnType, name)
            answer = named._wrapped()
        names = self.sparkSession._names
        names.functions[name.lower()] = _Registered(named._function)
        return answer

    def registerJavaFunction(
        self, name: str, javaClassName: str, returnType: DataType | str | None = None
    ) -> None:
        """Raises AnalysisException: there are no classes of the JVM here."""
        raise AnalysisException(
            errorClass="_LEGACY_ERROR_TEMP_1329", messageParameters={"className": javaClassName}
        )

    def registerJavaUDAF(self, name: str, javaClassName: str) -> None:
        """Raises AnalysisException: there are no classes of the JVM here."""
        self.registerJavaFunction(name, javaClassName)


class _Registered:
    """A function as the session's names hold it."""

    def __init__(self, function: PythonFunction):
        self.function = function

    def __call__(self, binder: Any, call: e.Call) -> e.Value:
        for given, syntax in ((call.distinct, "DISTINCT"), (call.filter is not None, "FILTER CLAUSE")):
            if given:
                kind = "pythonudaf" if self.function.aggregates else "pythonudf"
                raise analysis_error(
                    "INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX",
                    {"prettyName": f"`{kind}`", "syntax": syntax},
                    call.origin,
                )
        written = e.CallPython(self.function, call.arguments, origin=call.origin)
        value: e.Value = binder.value(written)
        return value
