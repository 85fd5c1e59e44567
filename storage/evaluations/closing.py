"""The end of a month: results stand, the lowest go on their teams' agendas, and the channels are told."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from bot.domain.agendas import Item
from bot.domain.directory import Directory
from bot.domain.evaluations import Assessment, Evaluation
from bot.domain.ledger import key
from bot.domain.timetable import BY_KEY
from storage import agendas, audit, ledger
from storage.evaluations.opening import EXPIRES
from storage.evaluations.reading import assessments, results
from storage.evaluations.rows import EvaluationRow

LOCKED: Final = "evaluation-locked"  # the series of results that the timetable does not tell: opened or closed by hand
TEAM_RESULTS: Final = "evaluation-results"  # makers
ALL_RESULTS: Final = "evaluation-leadership"

Words = Callable[[Assessment], str]  # an agenda item's text about one of the lowest, in its team's language


def lock(
    session: Session, directory: Directory, month: Evaluation, who: str | None, words: Words, now: dt.datetime
) -> Evaluation:
    """Close a month, once, and put its lowest five on the next agendas of their teams. Gives it as it stands."""
    workspace = directory.workspace.id
    changed = session.execute(
        update(EvaluationRow)
        .where(EvaluationRow.workspace == workspace, EvaluationRow.month == month.key, EvaluationRow.locked.is_(None))
        .values(locked=now, locked_by=who)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(changed, CursorResult)
    if not changed.rowcount:
        return month
    after = replace(month, locked=now, locked_by=who)
    audit.record(session, workspace, who or "", now, "close", f"evaluation {month.key}", month, after)
    for one in results(session, workspace, month).lowest():
        if one.team is not None:
            item = Item(0, one.team, words(one), now, added_by=who or "", presenter=one.owner)
            agendas.add_item(session, workspace, item, now)
    return after


def close(
    session: Session, directory: Directory, month: Evaluation, who: str, words: Words, now: dt.datetime
) -> Evaluation:
    """Close a month by hand, and tell its results now."""
    after = lock(session, directory, month, who, words, now)
    plan_results(session, directory, after, now, now)
    return after


def plan_results(session: Session, directory: Directory, month: Evaluation, due: dt.datetime, now: dt.datetime) -> None:
    """Tell the results at `due`: in each team's channel and, gathered, in the leadership's; what is planned moves."""
    workspace = directory.workspace
    frozen = assessments(session, workspace.id, month.month)
    for team in sorted({one.team for one in frozen if one.team}):
        found = directory.team(team)
        if found is not None and found.active and found.channel:
            _plan(session, workspace.id, month, f"{LOCKED}:{team}", TEAM_RESULTS, found.channel, team, due, now)
    if workspace.leadership_channel:
        _plan(session, workspace.id, month, LOCKED, ALL_RESULTS, workspace.leadership_channel, "", due, now)


def _plan(
    session: Session,
    workspace: str,
    month: Evaluation,
    series: str,
    maker: str,
    channel: str,
    target: str,
    due: dt.datetime,
    now: dt.datetime,
) -> None:
    for part in range(BY_KEY[maker].parts):
        new = ledger.plan(
            session,
            workspace,
            series=series,
            occurrence=month.key,
            part=part,
            channel=channel,
            thread=part > 0,
            due=due,
            expires=due + EXPIRES,
            maker=maker,
            args={"target": target} if target else {},
            now=now,
        )
        if not new:
            post = key(workspace, series, month.key, part)
            ledger.re_date(session, workspace, post, due=due, expires=due + EXPIRES, channel=channel)
