"""Resource requests and profiles."""

from __future__ import annotations

import pytest

from pyrite.resource import (
    ExecutorResourceRequest,
    ExecutorResourceRequests,
    ResourceInformation,
    ResourceProfileBuilder,
    TaskResourceRequests,
)


@pytest.fixture
def executor() -> ExecutorResourceRequests:
    requests = ExecutorResourceRequests().cores(4).memory("2g").memoryOverhead("1g").pysparkMemory("512m")
    return requests.offheapMemory("1g").resource("gpu", 2, "find-gpus", "nvidia")


def test_requests_of_an_executor(executor: ExecutorResourceRequests) -> None:
    assert {name: request.amount for name, request in executor.requests.items()} == {
        "cores": 4,
        "memory": 2048,
        "memoryOverhead": 1024,
        "pyspark.memory": 512,
        "offHeap": 1024,
        "gpu": 2,
    }
    gpu = executor.requests["gpu"]
    assert (gpu.resourceName, gpu.discoveryScript, gpu.vendor) == ("gpu", "find-gpus", "nvidia")
    assert (executor.requests["cores"].discoveryScript, executor.requests["cores"].vendor) == ("", "")


@pytest.mark.parametrize("text, mebibytes", [("256", 256), ("256m", 256), ("1.5g", 1536), ("1T", 1 << 20)])
def test_memory(text: str, mebibytes: int) -> None:
    assert ExecutorResourceRequests().memory(text).requests["memory"].amount == mebibytes


@pytest.mark.parametrize("text", ["x", "1gb", "", "-"])
def test_memory_that_is_none(text: str) -> None:
    with pytest.raises(ValueError):
        ExecutorResourceRequests().memory(text)


def test_requests_can_start_from_others() -> None:
    given = {"cores": ExecutorResourceRequest("cores", 3)}
    assert ExecutorResourceRequests(_requests=given).requests == given


def test_profile(executor: ExecutorResourceRequests) -> None:
    tasks = TaskResourceRequests().cpus(2).resource("gpu", 0.5)
    builder = ResourceProfileBuilder().require(executor).require(tasks)
    profile = builder.build
    builder.clearTaskResourceRequests()
    builder.clearExecutorResourceRequests()
    assert (builder.taskResources, builder.executorResources) == ({}, {})
    assert {name: request.amount for name, request in profile.taskResources.items()} == {
        "cpus": 2.0,
        "gpu": 0.5,
    }
    assert len(profile.executorResources) == 6


def test_a_built_profile_does_not_change() -> None:
    builder = ResourceProfileBuilder().require(TaskResourceRequests().cpus(1))
    profile = builder.build
    builder.require(TaskResourceRequests().cpus(2))
    assert profile.taskResources["cpus"].amount == 1.0


def test_without_a_context_a_profile_has_no_id() -> None:
    with pytest.raises(RuntimeError, match="SparkContext must be created"):
        _ = ResourceProfileBuilder().build.id


def test_information() -> None:
    information = ResourceInformation("gpu", ["0", "1"])
    assert (information.name, information.addresses) == ("gpu", ["0", "1"])
