"""The demo's inspection plan: three fields and thirteen items for the half-year in which the demo begins.

And organisations that nobody has visited, for the coverage to suggest.
"""

from dataclasses import replace

from sqlalchemy.orm import Session

from bot.domain import plans as rules
from bot.domain.periods import Cadence, containing
from bot.domain.plans import PlanField, Sieve, Source, Wanted
from storage import organisations, plans
from storage.seeds import read
from storage.seeds.quarter import Quarter


def plan(quarter: Quarter, session: Session) -> None:
    """Recorded by the secretariat before anything happened."""
    half = containing(Cadence.HALF_YEARLY, quarter.today)
    moment = quarter.at(half.first, 9)
    who = quarter.directory.teams["ministry"].lead or ""
    counted = iter(read("ministry_plan")["items"])
    for row in read("ministry")["fields"]:
        field = PlanField(row["key"], row["name"]["ko"], row["name"]["en"])
        plans.save_field(session, quarter.workspace, field, who, moment)
        for name in row["items"]:
            how = next(counted)
            wanted = Wanted(
                field=field.key,
                ko=name["ko"],
                en=name["en"],
                period=half,
                target=how["target"],
                source=Source(how.get("source", Source.VISITS)),
                sieve=Sieve(tuple(how.get("kinds", ())), tuple(how.get("sectors", ())), series=how.get("series", "")),
                team=how["team"],
            )
            plans.add(session, quarter.workspace, rules.draft(wanted, who=who, now=moment), who, moment)
    for row in read("ministry_plan")["unvisited"]:
        name = row["en" if quarter.language else "ko"]
        met, _ = organisations.meet(session, quarter.workspace, name, who, moment)
        placed = replace(met, sectors=(row["sector"],), regions=(row["region"],))
        organisations.save(session, quarter.workspace, placed, who, moment)
