"""Survives or reports every fault that flora-emulator explore knows, with the standard library alone: see docs/explore.md."""

import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

BASE = os.environ["FLORA_BASE_URL"]
HEADERS = {"Authorization": "Bearer " + os.environ["FLORA_API_KEY"], "Content-Type": "application/json"}
PLACE = {"workspace_id": "ws_abc123", "project_id": "prj_abc123"}

# Statuses after which the same request may succeed.
PASSING = (408, 429, 500, 502, 503, 504)


def call(path, body=None):
    """Sends a request up to four times. Returns None for a 409: an earlier attempt has started the run."""
    data = None if body is None else json.dumps(body).encode()
    headers = {**HEADERS, "Idempotency-Key": str(uuid.uuid4())}
    wait = 0.1
    for _ in range(4):
        asked = 0.0
        try:
            request = urllib.request.Request(BASE + path, data=data, headers=headers)
            with urllib.request.urlopen(request, timeout=1) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code == 409:
                return None
            if error.code not in PASSING:
                raise
            asked = float(error.headers.get("Retry-After") or 0)
        except (OSError, ValueError):
            pass  # A connection that was cut, a time-out, or an answer that is no JSON.
        time.sleep(max(asked, wait))
        wait *= 2
    raise RuntimeError("no answer from " + path)


def newest():
    """Returns the newest run of the project, which nobody else uses."""
    query = urllib.parse.urlencode({**PLACE, "limit": 1})
    return call("/generations?" + query)["generations"][0]


run = call("/generate", {"type": "image", "prompt": "A lighthouse", **PLACE}) or newest()
for _ in range(1000):
    shown = call("/runs/" + run["run_id"])
    if shown["status"] == "completed":
        break
    if shown["status"] == "failed":
        raise SystemExit("the run failed")
    time.sleep(0.05)
else:
    raise SystemExit("the run takes too long")
print("done")
