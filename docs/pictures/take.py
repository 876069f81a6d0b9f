"""`make pictures`: takes the README's pictures anew, of the demo that `make run` serves in another terminal."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
ADDRESS = f"http://127.0.0.1:{os.environ.get('ITSM_PORT', '8000')}"
SIZE = {"width": 1440, "height": 900}
CALLER = "13762383134"
SAID = "Cannot connect to the remote server since the morning"
# The first record of the demo's story.
WAITING = "INC0000001"


def take_board(page: Page) -> None:
    come_in(page, as_="supervisor")
    page.wait_for_selector("canvas, svg.chart, .tiles")
    shoot(page, "board")


def take_call_pad(page: Page) -> None:
    come_in(page, as_="agent")
    page.goto("/calls/new/")
    page.fill("[data-pad-caller]", CALLER)
    page.keyboard.press("Enter")
    page.wait_for_selector(".pad-card")
    page.fill("[data-pad-title]", SAID)
    page.wait_for_selector(".pad-suggested :text('%')")
    shoot(page, "call-pad")


def take_chain(page: Page) -> None:
    come_in(page, as_="supervisor")
    page.goto(f"/records/{WAITING}/chain/")
    shoot(page, "chain")


def take_room(page: Page) -> None:
    """Only while an emergency is in force: `manage.py play_day --until 16:20` leaves one."""
    come_in(page, as_="supervisor")
    running = page.request.get("/api/v1/emergencies/?show=open").json()["results"]
    for one in [row for row in running if row["state"] == "active"][:1]:
        page.goto(f"/emergencies/{one['number']}/")
        shoot(page, "emergency-room")


def come_in(page: Page, *, as_: str) -> None:
    """By the demo's one click."""
    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.click(f"button[name=role][value={as_}]")
    page.wait_for_url(f"{ADDRESS}/")


def shoot(page: Page, name: str) -> None:
    # Milliseconds. The live stream keeps the network busy for ever, so its rest cannot be waited for.
    page.wait_for_timeout(2_500)
    page.screenshot(path=HERE / f"{name}.png")
    print(f"taken: {name}.png, {(HERE / f'{name}.png').stat().st_size // 1024} kB")


def main() -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--lang=en-GB"])
        page = browser.new_page(base_url=ADDRESS, viewport=SIZE, color_scheme="light", locale="en-GB")  # type: ignore[arg-type]
        take_board(page)
        take_call_pad(page)
        take_chain(page)
        take_room(page)
        browser.close()


if __name__ == "__main__":
    main()
