"""Asking a partner: the form, the draft of the letter, and what the partner answered."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN, code
from bot.blocks.difficulties.parts import short
from bot.blocks.kit import Card, Form
from bot.domain.difficulties import Difficulty
from bot.domain.directory import Directory
from bot.domain.organisations import Organisation
from bot.domain.referrals import Referral
from bot.domain.refs import Ref, from_value
from bot.i18n import Translator
from bot.refusals import Faults, Refusal
from bot.speech.text import ORGANISATION, TEXT, Limit, clean, limited
from bot.values import frozen

TOLD: Final = "told"
_POINTS: Final = {"ko": "가나다라마", "en": "abcde"}  # how the points of a letter are counted


@frozen
class Asked:
    """What the form of *Refer* says: a partner by number or an organisation by name, the day, and what is asked."""

    number: int | None
    name: str
    day: dt.date | None
    request: str


@frozen
class Replied:
    """What the partner answered, on which day, and whether the company was told."""

    text: str
    on: dt.date
    told: bool


def refer_form(t: Translator, one: Difficulty, partners: Sequence[Organisation], day: dt.date) -> Form:
    """Whom to ask, by when; `day` is the one that the workspace gives partners."""
    options = [kit.option(partner.name, partner.ref) for partner in partners]
    chosen = f"O-{one.referred_to}" if one.referred_to else None
    menu = kit.menu("partner", t.plain("Choose"), options, chosen)
    typed = kit.text_input("organisation", limit=ORGANISATION.length)
    label = t.plain("Another organisation of the directory") if options else t.plain("Organisation")
    request = kit.text_input("request", limit=TEXT.length, long=True)
    blocks = (
        *([kit.field_block("partner", t.plain("Partner"), menu, optional=True)] if options else []),
        kit.field_block("organisation", label, typed, optional=True),
        kit.field_block("day", t.plain("Partner answers by"), kit.day_input("day", day.isoformat())),
        kit.field_block("request", t.plain("What we ask of them"), request, optional=True),
    )
    return _form(t, one, "difficulties:referred", t.plain("Refer {ref}", ref=one.ref), blocks)


def read_referral(values: Mapping[str, Any]) -> Asked:
    """The form of *Refer*. Raises Faults: one organisation, no more and no fewer."""
    faults: dict[str, Refusal] = {}
    chosen = from_value(str(values.get("partner") or ""))
    name = _text(values, "organisation", ORGANISATION, faults)
    request = _text(values, "request", TEXT, faults)
    if name and chosen and not faults:
        faults["organisation"] = Refusal("Choose a partner or type an organisation, not both.")
    if not (name or chosen or faults):
        faults["organisation"] = Refusal("Choose a partner, or type the name of an organisation.")
    if faults:
        raise Faults(faults)
    day = dt.date.fromisoformat(values["day"]) if values.get("day") else None
    return Asked(chosen.number if chosen else None, name, day, request)


def reply_form(t: Translator, one: Difficulty, today: dt.date) -> Form:
    """What the partner answered; and whether the company knows it by now."""
    option = kit.option(t.plain("The company has been told this"), TOLD)
    blocks = (
        kit.field_block(
            "text",
            t.plain("What did {name} answer?", name=one.referred_name),
            kit.text_input("text", limit=TEXT.length, long=True),
        ),
        kit.field_block("day", t.plain("Answered on"), kit.day_input("day", today.isoformat())),
        kit.field_block("told", t.plain("The company"), kit.checkboxes("told", [option]), optional=True),
    )
    return _form(t, one, "difficulties:replied", t.plain("Answer to {ref}", ref=one.ref), blocks)


def read_reply(values: Mapping[str, Any], today: dt.date) -> Replied:
    """The form of *Partner answered*. Raises Faults; nobody can have answered tomorrow."""
    faults: dict[str, Refusal] = {}
    text = _text(values, "text", TEXT, faults)
    if not any(letter.isalnum() for letter in text):
        faults.setdefault("text", Refusal("Type what the partner answered."))
    on = dt.date.fromisoformat(values.get("day") or today.isoformat())
    if on > today:
        faults["day"] = Refusal("That day is yet to come. Choose the day on which the partner answered.")
    if faults:
        raise Faults(faults)
    return Replied(text, on, TOLD in (values.get("told") or ()))


# the letter -----------------------------------------------------------------------------------------------------------


def letter_card(t: Translator, one: Difficulty, asked: Referral, directory: Directory, today: dt.date) -> Card:
    """The draft of the letter, to be copied; past its day, of the one that asks again."""
    late = (today - asked.due).days
    said = (
        t("Draft of a reminder to {name} about {ref}", name=asked.organisation_name, ref=one.ref)
        if late > 0
        else t("Draft of the letter to {name} about {ref}", name=asked.organisation_name, ref=one.ref)
    )
    blocks = (
        kit.section(kit.bold(said)),
        kit.section(code(letter(t, one, asked, directory, today))),
        kit.actions(kit.button(t.plain("Show {ref}", ref=one.ref), AGAIN, f"difficulty show {one.ref}")),
    )
    return Card(said, blocks)


def letter(t: Translator, one: Difficulty, asked: Referral, directory: Directory, today: dt.date) -> str:
    """An official letter in the terse style of its language; plain text. It asks again once the day has passed."""
    team, person = directory.team(one.team), directory.person(one.owner or asked.by)
    source = (
        t.plain("difficulty {ref}, received {day} (field visit {visit})", **_received(t, one), visit=f"V-{one.visit}")
        if one.visit
        else t.plain("difficulty {ref}, received {day}", **_received(t, one))
    )
    points = [
        t.plain("Raised by: {name}", name=one.organisation_name) if one.organisation_name else "",
        t.plain("Difficulty: {text}", text=short(one, 1200)),
        t.plain("Request: {text}", text=kit.cut(" ".join(asked.request.split()), 600)) if asked.request else "",
        t.plain("Answer due: {day}", day=t.official(asked.due)),
        t.plain(
            "Contact: {team} {person}", team=team.name(t.lang) if team else "–", person=person.name if person else "–"
        ),
    ]
    listed = [f"  {_POINTS[t.lang][at]}. {point}" for at, point in enumerate(filter(None, points))]
    return "\n".join([*_head(t, one, asked, source, today), *listed, "", t.plain("No enclosures. End.")])


def _received(t: Translator, one: Difficulty) -> dict[str, object]:
    return {"ref": one.ref, "day": t.official(one.raised.astimezone(t.zone).date())}


def _head(t: Translator, one: Difficulty, asked: Referral, source: str, today: dt.date) -> list[str]:
    """Receiver, subject, and what it is about."""
    to = t.plain("To: {name}", name=asked.organisation_name)
    if asked.due < today:
        return [
            to,
            t.plain("Subject: reminder, difficulty of a company ({ref})", ref=one.ref),
            "",
            t.plain("1. Reference: our letter of {day}; {source}", day=t.official(asked.on), source=source),
            t.many_plain(
                "2. Your answer was due on {day}, {n} day ago, and the company waits. Please answer without delay.",
                "2. Your answer was due on {day}, {n} days ago, and the company waits. Please answer without delay.",
                (today - asked.due).days,
                day=t.official(asked.due),
            ),
        ]
    return [
        to,
        t.plain("Subject: referral of a company's difficulty ({ref})", ref=one.ref),
        "",
        t.plain("1. Reference: {source}", source=source),
        t.plain(
            "2. The difficulty below is referred to you. Please examine it and answer by {day}.",
            day=t.official(asked.due),
        ),
    ]


# parts ----------------------------------------------------------------------------------------------------------------


def _form(t: Translator, one: Difficulty, callback: str, title: str, blocks: tuple[kit.Block, ...]) -> Form:
    return Form(callback, title, t.plain("Save"), t.plain("Cancel"), blocks, ref=Ref("D", one.number, one.version))


def _text(values: Mapping[str, Any], field: str, limit: Limit, faults: dict[str, Refusal]) -> str:
    try:
        return limited(clean(values.get(field) or "", lines=limit is TEXT), limit)
    except Refusal as refusal:
        faults[field] = refusal
        return ""
