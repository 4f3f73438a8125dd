"""Versions of a project: uploaded, activated, brought back."""

from __future__ import annotations

import pytest

from kznews.nodes.eggs import LARGEST_EGG, EggRefused, Eggs, NoSuchVersion

PROJECT = "kznews"


def deploy(eggs: Eggs, version: str, egg: bytes | None = None) -> None:
    eggs.put(PROJECT, version, egg or version.encode())
    eggs.activate(PROJECT, version, spiders=["exclusive"])


def names(eggs: Eggs) -> list[str]:
    return [each["version"] for each in eggs.versions(PROJECT)]


def test_the_version_activated_last_is_current(eggs: Eggs) -> None:
    for version in ("10", "9", "11"):  # their names say nothing
        deploy(eggs, version)
    assert names(eggs) == ["11", "9", "10"]
    assert bytes(eggs.egg(PROJECT, None)["egg"]) == b"11"
    assert bytes(eggs.egg(PROJECT, "9")["egg"]) == b"9"
    assert eggs.find(PROJECT, None)["spiders"] == ["exclusive"]
    eggs.activate(PROJECT, "9")
    assert names(eggs) == ["9", "11", "10"]
    assert eggs.find(PROJECT, None)["spiders"] == ["exclusive"]


def test_each_rollback_goes_one_deployment_back(eggs: Eggs) -> None:
    for version in ("1", "2", "3"):
        deploy(eggs, version)
    assert [eggs.roll_back(PROJECT), eggs.roll_back(PROJECT)] == ["2", "1"]
    assert eggs.current_versions() == {PROJECT: "1"}
    with pytest.raises(NoSuchVersion, match="--activate"):
        eggs.roll_back(PROJECT)
    eggs.activate(PROJECT, "3")
    assert eggs.roll_back(PROJECT) == "2"


def test_a_version_that_was_not_activated_is_offered_to_nobody(eggs: Eggs) -> None:
    eggs.put(PROJECT, "1", b"egg")
    assert (names(eggs), eggs.projects()) == ([], [])
    with pytest.raises(NoSuchVersion, match="is deployed yet: run make deploy"):
        eggs.egg(PROJECT, None)
    with pytest.raises(NoSuchVersion):
        eggs.find(PROJECT, "1")
    with pytest.raises(NoSuchVersion):
        eggs.activate(PROJECT, "1")
    assert [each["version"] for each in eggs.unproven(PROJECT)] == ["1"]
    # Whether it loads is tried before that.
    assert bytes(eggs.egg(PROJECT, "1")["egg"]) == b"egg"
    eggs.put(PROJECT, "1", b"a better one")
    eggs.discard(PROJECT, "1")
    assert eggs.unproven(PROJECT) == []


def test_a_version_stays_what_it_is(eggs: Eggs) -> None:
    deploy(eggs, "1", b"egg")
    deploy(eggs, "1", b"egg")
    with pytest.raises(EggRefused, match="another egg already"):
        eggs.put(PROJECT, "1", b"changed")
    eggs.discard(PROJECT, "1")
    assert bytes(eggs.egg(PROJECT, "1")["egg"]) == b"egg"


def test_an_egg_that_no_document_can_hold_is_refused(eggs: Eggs) -> None:
    eggs.put(PROJECT, "largest", bytes(LARGEST_EGG))
    with pytest.raises(EggRefused, match="bytes"):
        eggs.put(PROJECT, "too-large", bytes(LARGEST_EGG + 1))


def test_what_is_deleted_is_gone(eggs: Eggs) -> None:
    deploy(eggs, "1")
    deploy(eggs, "2")
    eggs.delete(PROJECT, "2")
    assert names(eggs) == ["1"]
    with pytest.raises(NoSuchVersion, match="version '2'"):
        eggs.delete(PROJECT, "2")
    eggs.delete(PROJECT, None)
    assert eggs.projects() == []
    with pytest.raises(NoSuchVersion, match="project 'kznews'"):
        eggs.delete(PROJECT, None)
