"""What the tests of visits share: one that is typed, and what became of it."""

from bot.domain.visits import Visit
from storage import visits
from tests.cast import WS, Stage

LINE = "/visit 대한정밀: 2분기 수주 회복 ! 납품대금 지연 ! 용접공 부족 #안산 #부품 #생산 @ara on:어제"


def visit(stage: Stage, number: int = 1) -> Visit:
    with stage.db.read() as session:
        found = visits.get(session, WS, number)
    assert found is not None
    return found
