"""Taking down what people answer."""

import datetime as dt
from dataclasses import asdict
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from bot.domain.evaluations import Assessment, Evaluation, Given, Part, late_on
from storage import audit, insert_once
from storage.evaluations.rows import AnswerRow, AssessmentRow


def save(
    session: Session,
    workspace: str,
    month: Evaluation,
    about: Assessment,
    given: Given,
    who: str,
    now: dt.datetime,
    today: dt.date,
) -> bool:
    """Store one answer. False when somebody stored a newer one than `given.version` meanwhile; it stays.

    What changes nothing is not stored again, so that an answer in time does not become a late one.
    """
    before = about.answer(given.part)
    same = before is not None and (before.effectiveness, before.evidence) == (given.effectiveness, given.evidence)
    if not same and not _put(session, workspace, month, given, who, now, today):
        return False
    if given.part is Part.LEAD:
        _object(session, workspace, month, about, given, who, now)
    if not same:
        audit.record(session, workspace, who, now, "rate", about.ref, _told(month, before), _told(month, given))
    return True


def ask_another(
    session: Session, workspace: str, month: str, task: int, part: Part, person: str, who: str, now: dt.datetime
) -> None:
    """Somebody else is asked for this part of a month that runs."""
    column = AssessmentRow.owner if part is Part.OWNER else AssessmentRow.lead
    where = (AssessmentRow.workspace == workspace, AssessmentRow.month == month, AssessmentRow.task == task)
    before = session.execute(select(column).where(*where)).scalar_one()
    session.execute(update(AssessmentRow).where(*where).values({column: person}))
    told = {"month": month, "part": part.value}
    audit.record(session, workspace, who, now, "ask", f"T-{task}", told | {"person": before}, told | {"person": person})


def _put(
    session: Session, workspace: str, month: Evaluation, given: Given, who: str, now: dt.datetime, today: dt.date
) -> bool:
    said = {
        "person": who,
        "effectiveness": given.effectiveness,
        "evidence": given.evidence,
        "at": now,
        "late": late_on(month, given.part, today),
        "version": given.version + 1,
    }
    key = {"workspace": workspace, "month": month.key, "task": given.task, "part": given.part.value}
    if not given.version:
        return insert_once(session, AnswerRow, **key, **said)
    where = [getattr(AnswerRow, name) == value for name, value in key.items()]
    changed = session.execute(
        update(AnswerRow)
        .where(*where, AnswerRow.version == given.version)
        .values(**said)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(changed, CursorResult)
    return bool(changed.rowcount)


def _object(
    session: Session, workspace: str, month: Evaluation, about: Assessment, given: Given, who: str, now: dt.datetime
) -> None:
    """The lead's timeliness stands beside the computed one; the computed one again takes it back."""
    wanted = given.timeliness if given.timeliness != about.computed.score else None
    reason = given.reason if wanted is not None else ""
    stored = about.objection
    if (stored.timeliness if stored else None, stored.reason if stored else "") == (wanted, reason):
        return
    where = (
        AssessmentRow.workspace == workspace,
        AssessmentRow.month == month.key,
        AssessmentRow.task == about.task,
    )
    values = {"objected": wanted, "reason": reason, "objected_by": who, "objected_at": now}
    if wanted is None:
        values |= {"objected_by": None, "objected_at": None}
    session.execute(update(AssessmentRow).where(*where).values(**values))
    after = {"month": month.key, "timeliness": wanted or about.computed.score, "reason": reason}
    before = {"month": month.key, "timeliness": about.timeliness, "reason": stored.reason if stored else ""}
    audit.record(session, workspace, who, now, "object", about.ref, before, after)


def _told(month: Evaluation, said: Any) -> dict[str, Any] | None:
    """What the audit keeps of an answer."""
    if said is None:
        return None
    kept = {name: value for name, value in asdict(said).items() if name in ("part", "effectiveness", "evidence")}
    return {"month": month.key, **kept}
