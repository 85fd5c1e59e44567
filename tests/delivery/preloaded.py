"""What every bot imports and reads sooner or later; processes that are forked from here have it from the beginning."""

import datetime as dt

import alembic.command  # noqa: F401 imported when first needed, like the next two
import waitress.server  # noqa: F401
from sqlalchemy.orm import configure_mappers

import storage.migrating  # noqa: F401
import tests.delivery.bots
import tests.delivery.replica  # noqa: F401
from bot.domain.calendars import Calendar
from bot.i18n import translator
from bot.speech.visits import line

Calendar("KR").is_working(dt.date(2026, 11, 27))
for language in ("ko", "en"):
    str(translator(language)("today"))
configure_mappers()
line("대한정밀: 수주 회복 ! 용접공 부족 #안산 @ara on:어제", dt.date(2026, 11, 27))
