"""The fixtures, used as in a program's tests: requests is the client."""

import pytest
import requests

from pytest_flora_emulator import ControlError

BODY = {"type": "image", "prompt": "A mug", "workspace_id": "ws_abc123", "project_id": "prj_abc123"}


def generate(world, **extra):
    headers = {"Authorization": f"Bearer {world.api_key}"}
    return requests.post(f"{world.base_url}/generate", json={**BODY, **extra}, headers=headers, timeout=30)


def test_a_run_completes_when_its_end_is_reached(flora_world):
    run_id = generate(flora_world).json()["run_id"]
    flora_world.advance(until=run_id)
    headers = {"Authorization": f"Bearer {flora_world.api_key}"}
    run = requests.get(f"{flora_world.base_url}/runs/{run_id}", headers=headers, timeout=30).json()
    assert run["status"] == "completed"
    assert requests.get(run["outputs"][0]["url"], timeout=30).content.startswith(b"\x89PNG")


def test_a_rule_fails_the_first_request(flora_world):
    flora_world.add_rule({"operation": "startGeneration"}, {"error": {"status": 503}}, times=1)
    assert [generate(flora_world).status_code, generate(flora_world).status_code] == [503, 201]
    assert [request["status"] for request in flora_world.requests(operation="startGeneration")] == [201, 503]


def test_a_balance_limits_what_is_spent(flora_world):
    flora_world.set_balance("ws_abc123", 0.05)
    assert [generate(flora_world).status_code, generate(flora_world).status_code] == [201, 402]
    assert flora_world.ledger()["entries"][-1]["amount_usd"] == -0.04


def test_worlds_share_nothing(flora_world, flora_emulator):
    other = flora_emulator.world("pytest-other")
    generate(other)
    assert flora_world.requests() == []
    other.delete()


def test_an_inbox_receives_a_signed_webhook(flora_world):
    inbox = flora_world.inbox("shop")
    run_id = generate(flora_world, callback_url=inbox.url).json()["run_id"]
    flora_world.advance(until=run_id)
    (message,) = inbox.messages()
    assert message["verified"]


def test_findings_name_the_mistake(flora_world):
    generate(flora_world, promt="A mug")
    assert "unknown-field" in [finding["check"] for finding in flora_world.findings()]


def test_a_refused_call_names_the_call_and_the_reason(flora_world):
    with pytest.raises(ControlError, match=r"POST /_emulator/worlds/.*/clock/advance: 4\d\d ") as refused:
        flora_world.advance(until="run_unknown")
    assert refused.value.status == 404


def test_environ_has_the_variables_of_the_sdk(flora_world):
    assert flora_world.environ()["FLORA_API_KEY"] == f"sk_test_{flora_world.name}"
