"""The charters of the demo's task forces, which end some weeks after the demo begins."""

from sqlalchemy.orm import Session

from bot.domain.calendars import DAY
from bot.domain.forces import Charter
from storage import charters
from storage.seeds import read
from storage.seeds.quarter import Quarter


def charter(quarter: Quarter, session: Session) -> None:
    """Agreed on the first day of the quarter."""
    language = "en" if quarter.language else "ko"
    for team in read("ministry")["teams"]:
        if "ends_in" in team:
            ends = quarter.calendar.next_working(quarter.today + team["ends_in"] * DAY)
            one = Charter(team["key"], ends, quarter.first, "\n".join(team["deliverables"][language]))
            lead = quarter.directory.teams[team["key"]].lead or ""
            charters.written(session, quarter.workspace, one, lead, quarter.at(quarter.first, 9), "edit")
