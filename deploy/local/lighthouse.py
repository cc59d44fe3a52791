"""Google's Lighthouse, where its npm package and a Chromium are: four scores of a page on a simulated phone."""

import json
import os
import subprocess
from pathlib import Path
from shutil import which

from deploy.local.browser import find_browser
from deploy.local.home import default_home

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
_PATIENCE = 240  # seconds for one page, beside other work


def tool_folder() -> Path:
    """Return where `npm install --prefix FOLDER lighthouse` would put it for this checkout."""
    return default_home() / "tools" / "lighthouse"


def find_lighthouse() -> str:
    """Return the path of the command, "" when it is not there."""
    ours = tool_folder() / "node_modules" / ".bin" / "lighthouse"
    return str(ours) if ours.exists() else which("lighthouse") or ""


def missing() -> str:
    """Return what stands in the way of measuring, "" when nothing does."""
    if not find_browser():
        return "Chromium is missing (Debian: apt-get install chromium)."
    if not find_lighthouse():
        return f"Lighthouse is missing: npm install --prefix {tool_folder()} lighthouse"
    return ""


def scores(url: str, folder: Path) -> dict[str, float]:
    """Return the four scores of a page, 0 to 100.

    Args:
        url: a page that needs no sign-in.
        folder: for the browser's profile and the report, `lighthouse.json`.

    Raises:
        RuntimeError: with the last words of Lighthouse, when it ends without scores.
    """
    report = folder / "lighthouse.json"
    profile = folder / "profile"
    done = subprocess.run(
        [
            find_lighthouse(),
            url,
            "--quiet",
            "--output=json",
            f"--output-path={report}",
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags={_FLAGS} --user-data-dir={profile}",
            "--no-enable-error-reporting",
        ],
        env={**os.environ, "CHROME_PATH": find_browser()},
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    if done.returncode or not report.exists():
        raise RuntimeError(f"Lighthouse on {url}: {done.stderr.strip()[-400:]}")
    told = json.loads(report.read_text())["categories"]
    return {name: round(100 * float(told[name]["score"] or 0), 1) for name in CATEGORIES}
