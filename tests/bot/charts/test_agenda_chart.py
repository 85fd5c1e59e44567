"""The gathered agenda's picture, drawn for real: a missing glyph or any other warning of matplotlib fails."""

import datetime as dt

import pytest

from bot.charts import agenda_chart
from bot.charts.agenda import ROWS, SHARE_SEEN, selected, shares
from bot.charts.canvas import ALT_LIMIT, Chart
from bot.domain.charts import AgendaChart, TeamBars, together
from bot.i18n import translator

pytestmark = pytest.mark.filterwarnings("error")

KO = translator("ko")
EN = translator("en")
FIRST, LAST = dt.date(2026, 11, 16), dt.date(2026, 11, 22)
EXPORT = TeamBars("수출·투자지원팀", 8, 6, 21, 16, 12, 3, 14, 3, 2, 1)
ENERGY = TeamBars("에너지시스템혁신팀", 9, 6, 15, 17.5, 8, 2, 20, 4, 1, 0)


def week(*teams: TeamBars) -> AgendaChart:
    return AgendaChart(FIRST, LAST, teams)


def size(chart: Chart) -> tuple[int, int]:
    assert chart.png.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(chart.png[16:20]), int.from_bytes(chart.png[20:24])


def test_a_picture_says_its_numbers_in_words() -> None:
    chart = agenda_chart(KO, week(EXPORT, ENERGY))
    wide, high = size(chart)
    assert wide == 1600
    assert 500 < high < 1200
    assert "전체: 할당량 달성 17명 중 12명, 방문 36건(할당 33.5건)" in chart.alt
    assert "수출·투자지원팀: 할당량 달성 8명 중 6명" in chart.alt
    assert "미결 12건(지연 3건), 과제 정상 14건, 우려 3건, 지연 2건, 막힘 1건." in chart.alt
    assert chart.title == "부서별 추진실적"


def test_english_says_the_same() -> None:
    chart = agenda_chart(EN, week(EXPORT))
    assert "quota met by 6 of 8, visits 21 (quota 16); difficulties open 12, late 3" in chart.alt
    assert chart.title == "Results by team"


def test_totals_of_their_own_count_a_shared_visit_once() -> None:
    facts = AgendaChart(FIRST, LAST, (EXPORT, ENERGY), TeamBars("", 17, 12, 30, 33.5, 20, 5, 34, 7, 3, 1))
    assert "visits 30 (quota 33.5)" in agenda_chart(EN, facts).alt


@pytest.mark.parametrize("teams", [(), (TeamBars("조용한 팀"),)])
def test_nothing_to_draw_is_a_sentence(teams: tuple[TeamBars, ...]) -> None:
    chart = agenda_chart(KO, week(*teams))
    assert size(chart)[1] < 500
    assert chart.alt.endswith("이 기간에 보여 드릴 할당량, 방문, 애로사항, 과제가 없습니다.")


def test_the_same_week_gives_the_same_bytes() -> None:
    assert agenda_chart(KO, week(EXPORT, ENERGY)).png == agenda_chart(KO, week(EXPORT, ENERGY)).png


def test_forty_teams_keep_those_that_need_a_look_and_stay_small() -> None:
    teams = [TeamBars(f"대미무역투자 진흥 대책팀 {n}", 5, 5, 10, 10, 2, 0, 9) for n in range(38)]
    teams[30:30] = [TeamBars("늦은 팀", 5, 1, 2, 10, 9, 9, 0, 0, 4)]
    chart = agenda_chart(KO, week(*teams, EXPORT))
    wide, high = size(chart)
    assert (wide, high < 2400, len(chart.png) < 1_000_000) == (1600, True, True)
    assert len(chart.alt) <= ALT_LIMIT

    rows = selected(KO, [*teams, EXPORT])
    assert len(rows) == ROWS
    assert [row.name for row in rows[-3:]] == ["늦은 팀", "수출·투자지원팀", "그 밖의 25개 부서"]
    assert together("", rows) == together("", [*teams, EXPORT])


@pytest.mark.parametrize(("count", "rows"), [(ROWS - 1, ROWS - 1), (ROWS, ROWS), (ROWS + 1, ROWS)])
def test_others_are_gathered_only_beyond_the_limit(count: int, rows: int) -> None:
    teams = [TeamBars(f"Team {n}", 1) for n in range(count)]
    chosen = selected(EN, teams)
    assert len(chosen) == rows
    assert (chosen[-1].name == "2 other teams") == (count > ROWS)


@pytest.mark.parametrize(
    "name",
    [
        "$\\frac{1}{2}$ and $100 to $200",
        "가" * 300,
        "Averyverylongwordwithoutanyspace" * 9,
        "🚀 로켓 👩‍💻",
        "ไทย العربية \u202eevil\u200b",
        "漢字 뷁뛟\n둘째\t줄",
        "<!channel> *bold* `code`",
        "",
        " ",
    ],
)
def test_any_name_can_be_drawn(name: str) -> None:
    assert size(agenda_chart(KO, week(TeamBars(name, 5, 4, 9, 10, 1, 1, 2), EXPORT)))[0] == 1600


def test_four_digit_numbers_can_be_drawn() -> None:
    """Whether they stay in their columns nothing but a look can tell."""
    drawn = agenda_chart(EN, week(TeamBars("A", 5000, 4999, 12000, 11000.5, 4000, 3999, 1, 1, 2000, 1)))
    assert size(drawn)[0] == 1600


@pytest.mark.parametrize("counts", [[1], [1, 1], [99, 1], [300, 1, 1, 1], [1, 1, 1, 1], [5, 6, 2]])
def test_shares_fill_the_bar_and_leave_room_for_each_number(counts: list[int]) -> None:
    parts = shares(counts)
    assert sum(parts) == pytest.approx(1)
    assert min(parts) >= SHARE_SEEN - 1e-9
    assert sorted(parts) == [part for _, part in sorted(zip(counts, parts, strict=True))]
