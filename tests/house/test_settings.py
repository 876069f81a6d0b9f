from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from itsm import places
from itsm.places import BASE

PRODUCTION = {
    "ITSM_HTTPS": "1",
    "ITSM_ALLOWED_HOSTS": "desk.example",
    "ITSM_TRUSTED_ORIGINS": "https://desk.example",
}


def python(code: str, **environment: str) -> str:
    """What `code` prints in an interpreter of its own, with this environment added to ours."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=BASE,
        env={key: value for key, value in os.environ.items() if not key.startswith("PYTEST")} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_a_production_environment_passes_the_deployment_check() -> None:
    words = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = os.environ | PRODUCTION | {"DJANGO_SETTINGS_MODULE": "itsm.settings"}
    done = subprocess.run(words, cwd=BASE, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_debugging_is_off_unless_asked_for() -> None:
    assert python("from itsm import settings; print(settings.DEBUG)") == "False"
    assert python("from itsm import settings; print(settings.DEBUG)", ITSM_DEBUG="1") == "True"


def test_scripts_run_from_our_own_files_only() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'self'"]
    assert "script-src" not in directives
    assert directives["frame-ancestors"] == ["'none'"]


def test_uploads_lie_outside_what_is_served() -> None:
    served = Path(settings.STATIC_ROOT)
    assert served not in [settings.MEDIA_ROOT, *Path(settings.MEDIA_ROOT).parents]


def test_a_given_database_takes_the_place_of_the_embedded_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me@elsewhere/desk")
    assert places.database_url() == "postgresql://me@elsewhere/desk"


def test_a_secret_is_made_once_and_read_by_its_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "VAR", tmp_path)
    first = places.secret("key")
    assert places.secret("key") == first
    assert len(first) >= 64
    assert stat.S_IMODE((tmp_path / "secrets" / "key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "secrets").iterdir()] == ["key"]


def test_many_processes_agree_on_a_new_secret(tmp_path: Path) -> None:
    code = "from itsm.places import secret; print(secret('key'))"
    words = [sys.executable, "-c", code]
    variables = os.environ | {"ITSM_VAR": str(tmp_path)}
    running = [
        subprocess.Popen(words, cwd=BASE, env=variables, stdout=subprocess.PIPE, text=True) for _ in range(6)
    ]
    assert len({process.communicate()[0] for process in running}) == 1


def test_mail_goes_by_smtp_once_a_server_is_named() -> None:
    code = "from itsm import settings; print(settings.EMAIL_BACKEND)"
    assert python(code, EMAIL_HOST="mail.example") == "django.core.mail.backends.smtp.EmailBackend"
    assert python(code, EMAIL_HOST="") == "notifications.mailbox.MailboxBackend"


def test_every_beaten_task_exists_and_none_piles_up() -> None:
    from itsm.celery import app

    app.loader.import_default_modules()
    schedule: dict[str, dict[str, Any]] = app.conf.beat_schedule
    for name, entry in schedule.items():
        assert entry["task"] in app.tasks, name
        assert entry["options"]["expires"], name
