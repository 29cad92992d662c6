"""The plugin, in sessions of pytest of its own."""

import sys

USES_WORLD = "def test_world(flora_world):\n    assert flora_world.requests() == []\n"


def test_a_failed_test_reports_the_requests_of_its_world(pytester, flora_emulator, monkeypatch):
    monkeypatch.setenv("FLORA_EMULATOR_URL", flora_emulator.url)
    pytester.makepyfile(
        """
        import requests

        def test_fails(flora_world):
            headers = {"Authorization": f"Bearer {flora_world.api_key}"}
            requests.get(f"{flora_world.base_url}/workspaces", headers=headers, timeout=30)
            assert False
        """
    )
    result = pytester.runpytest_subprocess("-p", "pytest_flora_emulator.plugin")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*requests of pytest-*", "GET /api/v1/workspaces -> 200"])


def test_an_emulator_that_runs_is_used(pytester, flora_emulator, monkeypatch):
    monkeypatch.setenv("FLORA_EMULATOR_URL", flora_emulator.url)
    pytester.makeini("[pytest]\nflora_emulator_command = no-such-command\n")
    pytester.makepyfile(USES_WORLD)
    pytester.runpytest_subprocess("-p", "pytest_flora_emulator.plugin").assert_outcomes(passed=1)


def test_a_command_that_does_not_exist_is_named(pytester, monkeypatch):
    monkeypatch.delenv("FLORA_EMULATOR_URL", raising=False)
    pytester.makeini("[pytest]\nflora_emulator_command = no-such-command\n")
    pytester.makepyfile(USES_WORLD)
    result = pytester.runpytest_subprocess("-p", "pytest_flora_emulator.plugin")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["no-such-command: *Set flora_emulator_command in pytest.ini."])


def test_a_command_that_ends_reports_its_output(pytester, monkeypatch):
    monkeypatch.delenv("FLORA_EMULATOR_URL", raising=False)
    script = pytester.makepyfile(ends="import sys\nsys.exit('--clock: expected real')\n")
    pytester.makeini(f"[pytest]\nflora_emulator_command = '{sys.executable}' '{script}'\n")
    pytester.makepyfile(USES_WORLD)
    result = pytester.runpytest_subprocess("-p", "pytest_flora_emulator.plugin", "--ignore", str(script))
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["flora-emulator did not start: --clock: expected real"])
