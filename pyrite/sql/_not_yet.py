"""Members of public classes that are not there (yet): using one says so."""

from __future__ import annotations

from typing import Any, NoReturn

from pyrite.errors import PySparkNotImplementedError, PySparkRuntimeError

__all__ = ["ConnectOnly", "ConnectOnlyProperty", "NotYet", "NotYetMethod"]


class NotYet:
    """A property of the class it stands in that raises PySpark's not-implemented error, naming itself."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: object | None, owner: type) -> Any:
        if instance is None:
            return self
        return self._raise(owner)

    def _raise(self, owner: type) -> NoReturn:
        feature = f"{owner.__name__}.{self._name}"
        raise PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})


class NotYetMethod(NotYet):
    """As ``NotYet``, but raises when it is called."""

    def __get__(self, instance: object | None, owner: type) -> Any:
        def call(*args: Any, **kwargs: Any) -> NoReturn:
            self._raise(owner)

        return call


class ConnectOnly(NotYet):
    """A method that PySpark itself refuses to a session that is not Spark Connect's."""

    def __get__(self, instance: object | None, owner: type) -> Any:
        def call(*args: Any, **kwargs: Any) -> NoReturn:
            self._raise(owner)

        return call

    def _raise(self, owner: type) -> NoReturn:
        feature = f"{owner.__name__}.{self._name}"
        raise PySparkRuntimeError(
            f"{feature} is only supported with Spark Connect; "
            "however, the current Spark session does not use Spark Connect.",
            errorClass="ONLY_SUPPORTED_WITH_SPARK_CONNECT",
            messageParameters={"feature": feature},
        )


class ConnectOnlyProperty(ConnectOnly):
    def __get__(self, instance: object | None, owner: type) -> Any:
        return self if instance is None else self._raise(owner)
