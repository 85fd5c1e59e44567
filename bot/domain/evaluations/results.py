"""What a month comes to: means, the lowest, and the month before."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.domain.charts import EvaluationChart, Rated
from bot.domain.evaluations.months import Assessment, Evaluation
from bot.domain.evaluations.timeliness import BEST
from bot.values import frozen

LOWEST: Final = 5  # so many of the lowest become agenda items


@frozen
class Means:
    """What several tasks come to: how many, how many have both marks, and the means of these (0 without any)."""

    tasks: int
    rated: int
    effectiveness: float = 0
    timeliness: float = 0

    @property
    def unrated(self) -> int:
        return self.tasks - self.rated


def means(assessments: Iterable[Assessment]) -> Means:
    found = list(assessments)
    marks = [(one.effectiveness, one.timeliness) for one in found if one.effectiveness is not None]
    if not marks:
        return Means(len(found), 0)
    count = len(marks)
    return Means(len(found), count, sum(a or 0 for a, _ in marks) / count, sum(b for _, b in marks) / count)


@frozen
class Results:
    """A month's assessments and, by task, those of the evaluation before it."""

    evaluation: Evaluation
    assessments: tuple[Assessment, ...]
    before: Mapping[int, Assessment]

    def of_team(self, team: str | None) -> "Results":
        mine = tuple(one for one in self.assessments if one.team == team)
        then = {number: one for number, one in self.before.items() if one.team == team}
        return Results(self.evaluation, mine, then)

    def teams(self) -> list[str | None]:
        """The teams that tasks belong to; None for those without one."""
        return sorted({one.team for one in self.assessments}, key=lambda team: (team is None, team or ""))

    @property
    def means(self) -> Means:
        return means(self.assessments)

    @property
    def means_before(self) -> Means:
        return means(self.before.values())

    def ranked(self) -> list[Assessment]:
        """The lowest first; those without marks at the end."""
        return sorted(self.assessments, key=_rank)

    def lowest(self) -> list[Assessment]:
        """Up to five with the lowest marks, worst first. What has full marks is never among them."""
        below = [one for one in self.assessments if one.effectiveness is not None and _sum(one) < 2 * BEST]
        return sorted(below, key=_rank)[:LOWEST]

    def chart(self, lowest: Sequence[Assessment] | None = None) -> EvaluationChart:
        rated = tuple(
            _point(one, self.before.get(one.task)) for one in self.assessments if one.effectiveness is not None
        )
        named = tuple(one.ref for one in (self.lowest() if lowest is None else lowest))
        return EvaluationChart(self.evaluation.month, rated, named, len(self.assessments) - len(rated))


def _sum(one: Assessment) -> int:
    return (one.effectiveness or 0) + one.timeliness


def _rank(one: Assessment) -> tuple[bool, int, int, int]:
    return one.effectiveness is None, _sum(one), one.effectiveness or 0, one.task


def _point(one: Assessment, before: Assessment | None) -> Rated:
    then = (
        (before.effectiveness, before.timeliness) if before is not None and before.effectiveness is not None else None
    )
    return Rated(one.ref, one.title, one.effectiveness or 0, one.timeliness, then)
