"""Pictures of the local Slack's page, through a headless Chromium (`make pictures` says what to install).

The page has a menu "Act as", a list of channels and apps, a pile of forms that covers everything, and a pane for a
thread; `/archives/CHANNEL` leads to a channel. It keeps neither person nor channel between visits.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# The page has a bar for those who test bots; in a picture it would only be in the way. Fields that it cannot draw
# are the empty boxes that they are in Slack before somebody chooses.
PLAIN = """
.topbar .app-status, .topbar .status, .inspector-toggle, .sound-toggle, .notif, .home .bk-unknown {
  display: none !important
}
.modal .bk-unknown {
  display: block; width: 420px; height: 30px; border: 1px solid #bbb; border-radius: 4px; color: transparent
}
"""


class Window:
    """One window of the local Slack at `url`, as `person` sees it (their real name in the page's menu)."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def channel(self, path: Path, channel: str, person: str, *, thread: str = "") -> Path:
        """A channel from its newest message up; with `thread` (a ts) that thread beside it."""
        self._show(channel, person)
        if thread:
            self.page.locator(f'.msg[data-ts="{thread}"] .thread-summary').click()
            self.page.locator(".thread-pane").wait_for()
            chart = self.page.locator(".thread-pane img")
            if chart.count():
                chart.first.scroll_into_view_if_needed()
        return self._shoot(path)

    def message(self, path: Path, channel: str, person: str, ts: str) -> Path:
        """One message and nothing around it."""
        self._show(channel, person)
        return self._shoot(path, f'.messages .msg[data-ts="{ts}"]')

    def form(self, path: Path, channel: str, person: str) -> Path:
        """The form that is open, over the channel."""
        self._show(channel, person)
        self.page.locator(".modal").wait_for()
        return self._shoot(path)

    def home(self, path: Path, person: str, app: str = "muster") -> Path:
        """The App Home; opening it makes the bot publish it, so a bot must be running."""
        self._show("", person)
        self.page.locator("button.sidebar-item", has_text="🏠").filter(has_text=app).click()
        self.page.locator(".home .blocks").wait_for()
        return self._shoot(path)

    def _show(self, channel: str, person: str) -> None:
        self.page.goto(f"{self.url}/archives/{channel}" if channel else self.url)
        self.page.add_style_tag(content=PLAIN)
        self.page.locator(".actas select").last.select_option(label=person)
        self.page.locator(".channel-header").wait_for()

    def _shoot(self, path: Path, part: str = "") -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._settle()
        if part:
            self.page.locator(part).screenshot(path=path)
        else:
            self.page.screenshot(path=path)
        return path

    def _settle(self) -> None:
        """Pictures in the messages have arrived, and so have the fonts; nothing is under the pointer."""
        self.page.mouse.move(0, 0)
        self.page.evaluate("document.fonts.ready")
        self.page.wait_for_function("[...document.images].every(image => image.complete)")


@contextmanager
def window(
    url: str, *, width: int = 1200, height: int = 900, scale: float = 1.5, locale: str = "ko-KR"
) -> Iterator[Window]:
    """A window of that size in CSS pixels; `scale` makes sharper pictures, `locale` is the browser's."""
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                device_scale_factor=scale,
                locale=locale,
                timezone_id="Asia/Seoul",
            )
            yield Window(context.new_page(), url)
        finally:
            browser.close()
