"""An emulator, its worlds, and the process that serves them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator, Sequence

from .control import Control, ControlError, segment

START_S_MAX = 60
STOP_S_MAX = 10
POLL_S = 0.05


class StartError(Exception):
    """The emulator did not start."""


class Inbox:
    """A receiver of webhooks inside the emulator."""

    def __init__(self, world: World, name: str) -> None:
        self._path = f"/inbox/{segment(name)}"
        self._world = world
        self.url = f"{world.url}/_emulator/worlds/{world.name}{self._path}"

    def messages(self) -> list[dict[str, Any]]:
        """Lists the messages, with whether their signatures are valid."""
        return self._world.call("GET", self._path)["messages"]


class World:
    """An isolated copy of the service: runs, balances, rules, clock and journal of its own.

    Instants are unix milliseconds, and money is in USD. Methods raise ControlError when a call is refused.
    """

    def __init__(self, control: Control, name: str) -> None:
        self._control = control
        self.name = name
        self.url = control.url
        self.base_url = f"{control.url}/api/v1"
        self.api_key = f"sk_test_{name}"

    def environ(self) -> dict[str, str]:
        """Returns the variables that the FLORA SDKs read, for a program in another process."""
        return {"FLORA_BASE_URL": self.base_url, "FLORA_API_KEY": self.api_key, "FLORA_EMULATOR_URL": self.url}

    def call(self, method: str, path: str = "", body: Any = None, **query: Any) -> Any:
        """Calls a path of the world in the control API, such as call("GET", "/runs", status="failed")."""
        return self._control.call(method, f"/worlds/{segment(self.name)}{path}", body, query)

    def create(self) -> None:
        """Creates the world. Does nothing when it exists."""
        self.call("PUT")

    def reset(self) -> None:
        """Restores the fixtures."""
        self.call("POST", "/reset")

    def delete(self) -> None:
        """Deletes the world with everything in it."""
        self.call("DELETE")

    def advance(self, until: str | None = None, seconds: float | None = None, ms: int | None = None) -> Any:
        """Advances the clock until a run ends, until "idle", or by a time."""
        given = {"until": until, "seconds": seconds, "ms": ms}
        return self.call("POST", "/clock/advance", {name: value for name, value in given.items() if value is not None})

    def add_rule(self, match: dict[str, Any], effect: dict[str, Any], times: int | None = None) -> Any:
        """Adds an effect on every request that matches; `times` limits how often it applies."""
        rule: dict[str, Any] = {"match": match, "effect": effect}
        return self.call("POST", "/rules", rule if times is None else {**rule, "times": times})

    def requests(self, **query: Any) -> list[dict[str, Any]]:
        """Lists the requests of the journal, newest first; a query such as operation="startGeneration" filters."""
        return self.call("GET", "/requests", **query)["requests"]

    def findings(self) -> list[dict[str, Any]]:
        """Lists the mistakes of the client."""
        return self.call("GET", "/findings")["findings"]

    def ledger(self, **query: Any) -> dict[str, Any]:
        """Reads what runs have reserved, settled and refunded."""
        return self.call("GET", "/ledger", **query)

    def set_balance(self, workspace_id: str, balance_usd: float) -> Any:
        """Sets what a workspace can spend."""
        return self.call("PATCH", f"/workspaces/{segment(workspace_id)}", {"balance_usd": balance_usd})

    def inbox(self, name: str = "default") -> Inbox:
        """Returns a receiver, whose `url` works as a callback_url."""
        return Inbox(self, name)


class Emulator:
    """A running emulator."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self._control = Control(url, token)
        self.url = self._control.url
        self.base_url = f"{self.url}/api/v1"

    def world(self, name: str) -> World:
        """Returns a world: 1 to 63 lower-case letters, digits, "-" and "_"."""
        return World(self._control, name)


@contextmanager
def started(command: Sequence[str], options: Sequence[str], folder: Path) -> Iterator[Emulator]:
    """Starts an emulator on a free port, and stops it at the end.

    Raises StartError with the output of the command when it does not start.
    """
    ready_file, log_file = folder / "ready.json", folder / "emulator.log"
    arguments = [*command, "start", "--port", "0", "--ready-file", str(ready_file), *options]
    with log_file.open("wb") as log:
        try:
            process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        except OSError as failed:
            raise StartError(f"{command[0]}: {failed}. Set flora_emulator_command in pytest.ini.") from None
    try:
        ready = _wait(process, ready_file, log_file)
        yield Emulator(ready["url"], os.environ.get("FLORA_EMULATOR_CONTROL_TOKEN"))
    finally:
        _stop(process, ready_file)


def _wait(process: subprocess.Popen[bytes], ready_file: Path, log_file: Path) -> dict[str, Any]:
    deadline = time.monotonic() + START_S_MAX
    while not ready_file.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            log = log_file.read_text("utf-8", "replace").strip()
            raise StartError(f"flora-emulator did not start: {log or 'it printed nothing'}")
        time.sleep(POLL_S)
    return json.loads(ready_file.read_text("utf-8"))


def _stop(process: subprocess.Popen[bytes], ready_file: Path) -> None:
    # The process may be npx. The emulator has its own id, and npx ends after it.
    if process.poll() is None and ready_file.exists():
        try:
            os.kill(json.loads(ready_file.read_text("utf-8"))["pid"], signal.SIGTERM)
        except OSError:
            process.terminate()
    elif process.poll() is None:
        process.terminate()
    try:
        process.wait(STOP_S_MAX)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


__all__ = ["ControlError", "Emulator", "Inbox", "StartError", "World", "started"]
