"""One's own form: a few tasks a page, and its reader.

An owner gives a mark with one line of evidence. A lead gives their own mark after the owner's, and may put another
timeliness in place of the computed one, with the reason.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN
from bot.blocks.evaluations.parts import MEANINGS, formula, title, who
from bot.blocks.kit import Block, Card, Element, Form
from bot.domain.directory import Directory
from bot.domain.evaluations import BEST, LEAST, Asked, Assessment, Evaluation, Given, Part
from bot.i18n import N_, Md, Translator
from bot.refusals import Faults, Refusal
from bot.speech.text import Limit, clean, limited

PAGE: Final = 8  # tasks; six blocks each at most, so that a page stays well below Slack's 100
EVIDENCE: Final = Limit(300, N_("One line takes up to {limit} characters; this one has {length}. Shorten it."))


def form(
    t: Translator,
    month: Evaluation,
    page: Sequence[Asked],
    directory: Directory,
    *,
    number: int,
    pages: int,
    state: Mapping[str, Any],
    typed: Mapping[str, Any] | None = None,
    overtaken: Sequence[Asked] = (),
) -> Form:
    """A page of one's questions. `typed` are values to keep; `overtaken` those that somebody answered meanwhile."""
    intro = t(
        "Evaluation of {month} · owners by {owner_by}, leads by {lead_by}, results on {locks}",
        month=t.month(month.month),
        owner_by=month.owner_by,
        lead_by=month.lead_by,
        locks=month.locks_on,
    )
    blocks: list[Block] = [kit.context(intro)]
    if overtaken:
        blocks.append(kit.section(_overtaken(t, overtaken, directory)))
    for one in page:
        blocks += [kit.divider(), *_question(t, one, directory, typed or {})]
    versions = {f"{one.part.value}-{one.about.task}": one.about.version(one.part) for one in page}
    return Form(
        "evaluations:save",
        t.plain("Rate tasks ({n}/{of})", n=number, of=pages) if pages > 1 else t.plain("Rate tasks"),
        t.plain("Save and go on") if number < pages else t.plain("Save"),
        t.plain("Cancel"),
        tuple(blocks),
        state={**state, "v": versions},
    )


def read(values: Mapping[str, Any], asked: Sequence[Asked], versions: Mapping[str, int]) -> list[Given]:
    """The answers on a page; questions left empty are passed over. Raises Faults, each beside its field."""
    faults: dict[str, Refusal] = {}
    found = []
    for one in asked:
        given = _read(values, one, versions.get(f"{one.part.value}-{one.about.task}", 0), faults)
        if given is not None:
            found.append(given)
    if faults:
        raise Faults(faults)
    return found


def saved_card(t: Translator, month: Evaluation, saved: int, late: dt.date | None, left: int) -> Card:
    """What was taken down, and what still waits. `late`: the day that some of it should have come by."""
    said = t.many(
        "{n} rating is saved for {month}.", "{n} ratings are saved for {month}.", saved, month=t.month(month.month)
    )
    if not saved:
        said = t("Nothing was filled in, so nothing is rated for {month}.", month=t.month(month.month))
    notes = [
        t("Marked late: the day for it was {day}.", day=late) if late else None,
        t.many("{n} question still waits for you.", "{n} questions still wait for you.", left) if left else None,
        None if left else t("Nothing else waits for you. Until {day} you can change it.", day=month.locks_on),
    ]
    label = t.plain("Go on") if left else t.plain("Change my ratings")
    button = kit.button(label, "evaluations:rate", month.key)
    blocks = (
        kit.section(Md(f"{':white_check_mark:' if saved else ':information_source:'} {said}")),
        kit.context(*[note for note in notes if note]),
        kit.actions(button, kit.button(t.plain("Status"), AGAIN, "evaluate status")),
    )
    return Card(said, blocks)


# fields ---------------------------------------------------------------------------------------------------------------


def _field(name: str, one: Asked) -> str:
    return f"{name}-{one.part.value}-{one.about.task}"


def _question(t: Translator, one: Asked, directory: Directory, typed: Mapping[str, Any]) -> list[Block]:
    about, answer = one.about, one.about.answer(one.part)
    mark = typed.get(_field("effect", one)) or (str(answer.effectiveness) if answer else None)
    evidence = typed.get(_field("evidence", one)) or (answer.evidence if answer else "")
    blocks = [
        kit.section(_heading(t, about)),
        *([kit.context(_owners_word(t, about, directory))] if one.part is Part.LEAD else []),
        kit.field_block(
            _field("effect", one),
            t.plain("Effectiveness"),
            kit.menu("effect", t.plain("Choose"), _marks(t), mark),
            optional=True,
        ),
        kit.field_block(
            _field("evidence", one),
            t.plain("Evidence, in one line") if one.part is Part.OWNER else t.plain("What you saw, in one line"),
            kit.text_input("evidence", evidence, limit=EVIDENCE.length),
            optional=True,
        ),
    ]
    return blocks + (_objection(t, one, typed) if one.part is Part.LEAD else [])


