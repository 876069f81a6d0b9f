from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from itsm.places import BASE

SECRETS = {"SECRET_KEY": "k", "POSTGRES_PASSWORD": "p", "REDIS_PASSWORD": "r", "ITSM_DOMAIN": "desk.example"}


def compose() -> list[str] | None:
    """How to call docker compose here, by its plug-in or its older program; None where there is neither."""
    plugin = ["docker", "compose"]
    if shutil.which("docker") and subprocess.run([*plugin, "version"], capture_output=True).returncode == 0:
        return plugin
    program = shutil.which("docker-compose")
    return [program] if program else None


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((BASE / "docker-compose.yml").read_text())["services"]
    return services


def configured(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = compose()
    if command is None:
        pytest.skip("docker compose is not here")
    nothing = folder / "env"  # or a developer's own .env would speak
    nothing.touch()
    words = [*command, "--env-file", str(nothing), "config"]
    variables = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")} | environment
    return subprocess.run(words, cwd=BASE, env=variables, capture_output=True, text=True)


def test_compose_understands_it(tmp_path: Path) -> None:
    done = configured(tmp_path, **SECRETS)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", SECRETS)
def test_it_does_not_start_without_a_secret(name: str, tmp_path: Path) -> None:
    done = configured(tmp_path, **{key: value for key, value in SECRETS.items() if key != name})
    assert done.returncode != 0
    assert name in done.stderr


def test_links_in_mails_lead_to_the_name_people_type(services: dict[str, Any]) -> None:
    for name in ("web", "worker", "beat", "settle"):
        assert services[name]["environment"]["ITSM_SITE_URL"] == "https://${ITSM_DOMAIN}"


def test_what_is_not_given_is_left_to_the_application(tmp_path: Path) -> None:
    def bundle_over(**given: str) -> object:
        done = configured(tmp_path, **SECRETS, **given)
        return yaml.safe_load(done.stdout)["services"]["worker"]["environment"].get("ITSM_BUNDLE_OVER")

    assert bundle_over() is None
    assert bundle_over(ITSM_BUNDLE_OVER="25") == "25"


def test_it_holds_every_part_of_an_installation(services: dict[str, Any]) -> None:
    assert set(services) == {"postgres", "redis", "settle", "web", "worker", "beat", "proxy"}


def test_only_the_proxy_is_reached_from_outside(services: dict[str, Any]) -> None:
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]


def test_what_lasts_is_kept_in_volumes(services: dict[str, Any]) -> None:
    for name in ("postgres", "redis", "web", "worker"):
        assert services[name]["volumes"], name


def test_the_application_waits_until_the_tables_are_settled(services: dict[str, Any]) -> None:
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["settle"]["condition"] == "service_completed_successfully"


def test_the_image_runs_as_nobody_special() -> None:
    last_stage = (BASE / "Dockerfile").read_text().rsplit("\nFROM ", 1)[1]
    assert "\nUSER itsm\n" in last_stage
    assert "HEALTHCHECK" in last_stage
