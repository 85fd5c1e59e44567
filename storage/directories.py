"""The Directory of a workspace, read when somebody changed something and kept meanwhile."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.directory import Directory
from storage import CACHE, people, teams, workspaces
from storage.workspaces import WorkspaceRow


def directory(session: Session, workspace: str) -> Directory | None:
    """Everybody and every team of `workspace`; None while we do not know it.

    One look at a version when nothing changed. A session that changed something itself sees its own changes.
    """
    version = session.execute(
        select(WorkspaceRow.directory_version).where(WorkspaceRow.id == workspace)
    ).scalar_one_or_none()
    if version is None:
        return None
    cache = session.info.setdefault(CACHE, {})
    kept = cache.get(workspace)
    if kept is not None and kept[0] == version:
        found: Directory = kept[1]
        return found
    fresh = _read(session, workspace)
    if not session.info.get(workspaces.TOUCHED):  # what may yet be rolled back is not kept
        cache[workspace] = (version, fresh)
    return fresh


def _read(session: Session, workspace: str) -> Directory:
    settings = workspaces.get(session, workspace)
    assert settings is not None
    return Directory(
        workspace=settings,
        people={person.id: person for person in people.everybody(session, workspace)},
        teams={team.key: team for team in teams.everything(session, workspace)},
    )
