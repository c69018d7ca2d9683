"""``df.plot``: pictures of a DataFrame, made by plotly."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkImportError, PySparkValueError
from pyrite.loose_version import LooseVersion

if TYPE_CHECKING:
    from plotly.graph_objs import Figure

    from pyrite.sql.dataframe import DataFrame

__all__ = ["PySparkPlotAccessor"]

_OLDEST_PLOTLY = "4.8"


class PySparkPlotAccessor:
    """What draws a DataFrame: ``df.plot(kind="line", ...)``, or a method for each kind.

    Bars and pies show the first rows, lines, areas and scatters a random sample in the order of the rows, each of at
    most ``spark.sql.pyspark.plotting.max_rows``; boxes, densities and histograms are computed of all rows. More
    keyword arguments go to plotly.

    >>> df = spark.createDataFrame([("A", 10), ("B", 30)], ["category", "value"])     # doctest: +SKIP
    >>> df.plot.bar(x="category", y="value").show()     # doctest: +SKIP
    """

    def __init__(self, data: DataFrame):
        self.data = data

    def __call__(self, kind: str = "line", backend: str | None = None, **kwargs: Any) -> Figure:
        """A picture.

        Parameters
        ----------
        kind : str
            ``line``, ``bar``, ``barh``, ``scatter``, ``area``, ``pie``, ``box``, ``kde`` (or ``density``) or ``hist``.
        backend : str, optional
            What draws: ``plotly``.
        **kwargs
            The arguments of the method of that name, and of plotly.

        Raises
        ------
        PySparkValueError
            UNSUPPORTED_PLOT_KIND, UNSUPPORTED_PLOT_BACKEND.
        PySparkImportError
            PACKAGE_NOT_INSTALLED without plotly.
        """
        if backend not in (None, "", "plotly"):
            raise PySparkValueError(
                errorClass="UNSUPPORTED_PLOT_BACKEND",
                messageParameters={"backend": str(backend), "supported_backends": "plotly"},
            )
        _require_plotly()
        drawn: Figure = import_module("pyrite.sql.plot.plotly").plot_pyspark(self.data, kind, **kwargs)
        return drawn

    def line(self, x: str, y: str | list[str], **kwargs: Any) -> Figure:
        """Lines over the column ``x``, one for each of the columns ``y``."""
        return self("line", x=x, y=y, **kwargs)

    def bar(self, x: str, y: str | list[str], **kwargs: Any) -> Figure:
        """Upright bars at the values of ``x``, as high as the columns ``y`` say."""
        return self("bar", x=x, y=y, **kwargs)

    def barh(self, x: str | list[str], y: str | list[str], **kwargs: Any) -> Figure:
        """Lying bars at the values of ``y``, as long as the columns ``x`` say."""
        return self("barh", x=x, y=y, **kwargs)

    def scatter(self, x: str, y: str, **kwargs: Any) -> Figure:
        """A point for each row."""
        return self("scatter", x=x, y=y, **kwargs)

    def area(self, x: str, y: str | list[str], **kwargs: Any) -> Figure:
        """Lines over ``x`` with filled areas below, one upon the other."""
        return self("area", x=x, y=y, **kwargs)

    def pie(self, x: str, y: str | None, **kwargs: Any) -> Figure:
        """Shares of the column ``y``, labelled by ``x``.

        With ``subplots=True`` there is a pie for each of the columns ``y``, without ``y`` for each of numbers.
        """
        return self("pie", x=x, y=y, **kwargs)

    def box(self, column: str | list[str] | None = None, **kwargs: Any) -> Figure:
        """A box with whiskers for each column, by default for each of numbers.

        Of the outliers, the 1001 furthest from the median are shown.

        Parameters
        ----------
        column : str or list of str, optional
            The columns.
        whis : float
            How long the whiskers may be, in heights of the box: 1.5.
        precision : float
            How far the ranks of quartiles may be off: 0.01. Here they are exact.
        boxpoints : False, optional
            Shows no outliers.
        """
        return self("box", column=column, **kwargs)

    def kde(
        self,
        bw_method: int | float,
        column: str | list[str] | None = None,
        ind: Sequence[float] | int | None = None,
        **kwargs: Any,
    ) -> Figure:
        """Densities of columns, estimated with Gaussian kernels.

        Parameters
        ----------
        bw_method : int or float
            The width of a kernel: its standard deviation.
        column : str or list of str, optional
            The columns; by default those of numbers.
        ind : sequence of float or int, optional
            Where they are estimated, or at how many places; by default at 1000, from half of the range below the least
            value to half of it above the greatest.
        """
        return self("kde", column=column, bw_method=bw_method, ind=ind, **kwargs)

    def hist(self, column: str | list[str] | None = None, bins: int = 10, **kwargs: Any) -> Figure:
        """How many values fall into each of ``bins`` equal ranges, for each column, by default for each of numbers."""
        return self("hist", column=column, bins=bins, **kwargs)


def _require_plotly() -> None:
    needed = {"package_name": "Plotly", "minimum_version": _OLDEST_PLOTLY}
    try:
        found = import_module("plotly").__version__
    except ImportError as error:
        raise PySparkImportError(
            "To draw, plotly 4.8 or later must be installed: pip install 'pyrite[plot]'",
            errorClass="PACKAGE_NOT_INSTALLED",
            messageParameters=needed,
        ) from error
    if LooseVersion(found) < LooseVersion(_OLDEST_PLOTLY):
        raise PySparkImportError(
            errorClass="UNSUPPORTED_PACKAGE_VERSION", messageParameters={**needed, "current_version": found}
        )
