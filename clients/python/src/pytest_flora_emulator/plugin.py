"""The plugin: fixtures flora_emulator and flora_world, and the journal in the report of a failed test."""

from __future__ import annotations

import hashlib
import os
import shutil
from typing import Any, Iterator

import pytest

from .control import ControlError
from .emulator import Emulator, StartError, World, started

REPORTED_REQUESTS_MAX = 20
_WORLD = pytest.StashKey[World]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("flora_emulator_command", "Command that starts flora-emulator", type="args", default=[])
    parser.addini(
        "flora_emulator_options",
        "Options of flora-emulator start",
        type="args",
        default=["--clock", "manual", "--seed", "pytest"],
    )


@pytest.fixture(scope="session")
def flora_emulator(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """An emulator for the session: that of FLORA_EMULATOR_URL, or a process of its own."""
    url = os.environ.get("FLORA_EMULATOR_URL", "")
    if url:
        yield Emulator(url, os.environ.get("FLORA_EMULATOR_CONTROL_TOKEN"))
        return
    command = pytestconfig.getini("flora_emulator_command") or _installed_command()
    try:
        with started(
            command, pytestconfig.getini("flora_emulator_options"), tmp_path_factory.mktemp("flora-emulator")
        ) as emulator:
            yield emulator
    except StartError as failed:
        pytest.fail(str(failed), pytrace=False)


@pytest.fixture
def flora_world(flora_emulator: Emulator, request: pytest.FixtureRequest) -> Iterator[World]:
    """A new world for the test, deleted at its end. Its name is the same in every session."""
    digest = hashlib.sha256(request.node.nodeid.encode()).hexdigest()
    world = flora_emulator.world(f"pytest-{digest[:16]}")
    world.create()
    # A session that was interrupted leaves its worlds.
    world.reset()
    request.node.stash[_WORLD] = world
    yield world
    world.delete()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome: Any = yield
    report: pytest.TestReport = outcome.get_result()
    world = item.stash.get(_WORLD, None)
    if report.when == "call" and report.failed and world is not None:
        report.sections.append((f"requests of {world.name}, newest first", _journal(world)))


def _journal(world: World) -> str:
    try:
        entries = world.requests()[:REPORTED_REQUESTS_MAX]
    except ControlError as failed:
        return str(failed)
    lines = [f"{entry['method']} {entry['path']} -> {entry.get('status')}" for entry in entries]
    return "\n".join(lines) or "none"


def _installed_command() -> list[str]:
    command = shutil.which("flora-emulator")
    if command is not None:
        return [command]
    npx = shutil.which("npx")
    if npx is not None:
        return [npx, "--no-install", "flora-emulator"]
    raise StartError(
        "flora-emulator and npx are not installed. Install Node and flora-emulator, or set flora_emulator_command in "
        "pytest.ini."
    )
