"""A small server of the WebHDFS protocol over a local directory: one port as name node, one as data node."""

from __future__ import annotations

import json
import os
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

PREFIX = "/webhdfs/v1"


class WebHdfs:
    """The pair of servers; use as a context manager. `failing` makes the data node answer 500."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.failing = False
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.name_node = ThreadingHTTPServer(("127.0.0.1", 0), self._handler(NameNode))
        self.data_node = ThreadingHTTPServer(("127.0.0.1", 0), self._handler(DataNode))

    def _handler(self, kind: type) -> type:
        return type(kind.__name__, (kind,), {"cluster": self})

    @property
    def url(self) -> str:
        return f"webhdfs://127.0.0.1:{self.name_node.server_address[1]}"

    def __enter__(self) -> WebHdfs:
        for server in (self.name_node, self.data_node):
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in (self.name_node, self.data_node):
            server.shutdown()
            server.server_close()


class Node(BaseHTTPRequestHandler):
    cluster: WebHdfs
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def parse(self) -> tuple[Path, str, dict[str, str]]:
        parts = urlsplit(self.path)
        path = unquote(parts.path.removeprefix(PREFIX)).lstrip("/")
        query = {key.lower(): values[0] for key, values in parse_qs(parts.query).items()}
        self.cluster.requests.append((query.get("op", ""), query))
        return self.cluster.root / path, "/" + path, query

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def json(self, value: object, status: int = 200) -> None:
        self.answer(status, json.dumps(value).encode(), **{"Content-Type": "application/json"})

    def missing(self, path: str) -> None:
        error = {"exception": "FileNotFoundException", "message": f"File does not exist: {path}"}
        self.json({"RemoteException": error}, 404)


def status_of(file: Path, suffix: str) -> dict[str, object]:
    return {
        "pathSuffix": suffix,
        "type": "DIRECTORY" if file.is_dir() else "FILE",
        "length": 0 if file.is_dir() else file.stat().st_size,
        "modificationTime": 0,
    }


class NameNode(Node):
    def redirect(self, path: str, query: dict[str, str]) -> None:
        host, port = self.cluster.data_node.server_address[:2]
        rest = "&".join(f"{key}={quote(value)}" for key, value in query.items())
        self.answer(307, Location=f"http://{host}:{port}{PREFIX}{quote(path)}?{rest}")

    def do_GET(self) -> None:
        file, path, query = self.parse()
        operation = query["op"].upper()
        if not file.exists():
            self.missing(path)
        elif operation == "GETFILESTATUS":
            self.json({"FileStatus": status_of(file, "")})
        elif operation == "LISTSTATUS":
            found = [(file, "")] if file.is_file() else [(file / name, name) for name in os.listdir(file)]
            self.json({"FileStatuses": {"FileStatus": [status_of(*entry) for entry in found]}})
        elif operation == "OPEN":
            self.redirect(path, query)
        else:
            self.json({"RemoteException": {"exception": "Unsupported", "message": operation}}, 400)

    def do_PUT(self) -> None:
        file, path, query = self.parse()
        operation = query["op"].upper()
        if operation == "MKDIRS":
            file.mkdir(parents=True, exist_ok=True)
            self.json({"boolean": True})
        elif operation == "RENAME":
            target = self.cluster.root / query["destination"].lstrip("/")
            # As HDFS: false, not an error, when the target is there or its directory is not.
            done = file.exists() and not target.exists() and target.parent.is_dir()
            if done:
                file.rename(target)
            self.json({"boolean": done})
        elif operation == "CREATE":
            self.redirect(path, query)
        else:
            self.json({"RemoteException": {"exception": "Unsupported", "message": operation}}, 400)

    def do_POST(self) -> None:
        _, path, query = self.parse()
        self.redirect(path, query)

    def do_DELETE(self) -> None:
        file, _, query = self.parse()
        there = file.exists()
        if there and file.is_dir() and query.get("recursive") == "true":
            shutil.rmtree(file)
        elif there:
            file.unlink()
        self.json({"boolean": there})


class DataNode(Node):
    def do_GET(self) -> None:
        file, _, query = self.parse()
        if self.cluster.failing:
            self.answer(500, b"x" * 100_000)
            return
        with open(file, "rb") as stream:
            stream.seek(int(query.get("offset", 0)))
            self.answer(200, stream.read(int(query.get("length", -1))))

    def do_PUT(self) -> None:
        file, _, _ = self.parse()
        file.parent.mkdir(parents=True, exist_ok=True)
        self.store(file, "wb", 201)

    def do_POST(self) -> None:
        file, _, _ = self.parse()
        self.store(file, "ab", 200)

    def store(self, file: Path, mode: str, status: int) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        del self.headers["Content-Length"]
        with open(file, mode) as stream:
            stream.write(data)
        self.answer(status)
