"""A card that one person alone sees offers no button that would only refuse."""

from tests.cast import ARA, BOM, Stage, words
from tests.rostering import CHRISTMAS, on_duty


def test_who_has_the_only_listed_day_is_not_asked_to_volunteer(stage: Stage) -> None:
    on_duty(stage, CHRISTMAS, BOM)
    assert "Volunteer" not in words(stage.types(BOM, "/duty"))
    assert "Volunteer" in words(stage.types(ARA, "/duty"))
