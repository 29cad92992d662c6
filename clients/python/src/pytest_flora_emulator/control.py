"""Calls the control API of flora-emulator. Uses the standard library alone."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import ProxyHandler, Request, build_opener

TIMEOUT_S = 30

# The emulator is on this machine or in its network, so a proxy of the environment is not asked.
_opener = build_opener(ProxyHandler({}))


class ControlError(Exception):
    """The control API refused a call, or did not answer.

    status: status of the answer, 0 without an answer
    code: code of the error, such as "not_found"
    """

    def __init__(self, message: str, status: int, code: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class Control:
    """A connection to the control API."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self.url = url.rstrip("/")
        self._token = token

    def call(self, method: str, path: str, body: Any = None, query: dict[str, Any] | None = None) -> Any:
        """Calls a path below /_emulator. Returns the parsed answer, None for an empty one.

        Raises ControlError when the call is refused or not answered.
        """
        url = f"{self.url}/_emulator{path}" + (f"?{urlencode(query)}" if query else "")
        data = json.dumps({} if body is None else body).encode() if method in ("POST", "PUT", "PATCH") else None
        headers = {"Content-Type": "application/json"} if data is not None else {}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        try:
            with _opener.open(Request(url, data, headers, method=method), timeout=TIMEOUT_S) as answer:
                text = answer.read()
        except HTTPError as refused:
            raise _refusal(method, path, refused) from None
        except (URLError, OSError) as failed:
            raise ControlError(f"{method} {url}: {failed}. Does the emulator run?", 0, "unreachable") from None
        return json.loads(text) if text else None


def segment(text: str) -> str:
    """Encodes one segment of a path."""
    return quote(text, safe="")


def _refusal(method: str, path: str, refused: HTTPError) -> ControlError:
    text = refused.read().decode("utf-8", "replace")
    try:
        error = json.loads(text)["error"]
        message, code = str(error["message"]), str(error["code"])
    except (ValueError, KeyError, TypeError):
        message, code = text, "unknown"
    return ControlError(f"{method} /_emulator{path}: {refused.code} {message}", refused.code, code)
