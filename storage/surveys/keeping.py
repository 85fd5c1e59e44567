"""A survey and its waves: kept, changed, found; and the address of its page."""

import dataclasses
import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import and_, func, insert, or_, select, tuple_, update
from sqlalchemy.orm import Session

from bot.domain.surveys import Survey, SurveyState, Wave
from storage import audit
from storage.numbers import following
from storage.searching import holds
from storage.surveys.rows import SurveyRow, SurveyWaveRow, columns, survey_value, wave_value

SECRET_BYTES: Final = 32


def add(session: Session, workspace: str, draft: Survey, who: str, now: dt.datetime) -> Survey:
    """A new draft (its number is ignored); gives it back numbered."""
    new = dataclasses.replace(draft, number=following(session, workspace, "S"))
    session.execute(insert(SurveyRow).values(workspace=workspace, **columns(new)))
    audit.record(session, workspace, who, now, "add", new.ref, None, _told(new))
    return new


def get(session: Session, workspace: str, number: int) -> Survey | None:
    found = _find(session, SurveyRow.workspace == workspace, SurveyRow.number == number)
    return found[0] if found else None


def locked(session: Session, workspace: str, number: int) -> Survey | None:
    """The same as `get`, and nobody else changes it until this transaction ends."""
    where = (SurveyRow.workspace == workspace, SurveyRow.number == number)
    session.execute(select(SurveyRow.number).where(*where).with_for_update())
    return get(session, workspace, number)


def save(session: Session, workspace: str, changed: Survey, who: str, now: dt.datetime, action: str) -> Survey:
    """Store a changed survey, with its audit; gives it back with its new version."""
    before = get(session, workspace, changed.number)
    after = dataclasses.replace(changed, version=changed.version + 1)
    values = columns(after) | ({} if after.linked else {"secret": None})
    session.execute(_update(workspace, changed.number).values(**values))
    audit.record(session, workspace, who, now, action, after.ref, _told(before), _told(after))
    return after


def listing(
    session: Session, workspace: str, states: Iterable[SurveyState], limit: int = 20, offset: int = 0
) -> list[Survey]:
    """Surveys in these states, the newest first."""
    wanted = sorted(state.value for state in states)
    return _find(session, SurveyRow.workspace == workspace, SurveyRow.state.in_(wanted), limit=limit, offset=offset)


def count(session: Session, workspace: str, states: Iterable[SurveyState]) -> int:
    """How many `listing` would give without a limit."""
    wanted = SurveyRow.state.in_(sorted(state.value for state in states))
    query = select(func.count()).select_from(SurveyRow).where(SurveyRow.workspace == workspace, wanted)
    return session.execute(query).scalar_one()


def search(session: Session, workspace: str, part: str, limit: int = 20) -> list[Survey]:
    """Those with `part` in their title, the newest first; without what was taken back."""
    alive = SurveyRow.state != SurveyState.UNDONE.value
    return _find(session, SurveyRow.workspace == workspace, holds(part, SurveyRow.title), alive, limit=limit)


def by_numbers(session: Session, workspace: str, numbers: Iterable[int]) -> list[Survey]:
    wanted = sorted(set(numbers))
    return _find(session, SurveyRow.workspace == workspace, SurveyRow.number.in_(wanted)) if wanted else []


# waves ----------------------------------------------------------------------------------------------------------------


def begin_wave(session: Session, workspace: str, wave: Wave) -> None:
    values = dataclasses.asdict(wave)
    session.execute(insert(SurveyWaveRow).values(workspace=workspace, **values))


def end_wave(session: Session, workspace: str, wave: Wave, now: dt.datetime) -> Wave:
    where = _of_wave(workspace, wave.survey, wave.number)
    session.execute(update(SurveyWaveRow).where(*where).values(closed=now))
    return dataclasses.replace(wave, closed=now)


