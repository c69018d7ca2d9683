"""Kernels of secrets: AES in the modes that Spark has, and keyed digests."""

from __future__ import annotations

import hmac
import secrets

from pyrite.sql._duckdb.failures import KernelError
from pyrite.sql._duckdb.kernels_rows import row_kernel

_AES = "`aes_encrypt`/`aes_decrypt`"
#: What stands for the padding of each mode, and the bytes of its initialization vector.
_PADDING = {"ECB": "PKCS", "CBC": "PKCS", "GCM": "NONE"}
_START = {"ECB": 0, "CBC": 16, "GCM": 12}
_BLOCK, _TAG = 16, 16


def _mode(mode: str, padding: str, key: bytes) -> str:
    known = mode.upper()
    if known not in _PADDING or padding.upper() not in ("DEFAULT", _PADDING[known]):
        raise KernelError(
            "UNSUPPORTED_FEATURE.AES_MODE", {"mode": mode, "padding": padding, "functionName": _AES}
        )
    if len(key) not in (16, 24, 32):
        raise KernelError(
            "INVALID_PARAMETER_VALUE.AES_KEY_LENGTH",
            {"parameter": "`key`", "functionName": _AES, "actualLength": str(len(key))},
        )
    return known


def _refuse_associated(mode: str, data: bytes, function: str) -> None:
    if data and mode != "GCM":
        raise KernelError("UNSUPPORTED_FEATURE.AES_MODE_AAD", {"mode": mode, "functionName": function})


def _broken(why: str) -> KernelError:
    return KernelError(
        "INVALID_PARAMETER_VALUE.AES_CRYPTO_ERROR",
        {"parameter": "`expr`, `key`", "functionName": _AES, "detailMessage": why},
    )


def _encrypt(plain: bytes, key: bytes, mode: str, padding: str, start: bytes, associated: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    mode = _mode(mode, padding, key)
    if start and mode == "ECB":
        raise KernelError("UNSUPPORTED_FEATURE.AES_MODE_IV", {"mode": mode, "functionName": "`aes_encrypt`"})
    if start and len(start) != _START[mode]:
        raise KernelError(
            "INVALID_PARAMETER_VALUE.AES_IV_LENGTH",
            {"mode": mode, "parameter": "`iv`", "functionName": _AES, "actualLength": str(len(start))},
        )
    _refuse_associated(mode, associated, "`aes_encrypt`")
    start = start or secrets.token_bytes(_START[mode])
    if mode == "GCM":
        return start + AESGCM(key).encrypt(start, plain, associated or None)
    left = _BLOCK - len(plain) % _BLOCK
    chain = modes.CBC(start) if mode == "CBC" else modes.ECB()
    cipher = Cipher(algorithms.AES(key), chain).encryptor()
    return start + cipher.update(plain + bytes([left]) * left) + cipher.finalize()


def _decrypt(data: bytes, key: bytes, mode: str, padding: str, associated: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    mode = _mode(mode, padding, key)
    _refuse_associated(mode, associated, "`aes_decrypt`")
    start, secret = data[: _START[mode]], data[_START[mode] :]
    if len(start) < _START[mode] or (mode == "GCM" and len(secret) < _TAG):
        raise _broken("the input is too short")
    if mode == "GCM":
        try:
            return AESGCM(key).decrypt(start, secret, associated or None)
        except InvalidTag:
            raise _broken("the tag does not belong to the input and the key") from None
    if len(secret) % _BLOCK:
        raise _broken("the input is not made of whole blocks")
    chain = modes.CBC(start) if mode == "CBC" else modes.ECB()
    cipher = Cipher(algorithms.AES(key), chain).decryptor()
    padded = cipher.update(secret) + cipher.finalize()
    left = padded[-1] if padded else 0
    if padded and (not 1 <= left <= _BLOCK or padded[-left:] != bytes([left]) * left):
        raise _broken("the last block is not padded: the key may be another")
    return padded[:-left] if padded else b""


def _try_decrypt(data: bytes, key: bytes, mode: str, padding: str, associated: bytes) -> bytes | None:
    try:
        return _decrypt(data, key, mode, padding, associated)
    except KernelError:
        return None


row_kernel("aes_encrypt", _encrypt)
row_kernel("aes_decrypt", _decrypt)
row_kernel("try_aes_decrypt", _try_decrypt)

_DIGESTS = {"MD5": "md5", "SHA1": "sha1", **{f"SHA{bits}": f"sha{bits}" for bits in (224, 256, 384, 512)}}


def _hmac(key: bytes, message: bytes, algorithm: str) -> bytes:
    digest = _DIGESTS.get(algorithm.upper().replace("SHA-", "SHA"))
    if digest is None:
        raise KernelError(
            "INVALID_PARAMETER_VALUE.HMAC_ALGORITHM",
            {"parameter": "`algorithm`", "functionName": "`hmac`", "algorithm": f"'{algorithm}'"},
        )
    if not key:
        raise KernelError(
            "INVALID_PARAMETER_VALUE.HMAC_CRYPTO_ERROR",
            {"parameter": "`key`", "functionName": "`hmac`", "detailMessage": "the key is empty"},
        )
    return hmac.digest(key, message, digest)


row_kernel("hmac", _hmac)
