"""Remote storage: S3 against a server of its protocol, web HDFS against ours, and what the options become."""

from __future__ import annotations

import gzip
import pickle
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from io_helpers import records

from pyrite._io.commit import output_job
from pyrite._io.credentials import connection
from pyrite._io.errors import (
    CommitError,
    FileAlreadyExistsException,
    InvalidInputException,
    MissingDependencyError,
    StorageError,
    UnsupportedFormatError,
)
from pyrite._io.files import plan_binary_files, plan_whole_text_files
from pyrite._io.filesystem import Storage
from pyrite._io.hadoop import sequence_output
from pyrite._io.sequencefile import plan_sequence_file
from pyrite._io.text import plan_text
from pyrite._io.textfile import text_output


@pytest.fixture(scope="module")
def s3_server():
    server = pytest.importorskip("moto.server").ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    pytest.importorskip("s3fs")
    server.start()
    host, port = server.get_host_and_port()
    yield f"{host}:{port}"
    server.stop()


@pytest.fixture(scope="module")
def s3(s3_server):
    import boto3

    endpoint = f"http://{s3_server}"
    keys = {"aws_access_key_id": "user", "aws_secret_access_key": "secret"}
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", **keys)
    client.create_bucket(Bucket="bucket")
    options = {
        "fs.s3a.access.key": "user",
        "fs.s3a.secret.key": "secret",
        "fs.s3a.endpoint": s3_server,
        "fs.s3a.endpoint.region": "us-east-1",
        "fs.s3a.connection.ssl.enabled": "false",
        "fs.s3a.path.style.access": "true",
    }
    return "s3a://bucket", Storage(options)


@pytest.fixture(scope="module")
def webhdfs(tmp_path_factory):
    pytest.importorskip("requests")
    from webhdfs_server import WebHdfs

    with WebHdfs(tmp_path_factory.mktemp("hdfs")) as cluster:
        yield cluster


@pytest.fixture(params=["s3", "webhdfs", "memory"])
def remote(request):
    """(base URL, storage) of each kind."""
    if request.param == "s3":
        return request.getfixturevalue("s3")
    if request.param == "memory":
        return "memory://here", Storage()
    return request.getfixturevalue("webhdfs").url, Storage({"hadoop.user.name": "tester"})


def put(storage, path, data):
    with storage.create(path) as file:
        file.write(data)


def names(storage, path):
    return [status.path.rpartition("/")[2] for status in storage.children(path)]


def test_text_is_written_committed_and_read(remote):
    base, storage = remote
    job = output_job(f"{base}/text/out", text_output(storage), storage)
    job.setup()
    loser = job.write_partition(0, 0, iter(["loser"]))
    messages = [
        pickle.loads(pickle.dumps(job)).write_partition(i, 1, iter([f"line {i}", "é"])) for i in range(2)
    ]
    job.commit(messages)
    assert names(storage, job.path) == ["_SUCCESS", "part-00000", "part-00001"]
    assert not storage.exists(loser.path)
    assert records(plan_text(job.path, 2, storage)) == ["line 0", "é", "line 1", "é"]
    with pytest.raises(FileAlreadyExistsException, match=f"Output directory {base}/text/out already exists"):
        output_job(f"{base}/text/out", text_output(storage), storage).setup()
    with pytest.raises(CommitError):
        job.commit(messages)


def test_aborting_leaves_no_file(remote):
    base, storage = remote
    job = output_job(f"{base}/aborted/out", text_output(storage, "gzip"), storage)
    job.setup()
    job.write_partition(0, 0, iter(["x"]))
    job.abort()
    assert not storage.exists(f"{base}/aborted/out/_temporary")


def test_big_files_are_read_by_splits(remote):
    base, storage = remote
    lines = [f"line {i}" for i in range(150_000)]
    put(storage, f"{base}/big/a.txt", "\n".join(lines).encode())
    planned = plan_text(f"{base}/big/a.txt", 5, storage)
    assert len(planned.splits) == 5
    assert records(planned) == lines
    put(storage, f"{base}/big/b.txt.gz", gzip.compress("\n".join(lines).encode()))
    assert records(plan_text(f"{base}/big/b.txt.gz", 5, storage)) == lines


