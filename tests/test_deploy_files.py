"""What the Dockerfile, compose.yaml and the units promise."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = ["backup", "migrate", "web"]
# What others than the site read, and what only a site that is tried out has.
POSTGRES = {"POSTGRES_PASSWORD", "POSTGRES_INITDB_ARGS", "OWNER_PASSWORD", "WEB_PASSWORD"}
TRIAL = {"STATE_DIR", "DEBUG"}

# Exposure, in tenths of what `systemd-analyze security` counts: 0 to 100.
MOST_EXPOSED = 15

needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")


def stages():
    """The lines of each stage of the Dockerfile, by its name."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    parts = re.split(r"^FROM (\S+) AS (\S+)$", text, flags=re.MULTILINE)
    return {name: (image, body) for image, name, body in zip(*[iter(parts[1:])] * 3, strict=True)}


def readme_settings():
    return set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", ["web", "backup"])
def test_an_image_runs_as_nobody_and_can_build_nothing(name):
    _, body = stages()[name]
    users = re.findall(r"^USER (\S+)$", body, re.MULTILINE)
    assert users and re.fullmatch(r"[1-9]\d+:[1-9]\d+", users[-1])
    assert not re.search(r"\b(uv|pip|gcc|build-essential|python3-venv|python3-dev)\b", body)
    assert re.search(r"^CMD \[", body, re.MULTILINE)
    assert "HEALTHCHECK" in body


def test_images_are_named_by_version():
    named = [image for image, _ in stages().values()]
    named += [service["image"] for service in SERVICES.values() if "build" not in service]
    assert all(":" in image and not image.endswith(":latest") for image in named if "/" in image)
    outside = [image for image in named if not image.startswith("parley-")]
    assert all(re.fullmatch(r"\w+:[\w.-]*\d[\w.-]*|debian:trixie-slim", one) for one in outside)


def test_what_is_installed_is_what_is_locked():
    assert stages()["build"][1].count("--require-hashes") == 2


def test_the_image_and_the_unit_start_it_alike():
    assert 'CMD ["python", "-m", "config.serving"]' in stages()["web"][1]
    assert "/python -m config.serving\n" in (ROOT / "deploy/parley.service").read_text()


def test_nothing_secret_gets_into_an_image():
    """What .dockerignore does not name stays out: .env, .git, var and what else may be there."""
    first, *named = (ROOT / ".dockerignore").read_text().split()
    assert first == "*"
    assert all(name.startswith("!") for name in named if name != "**/__pycache__")
    assert all((ROOT / name[1:]).exists() for name in named if name.startswith("!"))


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_no_rights_but_what_it_needs(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "/tmp" in service["tmpfs"]
    assert service["mem_limit"] and service["pids_limit"]
    refused = {"privileged", "network_mode", "pid", "ipc", "devices", "userns_mode"}
    assert not refused & service.keys()
    assert not any("docker.sock" in volume for volume in service.get("volumes", []))
    assert service.get("user", "from the image") not in ("root", "0")


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_nobody_serves_before_the_tables_are_there():
    ends = "service_completed_successfully"
    assert SERVICES["migrate"]["depends_on"]["database"]["condition"] == "service_healthy"
    for name in ("web", "backup"):
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == ends
    assert SERVICES["migrate"]["restart"] == "no"
    assert SERVICES["web"]["restart"] == "unless-stopped"


def test_the_site_does_not_know_the_password_of_the_owner():
    told = str(SERVICES["web"]["environment"])
    assert "parley_web" in told and "OWNER" not in told and "parley_owner" not in told


def test_a_secret_that_is_missing_stops_the_start():
    text = (ROOT / "compose.yaml").read_text()
    for name in ("SITE_URL", "SECRET_KEY", "POSTGRES_PASSWORD", "OWNER_PASSWORD", "WEB_PASSWORD"):
        assert re.search(rf"\${{{name}:\?[^}}]+}}", text), name


def test_settings_are_those_of_the_readme():
    given = {name for service in OURS for name in SERVICES[service]["environment"]}
    given |= set(
        re.findall(r"(BIND|BACKUP_DIR|COPIES_DIR|METRICS_DIR)=", (ROOT / "Dockerfile").read_text())
    )
    known = readme_settings()
    assert given - known == set()
    assert known - given - TRIAL == set()
    assert set(SERVICES["database"]["environment"]) == POSTGRES


def test_volumes_are_those_that_are_declared():
    used = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
    }
    assert {name for name in used if not name.startswith("./")} == set(COMPOSE["volumes"])
    assert all((ROOT / name).is_file() for name in used if name.startswith("./"))


@needs_systemd
def test_units_are_understood(tmp_path):
    """With a program that is there in the place of the one that is installed."""
    for path in ROOT.glob("deploy/parley.*"):
        text = path.read_text().replace("/opt/parley/.venv/bin/python", "/usr/bin/env")
        (tmp_path / path.name).write_text(text)
    told = ["systemd-analyze", "verify", "--man=no", *tmp_path.iterdir()]
    done = subprocess.run(told, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@needs_systemd
def test_the_service_is_locked_in():
    told = ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}"]
    unit = ROOT / "deploy/parley.service"
    done = subprocess.run([*told, "--no-pager", unit], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-300:]


def test_documents_name_files_that_are_there():
    text = (ROOT / "docs/deploy.md").read_text()
    named = set(re.findall(r"\bdeploy/[\w.-]+\.\w+", text)) - {"deploy/parley-backup.timer"}
    assert named and all((ROOT / name).exists() for name in named)
