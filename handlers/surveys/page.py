"""`GET, POST /s/SECRET`: a survey for companies outside Slack, as a plain web page.

Nobody is known here. What is sent is trusted as little as possible: it must come from the page itself, is limited in
size and in number, and one page is one answer however often it is sent.
"""

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from bot.blocks import surveys as blocks
from bot.domain import surveys as rules
from bot.domain.organisations import Organisation
from bot.domain.surveys import Answer, Survey, SurveyState, Via, Wave
from bot.domain.workspaces import Workspace
from bot.i18n import Translator, speaking
from bot.i18n.translator import language
from bot.pages import surveys as pages
from bot.pages.kit import Page
from bot.refusals import Faults, NotSaved, Refusal
from bot.settings import Rules
from bot.speech.text import ORGANISATION, clean, limited
from bot.values import frozen
from bot.voices import Voice
from handlers.limiting import Limiter, who_asks
from handlers.web import MOST_BYTES, Respond
from storage import Database, Session, inbound, organisations, surveys, workspaces

FIELDS: Final = 200  # names and values in one request
MOST_ANSWERS: Final = 5000  # from the page in one wave: more is somebody who fills it by machine
MINUTE: Final = dt.timedelta(minutes=1)
_ONCE: Final = range(16, 65)  # characters of the token
_NOBODY: Final = ""

Environ = Mapping[str, Any]


@frozen
class Found:
    """What an address leads to, with the page's language."""

    workspace: Workspace
    survey: Survey
    wave: Wave | None
    t: Translator


@dataclass
class SurveyPages:
    """Answers every request below `/s/`. `clock` gives the aware moment of now."""

    db: Database
    clock: Callable[[], dt.datetime]
    rules: Rules
    looks: Limiter = field(default_factory=lambda: Limiter(120, MINUTE))  # of one address
    sends: Limiter = field(default_factory=lambda: Limiter(20, 10 * MINUTE))  # of one address
    floods: Limiter = field(default_factory=lambda: Limiter(600, 10 * MINUTE))  # of one survey

    def __call__(self, environ: Environ) -> Respond:
        found = self._page(environ)
        body = "" if environ["REQUEST_METHOD"] == "HEAD" else found.html
        return found.status, dict(found.headers), body

    def _page(self, environ: Environ) -> Page:
        now, secret = self.clock(), str(environ.get("PATH_INFO", "")).removeprefix("/s/")
        spoken = _spoken(environ)
        t = speaking(_in(spoken, self.rules.voice))
        if not self.looks.allows(who_asks(environ), now):
            return pages.busy(t, 60)
        try:
            with self.db.read() as session:
                found = _found(session, secret, spoken, now)
        except NotSaved:
            return pages.unsaved(t)
        if found is None:
            return pages.missing(t)
        match environ["REQUEST_METHOD"]:
            case "GET" | "HEAD":
                return _shown(found, environ, now)
            case "POST":
                return self._sent(found, secret, environ, now)
        return pages.refused(found.t, "405 Method Not Allowed")

    def _sent(self, found: Found, secret: str, environ: Environ, now: dt.datetime) -> Page:
        length = str(environ.get("CONTENT_LENGTH") or "0")
        if not (length.isascii() and length.isdigit()) or int(length) > MOST_BYTES:
            return pages.refused(found.t, "413 Content Too Large")
        if not str(environ.get("CONTENT_TYPE", "")).startswith("application/x-www-form-urlencoded"):
            return pages.refused(found.t, "415 Unsupported Media Type")
        if not self._from_here(environ):
            return pages.refused(found.t, "403 Forbidden")
        if not self.sends.allows(who_asks(environ), now) or not self.floods.allows(surveys.digest(secret), now):
            return pages.busy(found.t, 600)
        typed = _typed(environ["wsgi.input"].read(int(length)))
        return pages.refused(found.t, "400 Bad Request") if typed is None else self._answer(found, secret, typed, now)

    def _answer(self, found: Found, secret: str, typed: Mapping[str, Any], now: dt.datetime) -> Page:
        """Keep it, and lead to the page that says so: loading that one again sends nothing."""
        t, by = found.t, found.workspace.name
        try:
            answer = _read(found, typed, now)
            with self.db.begin() as session:
                _keep(session, found, answer, typed, now)
        except Faults as faults:
            return _again(found, typed, faults.fields, now)
        except NotSaved as unsaved:
            return _again(found, typed, {pages.FORM: unsaved}, now)
        except Refusal:  # it has closed since
            return pages.closed(t, found.survey, by)
        thanks = pages.thanks(t, found.survey, by)
        return Page("303 See Other", thanks.html, {**thanks.headers, "Location": f"/s/{secret}?done=1&lang={t.lang}"})

    def _from_here(self, environ: Environ) -> bool:
        """Whether a page of ours sent it: another site could make its visitors send answers."""
        site = environ.get("HTTP_SEC_FETCH_SITE")
        if site is not None and site not in ("same-origin", "none"):
            return False
        origin = environ.get("HTTP_ORIGIN")
        if origin is None:
            return True
        ours = {str(environ.get("HTTP_HOST", "")), urlsplit(self.rules.address).netloc}
        return urlsplit(str(origin)).netloc in ours - {""}


