"""What people and companies answered. An anonymous answer is stored so that nothing leads to it: see `rows`."""

import dataclasses
import datetime as dt
import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, tuple_, update
from sqlalchemy.orm import Session

from bot.domain.surveys import Answer, Survey, Wave, check_open
from bot.refusals import Refusal
from storage import audit, upsert
from storage.organisations import OrganisationRow
from storage.surveys import keeping
from storage.surveys.rows import SurveyAnswerRow, SurveyTurnoutRow, SurveyWaveRow, answer_value

AGAIN = Refusal(
    "You have answered {ref} already. An anonymous answer cannot be changed: nobody knows which one is yours."
)
_RECORDED = Refusal(
    "What {organisation} said to {ref} is recorded already. An anonymous answer cannot be changed: "
    "nobody knows which one it is."
)


def keep(
    session: Session, workspace: str, survey: Survey, wave: int, answer: Answer, now: dt.datetime
) -> tuple[str, bool]:
    """Store an answer to this wave; gives its key, and whether it is new or takes the place of one by the same.

    The key of an anonymous one is not told. Refuses when the wave takes none (any more), and a second anonymous one of
    a person or for an organisation.
    """
    current = check_open(survey, keeping.wave(session, workspace, survey.number, wave, lock=True), now)
    if survey.anonymous:
        _come(session, workspace, survey, current, answer)
        _insert(session, workspace, _stripped(answer))
        _count(session, workspace, current)
        return "", True
    before = _before(session, workspace, answer)
    if before is not None:
        session.execute(delete(SurveyAnswerRow).where(*_of(workspace, answer), SurveyAnswerRow.key == before.key))
    key = _insert(session, workspace, answer)
    if before is None:
        _count(session, workspace, current)
    who = answer.person or answer.recorded_by or ""
    audit.record(session, workspace, who, now, "respond", survey.ref, _told(before), _told(answer))
    return key, before is None


def answers(session: Session, workspace: str, survey: int, wave: int) -> list[Answer]:
    """All of a wave, in no order that tells anything: that of their random keys."""
    found = _find(session, workspace, SurveyAnswerRow.survey == survey, SurveyAnswerRow.wave == wave)
    return [answer_value(row, name or "") for row, name in found]


def one(session: Session, workspace: str, survey: int, wave: int, key: str) -> Answer | None:
    where = (SurveyAnswerRow.survey == survey, SurveyAnswerRow.wave == wave, SurveyAnswerRow.key == key)
    found = _find(session, workspace, *where)
    return answer_value(found[0][0], found[0][1] or "") if found else None


def mine(session: Session, workspace: str, survey: int, wave: int, person: str) -> Answer | None:
    """What this person answered, where that is known."""
    where = (SurveyAnswerRow.survey == survey, SurveyAnswerRow.wave == wave, SurveyAnswerRow.person == person)
    found = _find(session, workspace, *where)
    return answer_value(found[0][0], found[0][1] or "") if found else None


def has_answered(session: Session, workspace: str, survey: Survey, person: str) -> bool:
    """Whether this person has answered the newest wave."""
    return bool(answered(session, workspace, [survey], person))


def answered(session: Session, workspace: str, surveys: Collection[Survey], person: str) -> frozenset[int]:
    """The numbers of those surveys whose newest wave this person has answered."""
    secret = sorted((one.number, one.wave) for one in surveys if one.anonymous)
    named = sorted((one.number, one.wave) for one in surveys if not one.anonymous)
    found: set[int] = set()
    if secret:
        row = SurveyTurnoutRow
        where = (row.workspace == workspace, tuple_(row.survey, row.wave).in_(secret))
        found |= {number for number, who in session.execute(select(row.survey, row.who).where(*where)) if person in who}
    if named:
        answer = SurveyAnswerRow
        mine = (answer.workspace == workspace, answer.person == person)
        query = select(answer.survey).where(*mine, tuple_(answer.survey, answer.wave).in_(named))
        found |= set(session.execute(query).scalars())
    return frozenset(found)


def who_answered(session: Session, workspace: str, survey: Survey) -> frozenset[str]:
    """The people who have answered the newest wave, where that is known."""
    where = (SurveyAnswerRow.workspace == workspace, SurveyAnswerRow.survey == survey.number)
    query = select(SurveyAnswerRow.person).where(*where, SurveyAnswerRow.wave == survey.wave)
    return frozenset(person for person in session.execute(query).scalars() if person)


