"""What Pyrite has of ``pyspark.ml``: :mod:`pyrite.ml.linalg`. Everything else raises when it is imported."""

from __future__ import annotations

from importlib import import_module

from pyrite._alias import GAPS_PAGE

# As typing.TYPE_CHECKING, but typing costs more to import than all of this.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

    from pyrite.ml import linalg as linalg

__all__ = ["linalg"]

#: What PySpark has here besides.
_ABSENT = {
    *("Estimator", "Model", "Pipeline", "PipelineModel", "PredictionModel", "Predictor", "TorchDistributor"),
    *("Transformer", "UnaryTransformer", "base", "classification", "clustering", "common", "connect"),
    *("deepspeed", "dl_util", "evaluation", "feature", "fpm", "functions", "image", "param", "pipeline"),
    *("recommendation", "regression", "stat", "torch", "tree", "tuning", "util", "wrapper"),
}


def __getattr__(name: str) -> ModuleType:
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    if name in _ABSENT:
        raise ModuleNotFoundError(
            f"pyspark.ml.{name} is not there: {GAPS_PAGE} lists what PySpark has and Pyrite has not yet",
            name=f"pyspark.ml.{name}",
        )
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