def _found(session: Session, secret: str, spoken: str | None, now: dt.datetime) -> Found | None:
    """The survey at this address, if there is one that was not taken back."""
    known = surveys.at_address(session, secret) if secret and len(secret) < 100 else None
    if known is None or known[1].state is SurveyState.UNDONE:
        return None
    workspace = workspaces.get(session, known[0])
    if workspace is None:
        return None
    wave = surveys.wave(session, workspace.id, known[1].number, known[1].wave)
    voice = Voice(workspace.language, workspace.zone)  # outside of Slack nobody types a command
    return Found(workspace, known[1], wave, speaking(_in(spoken, voice), now))


def _in(spoken: str | None, voice: Voice) -> Voice:
    return replace(voice, language=spoken) if spoken else voice


def _shown(found: Found, environ: Environ, now: dt.datetime) -> Page:
    if "done" in _asked(environ):
        return pages.thanks(found.t, found.survey, found.workspace.name)
    return _again(found, {}, {}, now)


def _again(found: Found, typed: Mapping[str, Any], faults: Mapping[str, Refusal], now: dt.datetime) -> Page:
    """The form, with what was typed and what is wrong with it; what it has closed since says that instead."""
    try:
        wave = rules.check_open(found.survey, found.wave, now)
    except Refusal:
        return pages.closed(found.t, found.survey, found.workspace.name)
    once = str(typed.get(pages.ONCE) or "") if len(str(typed.get(pages.ONCE) or "")) in _ONCE else ""
    return pages.form(
        found.t,
        found.survey,
        wave,
        found.workspace.vocabulary,
        once or secrets.token_urlsafe(24),
        found.workspace.name,
        typed=typed,
        faults=faults,
    )


def _read(found: Found, typed: Mapping[str, Any], now: dt.datetime) -> Answer:
    """The answer, without a person. Raises Faults."""
    faults: dict[str, Refusal] = {}
    name = ""
    if not found.survey.anonymous:
        try:
            name = limited(clean(str(typed.get("organisation") or "")), ORGANISATION)
        except Refusal as refusal:
            faults["organisation"] = refusal
    if len(str(typed.get(pages.ONCE) or "")) not in _ONCE:
        faults[pages.FORM] = Refusal("This page was incomplete. Please send it again.")
    try:
        read = blocks.read(found.survey.questions, typed, found.workspace.vocabulary)
    except Faults as more:
        raise Faults({**more.fields, **faults}) from more
    if faults:
        raise Faults(faults)
    today = found.workspace.today(now)
    return Answer(
        found.survey.number,
        found.survey.wave,
        read.values,
        today,
        sector=read.sector,
        region=read.region,
        organisation_name=name if any(letter.isalnum() for letter in name) else "",
        via=Via.WEB,
    )


def _keep(session: Session, found: Found, answer: Answer, typed: Mapping[str, Any], now: dt.datetime) -> None:
    """Once for each page that was shown, however often it is sent."""
    ws = found.workspace.id
    survey = surveys.locked(session, ws, found.survey.number)
    if survey is None or (found.wave is not None and found.wave.answered >= MOST_ANSWERS):
        raise Refusal(rules.NOT_OPEN.message, ref=found.survey.ref)
    if not inbound.first_time(session, ws, f"{inbound.PAGE}{typed[pages.ONCE]}", now):
        return
    if answer.organisation_name:
        known = _organisation(session, ws, answer.organisation_name, now)
        answer = _placed(answer, known)
    surveys.keep(session, ws, survey, found.survey.wave, answer, now)


def _organisation(session: Session, workspace: str, name: str, now: dt.datetime) -> Organisation:
    return organisations.meet(session, workspace, name, _NOBODY, now)[0]


def _placed(answer: Answer, known: Organisation) -> Answer:
    """With the organisation; where it works, if the page does not say and the directory does."""
    return Answer(
        answer.survey,
        answer.wave,
        answer.values,
        answer.day,
        sector=answer.sector or rules.only(known.sectors),
        region=answer.region or rules.only(known.regions),
        organisation=known.number,
        organisation_name=known.name,
        via=answer.via,
    )


# what a browser says --------------------------------------------------------------------------------------------------


def _typed(body: bytes) -> dict[str, Any] | None:
    """Field name → text, or the texts where there are several; None when it cannot be read."""
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError:
        return None
    return {name: values if len(values) > 1 else values[0] for name, values in fields.items()}


def _asked(environ: Environ) -> Mapping[str, list[str]]:
    """What stands behind the `?`; nothing where somebody put more there than any of our pages does."""
    try:
        return parse_qs(str(environ.get("QUERY_STRING", "")), max_num_fields=20)
    except ValueError:
        return {}


def _spoken(environ: Environ) -> str | None:
    """`?lang=`, else the first language of the browser that is ours."""
    if asked := language(_asked(environ).get("lang", [""])[0]):
        return asked
    liked = []
    for at, part in enumerate(str(environ.get("HTTP_ACCEPT_LANGUAGE", ""))[:200].split(",")):
        name, _, weight = part.strip().partition(";q=")
        liked.append((-_weight(weight), at, language(name)))
    return next((found for weight, _, found in sorted(liked, key=lambda one: one[:2]) if found and weight), None)


def _weight(given: str) -> float:
    try:
        return float(given) if given else 1.0
    except ValueError:
        return 0.0