def forget_turnout(session: Session, workspace: str, wave: Wave) -> None:
    """The wave is over: who has answered it is nobody's business any more."""
    where = (SurveyTurnoutRow.workspace == workspace, SurveyTurnoutRow.survey == wave.survey)
    session.execute(delete(SurveyTurnoutRow).where(*where, SurveyTurnoutRow.wave == wave.number))


def _come(session: Session, workspace: str, survey: Survey, wave: Wave, answer: Answer) -> None:
    """Note who has answered; refuse whoever has already. A stranger on the page is nobody."""
    who = answer.person or (f"O-{answer.organisation}" if answer.organisation else None)
    if who is None:
        return
    come = _turnout(session, workspace, survey.number, wave.number)
    if who in come:
        refusal = _RECORDED if answer.organisation else AGAIN
        raise Refusal(refusal.message, ref=survey.ref, organisation=answer.organisation_name)
    key = {"workspace": workspace, "survey": survey.number, "wave": wave.number}
    upsert(session, SurveyTurnoutRow, key, who=sorted([*come, who]))


def _turnout(session: Session, workspace: str, survey: int, wave: int) -> Sequence[str]:
    where = (SurveyTurnoutRow.workspace == workspace, SurveyTurnoutRow.survey == survey)
    query = select(SurveyTurnoutRow.who).where(*where, SurveyTurnoutRow.wave == wave)
    return session.execute(query).scalar_one_or_none() or []


def _stripped(answer: Answer) -> Answer:
    """Without whom it came from, and how."""
    return dataclasses.replace(answer, person=None, organisation=None, organisation_name="", recorded_by=None, via=None)


def _before(session: Session, workspace: str, answer: Answer) -> Answer | None:
    """An earlier answer of the same person, or one that was taken down for the same organisation."""
    if answer.person:
        return mine(session, workspace, answer.survey, answer.wave, answer.person)
    if answer.recorded_by is None or answer.organisation is None:
        return None
    where = (SurveyAnswerRow.organisation == answer.organisation, SurveyAnswerRow.recorded_by.is_not(None))
    found = _find(
        session, workspace, SurveyAnswerRow.survey == answer.survey, SurveyAnswerRow.wave == answer.wave, *where
    )
    return answer_value(found[0][0], found[0][1] or "") if found else None


def _insert(session: Session, workspace: str, answer: Answer) -> str:
    names = ("survey", "wave", "person", "organisation", "recorded_by", "sector", "region", "day")
    values = {name: getattr(answer, name) for name in names}
    said = [list(value) if isinstance(value, tuple) else value for value in answer.values]
    via = answer.via.value if answer.via else None
    key = secrets.token_hex(16)
    session.execute(insert(SurveyAnswerRow).values(workspace=workspace, key=key, said=said, via=via, **values))
    return key


def _count(session: Session, workspace: str, wave: Wave) -> None:
    where = (SurveyWaveRow.workspace == workspace, SurveyWaveRow.survey == wave.survey)
    session.execute(
        update(SurveyWaveRow)
        .where(*where, SurveyWaveRow.number == wave.number)
        .values(answered=SurveyWaveRow.answered + 1)
        .execution_options(synchronize_session=False)
    )


def _of(workspace: str, answer: Answer) -> Sequence[Any]:
    return (
        SurveyAnswerRow.workspace == workspace,
        SurveyAnswerRow.survey == answer.survey,
        SurveyAnswerRow.wave == answer.wave,
    )


def _find(session: Session, workspace: str, *where: Any) -> Sequence[Any]:
    """Answers with their organisations' names."""
    query = (
        select(SurveyAnswerRow, OrganisationRow.name)
        .join(
            OrganisationRow,
            (OrganisationRow.workspace == SurveyAnswerRow.workspace)
            & (OrganisationRow.number == SurveyAnswerRow.organisation),
            isouter=True,
        )
        .where(SurveyAnswerRow.workspace == workspace, *where)
        .order_by(SurveyAnswerRow.key)
        .execution_options(populate_existing=True)
    )
    return session.execute(query).all()


def _told(answer: Answer | None) -> Mapping[str, Any] | None:
    """A named answer as the audit tells it."""
    if answer is None:
        return None
    said = [" / ".join(map(str, value)) if isinstance(value, tuple) else value for value in answer.values]
    return {"answer": said, "organisation": answer.organisation, "recorded_by": answer.recorded_by}