def _objection(t: Translator, one: Asked, typed: Mapping[str, Any]) -> list[Block]:
    about = one.about
    stored = about.objection
    chosen = typed.get(_field("time", one)) or str(about.timeliness)
    reason = typed.get(_field("reason", one)) or (stored.reason if stored else "")
    return [
        kit.field_block(
            _field("time", one),
            t.plain("Timeliness"),
            kit.menu("time", t.plain("Choose"), _times(t, about), chosen),
            optional=True,
        ),
        kit.field_block(
            _field("reason", one),
            t.plain("Reason for another timeliness"),
            kit.text_input("reason", reason, limit=EVIDENCE.length),
            optional=True,
        ),
    ]


def _heading(t: Translator, about: Assessment) -> Md:
    stands = (
        t("done on {day}, due {due}", day=about.as_of, due=about.due)
        if about.finished
        else t("{percent}%, due {due}", percent=about.percent, due=about.due)
    )
    return kit.lines(
        kit.joined([title(about, 120), stands]),
        t("Timeliness: {formula}", formula=formula(t, about.computed)),
    )


def _owners_word(t: Translator, about: Assessment, directory: Directory) -> Md:
    if about.owner is None:
        return t("This task has no owner.")
    if about.by_owner is None:
        return t("{person} has not answered yet.", person=who(directory, about.owner))
    said = t(
        "{person} says {mark}: {evidence}",
        person=who(directory, about.by_owner.person),
        mark=about.by_owner.effectiveness,
        evidence=about.by_owner.evidence,
    )
    return kit.joined([said, t("answered late") if about.by_owner.late else None])


def _overtaken(t: Translator, overtaken: Sequence[Asked], directory: Directory) -> Md:
    """Somebody stored a newer answer; what was typed is still there and may be saved over it, knowingly."""
    rows = []
    for one in overtaken:
        answer = one.about.answer(one.part)
        if answer is not None:
            rows.append(
                t(
                    "• {task}: {person} saved {mark}, “{evidence}”",
                    task=one.about.ref,
                    person=who(directory, answer.person),
                    mark=answer.effectiveness,
                    evidence=answer.evidence,
                )
            )
    return kit.lines(
        t(":warning: Nothing is saved yet: these were answered meanwhile. Save again to put yours in their place."),
        *rows,
    )


def _marks(t: Translator) -> list[Element]:
    return [kit.option(t.plain(meaning), str(mark)) for mark, meaning in MEANINGS.items()]


def _times(t: Translator, about: Assessment) -> list[Element]:
    """1–5, the computed one named as such."""
    return [
        kit.option(t.plain("{n} · as computed", n=mark) if mark == about.computed.score else str(mark), str(mark))
        for mark in range(BEST, LEAST - 1, -1)
    ]


def _read(values: Mapping[str, Any], one: Asked, version: int, faults: dict[str, Refusal]) -> Given | None:
    mark = _mark(values.get(_field("effect", one)))
    evidence = _line(values, _field("evidence", one), faults)
    time = _mark(values.get(_field("time", one)))
    reason = _line(values, _field("reason", one), faults)
    other = time if time is not None and time != one.about.computed.score else None
    if mark is None:
        if evidence or other is not None:
            faults[_field("effect", one)] = Refusal("Choose a mark from 1 to 5.")
        return None
    if one.part is Part.OWNER and not evidence:
        faults.setdefault(_field("evidence", one), Refusal("Write one line of evidence for this mark."))
    if other is not None and not reason:
        faults.setdefault(
            _field("reason", one), Refusal("Give the reason why the timeliness differs from the computed one.")
        )
    return Given(one.about.task, one.part, mark, evidence, other, reason if other is not None else "", version)


def _mark(value: Any) -> int | None:
    return int(value) if value in {str(mark) for mark in MEANINGS} else None


def _line(values: Mapping[str, Any], field: str, faults: dict[str, Refusal]) -> str:
    try:
        return limited(clean(values.get(field) or ""), EVIDENCE)
    except Refusal as refusal:
        faults[field] = refusal
        return ""
