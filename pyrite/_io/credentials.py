"""From Hadoop's options (`fs.s3a.*`, `fs.gs.*`, `fs.azure.*` ...) to fsspec's arguments. Pure."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from pyrite._dataclasses import dataclass
from pyrite._io.paths import scheme_of, split_root

Options = Mapping[str, str]


@dataclass(frozen=True)
class Connection:
    """How fsspec reaches a URL.

    `protocol` and `arguments` make the file system; a URL's path there is `prefix` and what is below `root`.
    `flat`: an object store, without real directories.
    """

    protocol: str
    arguments: Mapping[str, Any]
    root: str
    prefix: str
    extra: str
    flat: bool = False


def connection(url: str, options: Options) -> Connection:
    """Describe the connection for a URL.

    >>> connection("s3a://logs/x", {"fs.s3a.access.key": "k"}).prefix
    'logs/'
    """
    scheme = scheme_of(url) or "file"
    root, _ = split_root(url)
    return _SCHEMES.get(scheme, _other)(scheme, root, options)


def _true(text: str) -> bool:
    return text.strip().lower() == "true"


def _s3(scheme: str, root: str, options: Options) -> Connection:
    bucket = _authority(root)

    def option(name: str, default: str = "") -> str:
        return options.get(f"fs.s3a.bucket.{bucket}.{name}") or options.get(f"fs.s3a.{name}") or default

    key = option("access.key") or options.get(f"fs.{scheme}.awsAccessKeyId")
    secret = option("secret.key") or options.get(f"fs.{scheme}.awsSecretAccessKey")
    secure = _true(option("connection.ssl.enabled", "true"))
    client: dict[str, Any] = {}
    endpoint = option("endpoint")
    if endpoint:
        client["endpoint_url"] = endpoint if "://" in endpoint else f"http{'s' * secure}://{endpoint}"
    if option("endpoint.region"):
        client["region_name"] = option("endpoint.region")
    arguments: dict[str, Any] = {"client_kwargs": client, "use_ssl": secure, "use_listings_cache": False}
    if key:
        arguments |= {"key": key, "secret": secret, "token": option("session.token") or None}
    elif "Anonymous" in option("aws.credentials.provider"):
        arguments["anon"] = True
    if _true(option("path.style.access")):
        arguments["config_kwargs"] = {"s3": {"addressing_style": "path"}}
    return Connection("s3", arguments, root, f"{bucket}/", "s3", flat=True)


def _gcs(scheme: str, root: str, options: Options) -> Connection:
    arguments: dict[str, Any] = {"use_listings_cache": False}
    for name in (
        "fs.gs.auth.service.account.json.keyfile",
        "google.cloud.auth.service.account.json.keyfile",
        "spark.hadoop.google.cloud.auth.service.account.json.keyfile",
    ):
        if options.get(name):
            arguments["token"] = options[name]
            break
    if options.get("fs.gs.auth.type") == "UNAUTHENTICATED" or _true(
        options.get("fs.gs.auth.null.enable", "")
    ):
        arguments["token"] = "anon"
    if options.get("fs.gs.project.id"):
        arguments["project"] = options["fs.gs.project.id"]
    if options.get("fs.gs.storage.root.url"):
        arguments["endpoint_url"] = options["fs.gs.storage.root.url"].rstrip("/")
    return Connection("gs", arguments, root, f"{_authority(root)}/", "gcs", flat=True)


def _azure(scheme: str, root: str, options: Options) -> Connection:
    container, _, host = _authority(root).partition("@")
    account = host.partition(".")[0]
    arguments: dict[str, Any] = {"account_name": account}
    for suffix in (host, f"{account}.dfs.core.windows.net", f"{account}.blob.core.windows.net"):
        key = options.get(f"fs.azure.account.key.{suffix}")
        token = options.get(f"fs.azure.sas.{container}.{suffix}") or options.get(
            f"fs.azure.sas.fixed.token.{suffix}"
        )
        if key:
            arguments["account_key"] = key
            break
        if token:
            arguments["sas_token"] = token
            break
        client = options.get(f"fs.azure.account.oauth2.client.id.{suffix}")
        if client:
            endpoint = options.get(f"fs.azure.account.oauth2.client.endpoint.{suffix}", "")
            arguments |= {
                "client_id": client,
                "client_secret": options.get(f"fs.azure.account.oauth2.client.secret.{suffix}"),
                "tenant_id": urlsplit(endpoint).path.strip("/").partition("/")[0] or None,
            }
            break
    else:
        arguments["anon"] = False
    return Connection("abfs", arguments, root, f"{container}/", "azure")


def _authority(root: str) -> str:
    return root.partition("://")[2].rstrip("/")


def _host(root: str) -> dict[str, Any]:
    parts = urlsplit(root)
    found: dict[str, Any] = {"host": parts.hostname or ""}
    if parts.port:
        found["port"] = parts.port
    return found


def _user(root: str, options: Options) -> str | None:
    return urlsplit(root).username or options.get("hadoop.user.name") or os.environ.get("HADOOP_USER_NAME")


def _hdfs(scheme: str, root: str, options: Options) -> Connection:
    arguments = {
        "host": "default",
        **{k: v for k, v in _host(root).items() if v},
        "user": _user(root, options),
    }
    return Connection("hdfs", arguments, root, "/", "hdfs")


def _webhdfs(scheme: str, root: str, options: Options) -> Connection:
    arguments: dict[str, Any] = {"port": 9870, **_host(root), "user": _user(root, options)}
    if scheme == "swebhdfs":
        arguments = {"port": 9871} | _host(root) | {"user": _user(root, options), "use_https": True}
    return Connection("webhdfs", arguments, root, "/", "webhdfs")


def _http(scheme: str, root: str, options: Options) -> Connection:
    return Connection(scheme, {}, root, root, "http", flat=True)


def _ftp(scheme: str, root: str, options: Options) -> Connection:
    arguments, host = _host(root), urlsplit(root).hostname
    parts = urlsplit(root)
    user = parts.username or options.get(f"fs.ftp.user.{host}")
    password = parts.password or options.get(f"fs.ftp.password.{host}")
    if user:
        arguments |= {"username": unquote(user), "password": unquote(password or "")}
    return Connection("ftp", arguments, root, "/", "ftp")


def _other(scheme: str, root: str, options: Options) -> Connection:
    return Connection(scheme, {}, root, f"{_authority(root)}/".lstrip("/"), scheme)


_SCHEMES: Mapping[str, Callable[[str, str, Options], Connection]] = {
    "s3a": _s3,
    "s3n": _s3,
    "s3": _s3,
    "gs": _gcs,
    "abfss": _azure,
    "abfs": _azure,
    "wasbs": _azure,
    "wasb": _azure,
    "hdfs": _hdfs,
    "webhdfs": _webhdfs,
    "swebhdfs": _webhdfs,
    "http": _http,
    "https": _http,
    "ftp": _ftp,
}
