"""Secrets: AES encryption, which needs the package ``cryptography``, and keyed digests."""

from __future__ import annotations

from importlib.util import find_spec

from pyrite.errors import PySparkImportError
from pyrite.sql._analysis.functions.registry import (
    BINARY,
    STRING,
    Binding,
    Function,
    declare,
    kernel,
    scalar,
)
from pyrite.sql._analysis.functions.strings import BYTES, text
from pyrite.sql._plan import expressions as e


def _bind_aes(b: Binding) -> e.Value:
    if find_spec("cryptography") is None:
        raise PySparkImportError(
            errorClass="PACKAGE_NOT_INSTALLED",
            messageParameters={"package_name": "cryptography", "minimum_version": "41.0"},
        )
    return b.apply(b.coerced(), BYTES, nullable=True, shown=b.arguments)


_DEFAULTS = (text("GCM"), text("DEFAULT"))
declare(
    "aes_encrypt",
    Function(
        "aes_encrypt",
        (BINARY, BINARY, STRING, STRING, BINARY, BINARY),
        BYTES,
        kernel("aes_encrypt"),
        optional=4,
        defaults=(*_DEFAULTS, text(""), text("")),
        bind=_bind_aes,
        deterministic=False,
    ),
)
for _name in ("aes_decrypt", "try_aes_decrypt"):
    declare(
        _name,
        Function(
            _name,
            (BINARY, BINARY, STRING, STRING, BINARY),
            BYTES,
            kernel(_name),
            optional=3,
            defaults=(*_DEFAULTS, text("")),
            bind=_bind_aes,
            checked="aes_decrypt",
        ),
    )
scalar(
    "hmac",
    (BINARY, BINARY, STRING),
    BYTES,
    kernel("hmac"),
    optional=1,
    defaults=(text("SHA-256"),),
    nullable=True,
)
