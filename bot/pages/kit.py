"""What every page shares: the document, its look, and the headers that keep it to itself.

Only `Html` enters a page, so that text from people is escaped on its way in.
"""

import base64
import hashlib
import html
from collections.abc import Mapping
from typing import Final

from bot.i18n import Translator
from bot.values import frozen

STYLE: Final = """
:root { color-scheme: light dark; --ink: #1d2733; --muted: #5a6675; --paper: #fff; --ground: #eef1f5; --line: #c9d1db;
  --accent: #24588f; --on: #fff; --wrong: #b3261e; --wash: #f5f8fc; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf3; --muted: #a5b1bf; --paper: #1b222b; --ground: #11161c;
  --line: #46525f; --accent: #8fbdec; --on: #0d1620; --wrong: #ffb4ab; --wash: #232c37; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1.0625rem/1.6 system-ui, -apple-system,
  "Segoe UI", "Noto Sans KR", "Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif;
  word-break: keep-all; overflow-wrap: anywhere; }
main { max-width: 42rem; margin: 0 auto; padding: 1.25rem 1rem 3rem; }
.card { background: var(--paper); border-radius: .9rem; padding: 1.5rem; box-shadow: 0 1px 3px rgb(0 0 0 / .14); }
.top { display: flex; justify-content: space-between; gap: 1rem; font-size: .9375rem; color: var(--muted);
  padding: 0 .25rem .75rem; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .5rem; }
h2 { font-size: 1.0625rem; margin: 0 0 .35rem; }
p { margin: 0 0 .6rem; }
a { color: var(--accent); text-underline-offset: .15em; }
.note { color: var(--muted); font-size: .9375rem; }
.faults { border: 2px solid var(--wrong); border-radius: .6rem; padding: .9rem 1rem; margin: 1rem 0; }
.faults ul { margin: 0; padding-left: 1.2rem; }
fieldset, .field { border: 0; margin: 1.75rem 0 0; padding: 0; min-width: 0; }
legend, .field > label { display: block; font-weight: 650; padding: 0; margin-bottom: .5rem; }
.field > label .note, legend .note { font-weight: 400; }
.wrong { color: var(--wrong); margin: 0 0 .5rem; font-weight: 600; }
.choice { display: flex; gap: .7rem; align-items: center; border: 1px solid var(--line); border-radius: .6rem;
  padding: .65rem .85rem; margin-bottom: .5rem; cursor: pointer; min-height: 2.9rem; }
.choice:hover { background: var(--wash); }
.choice:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent);
  background: var(--wash); }
.choice input { width: 1.2rem; height: 1.2rem; margin: 0; accent-color: var(--accent); flex: none; }
.scale { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: .5rem; }
.scale .choice { flex-direction: column; gap: .3rem; padding: .65rem .2rem; margin: 0; text-align: center; }
.ends { display: flex; justify-content: space-between; color: var(--muted); font-size: .9375rem; margin-top: .35rem; }
textarea, select, input[type=text] { width: 100%; font: inherit; color: inherit; background: var(--paper);
  border: 1px solid var(--line); border-radius: .6rem; padding: .6rem .75rem; }
textarea { min-height: 7rem; resize: vertical; }
button { font: inherit; font-weight: 650; color: var(--on); background: var(--accent); border: 0; border-radius: .6rem;
  padding: .8rem 1.6rem; margin-top: 2rem; cursor: pointer; width: 100%; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.big { font-size: 2.5rem; line-height: 1; margin: 0 0 .75rem; }
""".strip()
_HASH: Final = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS: Final[Mapping[str, str]] = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # the address is a secret; without any, a browser would not name its own origin
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Html(str):
    """Markup of ours, in which every foreign text is escaped."""

    __slots__ = ()


@frozen
class Page:
    """A page and how it is answered: the HTTP status, and headers of its own."""

    status: str
    html: str
    headers: Mapping[str, str]


def text(value: object) -> Html:
    """Foreign text, in content or in a quoted attribute."""
    return Html(html.escape(str(value), quote=True))


def joined(*parts: Html) -> Html:
    return Html("".join(parts))


def page(
    t: Translator,
    title: str,
    body: Html,
    *,
    status: str = "200 OK",
    top: str = "",
    headers: Mapping[str, str] | None = None,
    query: str = "",
) -> Page:
    """A whole document, with a link to the same in the other language; `query` is what leads here (`done=1&`)."""
    other, name = ("en", "English") if t.lang == "ko" else ("ko", "한국어")
    document = (
        f'<!doctype html>\n<html lang="{t.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex, nofollow">\n'
        f"<title>{text(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<div class="top"><span>{text(top)}</span>'
        f'<a href="?{text(query)}lang={other}" lang="{other}" hreflang="{other}">{name}</a>'
        f'</div>\n<div class="card">\n{body}\n</div>\n</main>\n</body>\n</html>\n'
    )
    return Page(status, document, {**HEADERS, **(headers or {})})


def notice(
    t: Translator, title: str, *sentences: str, status: str = "200 OK", mark: str = "", top: str = "", query: str = ""
) -> Page:
    """A page that only says something."""
    sign = Html(f'<p class="big" aria-hidden="true">{text(mark)}</p>') if mark else Html("")
    said = [Html(f"<p>{text(sentence)}</p>") for sentence in sentences if sentence]
    return page(
        t,
        title,
        joined(sign, Html(f"<h1>{text(title)}</h1>"), *said),
        status=status,
        top=top,
        query=query,
    )