def test_globs_directories_and_lists(remote):
    base, storage = remote
    for name in ("d1/a", "d1/b", "d2/a", "d2/_hidden", "odd/per%41 cent+"):
        put(storage, f"{base}/globs/{name}", name.encode())

    def found(*patterns):
        return records(plan_text(",".join(f"{base}/globs/{p}" for p in patterns), 1, storage))

    assert found("d1") == ["d1/a", "d1/b"]
    assert found("*/a") == ["d1/a", "d2/a"]
    assert found("d{1,2}/*") == ["d1/a", "d1/b", "d2/a"]
    assert found("d2/", "d1/b") == ["d2/a", "d1/b"]
    assert found("odd/per%41 cent+") == ["odd/per%41 cent+"]
    with pytest.raises(InvalidInputException) as info:
        found("no", "no*")
    assert str(info.value) == (
        f"Input path does not exist: {base}/globs/no\nInput Pattern {base}/globs/no* matches 0 files"
    )


def test_whole_files_and_sequence_files(remote):
    base, storage = remote
    put(storage, f"{base}/whole/a", b"one\n")
    assert records(plan_whole_text_files(f"{base}/whole", 1, storage)) == [(f"{base}/whole/a", "one\n")]
    assert records(plan_binary_files(f"{base}/whole", 1, 1, storage)) == [(f"{base}/whole/a", b"one\n")]
    pairs = [(i, "v" * 100) for i in range(3000)]
    job = output_job(f"{base}/sequence/out", sequence_output(storage, lambda: pairs[0]), storage)
    job.setup()
    job.commit([job.write_partition(0, 0, iter(pairs))])
    planned = plan_sequence_file(job.path, 3, storage)
    assert len(planned.splits) == 3
    assert records(planned) == pairs


def test_default_file_system(webhdfs):
    storage = Storage({"fs.defaultFS": webhdfs.url})
    put(storage, storage.qualify("/default/a"), b"x\n")
    assert records(plan_text("/default/a", 1, storage)) == ["x"]
    assert webhdfs.root.joinpath("default/a").read_bytes() == b"x\n"


def test_users_and_ranges_are_sent(webhdfs):
    storage = Storage({"hadoop.user.name": "tester"})
    put(storage, f"{webhdfs.url}/ranges/a", b"0123456789" * 1_000_000)
    webhdfs.requests.clear()
    planned = plan_text(f"{webhdfs.url}/ranges/a", 1, storage)
    with storage.open(planned.splits[0].path) as file:
        file.seek(9_999_990)
        assert file.read(20) == b"0123456789"
    opened = [query for operation, query in webhdfs.requests if operation == "OPEN"]
    assert all(query["user.name"] == "tester" for query in opened)
    assert all(int(query["offset"]) >= 5_000_000 for query in opened)


def test_a_failing_data_node_is_an_error_not_data(webhdfs):
    storage = Storage()
    put(storage, f"{webhdfs.url}/failing/a", b"x\n" * 10)
    webhdfs.failing = True
    try:
        with pytest.raises(StorageError, match="500"):
            records(plan_text(f"{webhdfs.url}/failing/a", 1, storage))
    finally:
        webhdfs.failing = False


def test_a_refused_rename_is_an_error(webhdfs):
    storage = Storage()
    put(storage, f"{webhdfs.url}/rename/a", b"x")
    with pytest.raises(StorageError, match="Cannot rename"):
        storage.rename(f"{webhdfs.url}/rename/a", f"{webhdfs.url}/nowhere/b")


def test_s3_without_credentials_is_refused_by_the_server_not_hung(s3_server):
    bad = Storage(
        {"fs.s3a.endpoint": f"http://{s3_server}", "fs.s3a.access.key": "k", "fs.s3a.secret.key": "s"}
    )
    with pytest.raises(InvalidInputException, match="Input path does not exist: s3a://no-such-bucket/x"):
        plan_text("s3a://no-such-bucket/x", 1, bad)


