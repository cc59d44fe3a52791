"""Google's Lighthouse, where its npm package and a Chromium are: four scores of a page on a simulated phone."""

import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from urllib.parse import urlsplit

from deploy.local.browser import find_browser
from deploy.local.home import default_home

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
_PATIENCE = 240  # seconds for one page, beside other work
_TRIES = 3  # the browser it starts sometimes says nothing of the page it opens


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


@dataclass(frozen=True)
class Seen:
    """What Lighthouse saw of a page: points of 100 by category, kB that the browser fetched for it, and LCP.

    The largest contentful paint is that of a simulated phone on a slow line, in seconds.
    """

    points: dict[str, float]
    kilobytes: float
    largest_paint: float


def look(url: str, folder: Path) -> Seen:
    """Return the four scores of a page and its weight. The whole report stays in `reports()`.

    Args:
        url: a page that needs no sign-in.
        folder: for the browser's profile.

    Raises:
        RuntimeError: with the last words of Lighthouse, when it ends without scores each time.
    """
    reports().mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", urlsplit(url).path).strip("-") or "home"
    report = reports() / f"{name}.json"
    for attempt in range(_TRIES):
        report.unlink(missing_ok=True)
        last_words = _run(url, report, folder / f"profile-{name}-{attempt}")
        if report.exists():
            told = json.loads(report.read_text())
            marks = told["categories"]
            fetched = told["audits"]["network-requests"]["details"]["items"]
            return Seen(
                {one: round(100 * float(marks[one]["score"] or 0), 1) for one in CATEGORIES},
                sum(item.get("transferSize", 0) for item in fetched) / 1000,
                told["audits"]["largest-contentful-paint"]["numericValue"] / 1000,
            )
    raise RuntimeError(f"Lighthouse on {url}: {last_words}")


def reports() -> Path:
    """Return the folder of the latest report on each page."""
    return default_home() / "bench" / "lighthouse"


def _run(url: str, report: Path, profile: Path) -> str:
    """Run Lighthouse once; a report is there only when it came to scores. Return its last words."""
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
    if done.returncode:
        report.unlink(missing_ok=True)
    return done.stderr.strip()[-400:]
