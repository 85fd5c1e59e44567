"""Everything as a workbook, made beside the request: a direct message to the administrator who asked."""

import datetime as dt
from zoneinfo import ZoneInfo

from bot.blocks import exports as blocks
from bot.domain.ledger import File, Payload, Post
from bot.domain.people import Role
from bot.files.sheets import workbook
from bot.i18n import speaking
from storage import Session, exports, organisations
from storage.directories import directory


def everything(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """A worksheet a noun. Nothing for somebody who is no administrator any more."""
    people = directory(session, post.workspace)
    reader = people.person(post.person) if people else None
    if people is None or reader is None or not reader.active or reader.role is not Role.ADMIN:
        return None
    t = speaking(people.voice_of(reader), now)
    names = {one.number: one.name for one in organisations.everything(session, post.workspace)}
    known = blocks.Reader(t, people, names)
    content = workbook(blocks.sheets(known, exports.tables(session, post.workspace)))
    return File(
        f"muster-{now.astimezone(ZoneInfo(reader.zone)):%Y%m%d-%H%M}.xlsx",
        t.plain("Everything"),
        "",
        content,
        t.plain("Everything, a worksheet a noun. Answers to anonymous surveys are not in it."),
    )