def waves(session: Session, workspace: str, number: int, limit: int = 100) -> list[Wave]:
    """The newest waves, oldest first."""
    query = (
        select(SurveyWaveRow)
        .where(SurveyWaveRow.workspace == workspace, SurveyWaveRow.survey == number)
        .order_by(SurveyWaveRow.number.desc())
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return [wave_value(row) for row in reversed(session.execute(query).scalars().all())]


def waves_between(
    session: Session, workspace: str, first: dt.datetime, before: dt.datetime, numbers: Iterable[int] = ()
) -> list[tuple[Survey, Wave]]:
    """Waves that closed, or will, in [first, before), and those of these surveys; each with its survey."""
    ends = func.coalesce(SurveyWaveRow.closed, SurveyWaveRow.closes)
    wanted = and_(ends >= first, ends < before)
    if listed := sorted(set(numbers)):
        wanted = or_(wanted, SurveyWaveRow.survey.in_(listed))
    same = (SurveyRow.workspace == SurveyWaveRow.workspace, SurveyRow.number == SurveyWaveRow.survey)
    alive = SurveyRow.state != SurveyState.UNDONE.value
    rows = session.execute(
        select(SurveyRow, SurveyWaveRow)
        .join(SurveyWaveRow, and_(*same))
        .where(SurveyRow.workspace == workspace, alive, wanted)
        .order_by(SurveyWaveRow.survey, SurveyWaveRow.number)
    )
    return [(survey_value(survey), wave_value(found)) for survey, found in rows]


def wave(session: Session, workspace: str, number: int, which: int, *, lock: bool = False) -> Wave | None:
    """One wave. With `lock` nobody else answers it until this transaction ends."""
    query = select(SurveyWaveRow).where(*_of_wave(workspace, number, which))
    query = (query.with_for_update() if lock else query).execution_options(populate_existing=True)
    row = session.execute(query).scalar_one_or_none()
    return None if row is None else wave_value(row)


def newest(session: Session, workspace: str, surveys: Iterable[Survey]) -> dict[int, Wave]:
    """The wave that each of these is in, by the survey's number; those that never began one are missing."""
    pairs = sorted({(one.number, one.wave) for one in surveys})
    if not pairs:
        return {}
    where = tuple_(SurveyWaveRow.survey, SurveyWaveRow.number).in_(pairs)
    query = select(SurveyWaveRow).where(SurveyWaveRow.workspace == workspace, where)
    rows = session.execute(query.execution_options(populate_existing=True)).scalars()
    return {row.survey: wave_value(row) for row in rows}


# the page's address ---------------------------------------------------------------------------------------------------


def digest(secret: str) -> str:
    """What is stored of an address. It is random and long, so that a plain digest cannot be reversed by trying."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def new_address(session: Session, workspace: str, survey: Survey, who: str, now: dt.datetime) -> str:
    """A new secret of the page; an older one works no longer. It is given once, and stored nowhere."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    _link(session, workspace, survey, digest(secret), who, now)
    return secret


def revoke_address(session: Session, workspace: str, survey: Survey, who: str, now: dt.datetime) -> None:
    _link(session, workspace, survey, None, who, now)


def at_address(session: Session, secret: str) -> tuple[str, Survey] | None:
    """The workspace and the survey that an address leads to."""
    row = session.execute(select(SurveyRow).where(SurveyRow.secret == digest(secret))).scalar_one_or_none()
    return None if row is None else (row.workspace, survey_value(row))


def _link(session: Session, workspace: str, survey: Survey, stored: str | None, who: str, now: dt.datetime) -> None:
    session.execute(_update(workspace, survey.number).values(secret=stored))
    before, after = {"linked": survey.linked}, {"linked": stored is not None}
    audit.record(session, workspace, who, now, "link", survey.ref, before, {**after, "note": "new" if stored else ""})


def _update(workspace: str, number: int) -> Any:
    return update(SurveyRow).where(SurveyRow.workspace == workspace, SurveyRow.number == number)


def _of_wave(workspace: str, survey: int, number: int) -> Sequence[Any]:
    return (SurveyWaveRow.workspace == workspace, SurveyWaveRow.survey == survey, SurveyWaveRow.number == number)


def _find(session: Session, *where: Any, limit: int | None = None, offset: int = 0) -> list[Survey]:
    query = select(SurveyRow).where(*where).order_by(SurveyRow.number.desc()).limit(limit).offset(offset)
    rows = session.execute(query.execution_options(populate_existing=True)).scalars()
    return [survey_value(row) for row in rows]


def _told(survey: Survey | None) -> dict[str, Any] | None:
    """A survey as the audit tells it: its questions as words."""
    if survey is None:
        return None
    values = {item.name: getattr(survey, item.name) for item in dataclasses.fields(survey)}
    return values | {
        "questions": [f"{q.text} ({q.kind.value}) {' / '.join(q.options)}".strip() for q in survey.questions]
    }