class PlainHttp(BaseHTTPRequestHandler):
    """Serves one gz file and one text, without ranges; '/unsized' without saying how long it is."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        data = gzip.compress(b"x\n" * 1000) if self.path.endswith(".gz") else b"x\n" * 100_000
        if self.path == "/missing":
            self.send_error(404)
            return
        self.send_response(200)
        if self.path != "/unsized":
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    do_HEAD = do_GET


def test_http_files_are_read_as_streams():
    pytest.importorskip("aiohttp")
    server = ThreadingHTTPServer(("127.0.0.1", 0), PlainHttp)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    base, storage = f"http://127.0.0.1:{server.server_address[1]}", Storage()
    try:
        assert records(plan_text(f"{base}/a.txt", 4, storage)) == ["x"] * 100_000
        assert records(plan_text(f"{base}/unsized", 4, storage)) == ["x"] * 100_000
        assert records(plan_text(f"{base}/a.gz", 4, storage)) == ["x"] * 1000
        with pytest.raises(InvalidInputException, match="Input path does not exist: http://"):
            plan_text(f"{base}/missing", 1, storage)
    finally:
        server.shutdown()
        server.server_close()


def test_options_of_s3():
    options = {
        "fs.s3a.access.key": "k",
        "fs.s3a.secret.key": "s",
        "fs.s3a.session.token": "t",
        "fs.s3a.endpoint": "minio:9000",
        "fs.s3a.connection.ssl.enabled": "false",
        "fs.s3a.bucket.special.endpoint": "https://other",
        "fs.s3a.bucket.special.access.key": "k2",
        "fs.s3a.endpoint.region": "eu-west-1",
        "fs.s3a.path.style.access": "true",
    }
    for scheme in ("s3a", "s3n", "s3"):
        made = connection(f"{scheme}://logs/x", options)
        assert (made.protocol, made.root, made.prefix) == ("s3", f"{scheme}://logs/", "logs/")
    assert made.arguments["key"], made.arguments["token"] == ("k", "t")
    assert made.arguments["client_kwargs"] == {
        "endpoint_url": "http://minio:9000",
        "region_name": "eu-west-1",
    }
    assert made.arguments["config_kwargs"] == {"s3": {"addressing_style": "path"}}
    special = connection("s3a://special/x", options).arguments
    assert special["key"] == "k2"
    assert special["client_kwargs"]["endpoint_url"] == "https://other"
    anonymous = {
        "fs.s3a.aws.credentials.provider": "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider"
    }
    assert connection("s3a://b/x", anonymous).arguments["anon"] is True


def test_options_of_google_and_azure():
    for key in ("fs.gs.auth.service.account.json.keyfile", "google.cloud.auth.service.account.json.keyfile"):
        assert connection("gs://b/x", {key: "/key.json"}).arguments["token"] == "/key.json"
    url = "abfss://box@acc.dfs.core.windows.net/a/b"
    made = connection(url, {"fs.azure.account.key.acc.dfs.core.windows.net": "secret"})
    assert (made.protocol, made.root, made.prefix) == (
        "abfs",
        "abfss://box@acc.dfs.core.windows.net/",
        "box/",
    )
    assert made.arguments == {"account_name": "acc", "account_key": "secret"}
    made = connection(
        "wasbs://box@acc.blob.core.windows.net/a", {"fs.azure.sas.box.acc.blob.core.windows.net": "t"}
    )
    assert made.arguments == {"account_name": "acc", "sas_token": "t"}


def test_options_of_hdfs_and_ftp(monkeypatch):
    monkeypatch.setenv("HADOOP_USER_NAME", "ada")
    assert connection("hdfs://nn:8020/x", {}).arguments == {"host": "nn", "port": 8020, "user": "ada"}
    assert connection("hdfs:///x", {}).arguments["host"] == "default"
    assert connection("webhdfs://nn/x", {}).arguments["port"] == 9870
    assert connection("swebhdfs://nn/x", {}).arguments["use_https"] is True
    ftp = connection("ftp://u:p%40w@h:21/x", {}).arguments
    assert ftp == {"host": "h", "port": 21, "username": "u", "password": "p@w"}


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("s3a://b/x", r"s3a:// paths need s3fs: pip install 'pyrite\[s3\]'"),
        ("gs://b/x", r"gs:// paths need gcsfs: pip install 'pyrite\[gcs\]'"),
        ("abfss://c@a.dfs.core.windows.net/x", r"abfss:// paths need adlfs: pip install 'pyrite\[azure\]'"),
        ("https://host/x", r"https:// paths need aiohttp: pip install 'pyrite\[http\]'"),
        ("webhdfs://host/x", r"webhdfs:// paths need requests: pip install 'pyrite\[webhdfs\]'"),
        ("hdfs://host/x", r"hdfs:// paths need pyarrow and Hadoop's libhdfs \(or use webhdfs://"),
    ],
)
def test_a_missing_package_is_named(monkeypatch, url, message):
    fsspec = pytest.importorskip("fsspec")

    def absent(*_, **__):
        raise ImportError("not here")

    monkeypatch.setattr(fsspec, "filesystem", absent)
    with pytest.raises(MissingDependencyError, match=message):
        plan_text(url, 1, Storage())


def test_unknown_schemes_are_named():
    with pytest.raises(UnsupportedFormatError, match='No FileSystem for scheme "nope"') as info:
        plan_text("nope://b/x", 1, Storage())
    assert info.value.java_class == "org.apache.hadoop.fs.UnsupportedFileSystemException"
