"""docs/api.md is run word for word: an empty office, a real server on loopback, manifests at the end."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
TOUR = ROOT / "docs" / "api.md"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="the tour is told in curl, and there is none")
def test_the_tour_leads_from_an_empty_office_to_manifests(tmp_path: Path) -> None:
    blocks = re.findall(r"^```bash\n(.*?)^```", TOUR.read_text(encoding="utf-8"), flags=re.M | re.S)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    surroundings = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GONGQIAO_")},
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PORT": str(port),
        "OFFICE": str(ROOT / "tests" / "office"),
        "GONGQIAO_HOME": str(tmp_path / "home"),
        "GONGQIAO_KEY_FILE": str(tmp_path / "home" / "gongqiao.key"),
    }
    script = "set -euo pipefail\ntrap 'kill ${server:-} 2>/dev/null || true' EXIT\n" + "\n".join(blocks)
    answer = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=False, timeout=240
    )

    assert len(blocks) == 7
    assert answer.returncode == 0, answer.stdout[-3000:] + answer.stderr[-3000:]
    assert '"status":"locked"' in answer.stdout
    assert "发车前打印" in answer.stdout
    names = zipfile.ZipFile(tmp_path / "papers.zip").namelist()
    assert len([name for name in names if name.endswith(".xlsx")]) >= 6
    assert any("护送" in name for name in names)
