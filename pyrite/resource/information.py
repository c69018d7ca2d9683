"""The addresses of one kind of resource."""

from __future__ import annotations

__all__ = ["ResourceInformation"]


class ResourceInformation:
    """A resource that a task or the driver may use, such as GPUs, and the addresses it was given.

    >>> gpus = ResourceInformation("gpu", ["0", "1"])
    >>> gpus.name, gpus.addresses
    ('gpu', ['0', '1'])
    """

    __slots__ = ("_addresses", "_name")

    def __init__(self, name: str, addresses: list[str]):
        self._name = name
        self._addresses = addresses

    @property
    def name(self) -> str:
        """The resource's name, such as ``"gpu"``."""
        return self._name

    @property
    def addresses(self) -> list[str]:
        """What the resource's owner calls each unit; for GPUs their indices."""
        return self._addresses
