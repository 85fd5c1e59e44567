"""The font, and the promise that drawing costs nothing until something is drawn."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.charts.canvas import ALT_LIMIT, describe
from bot.charts.lettering import drawable, font_path, shorten, width, wrap


def test_importing_the_charts_does_not_import_matplotlib() -> None:
    heavy = "[m for m in ('matplotlib', 'numpy', 'PIL', 'koreanize_matplotlib') if m in sys.modules]"
    said = subprocess.run(
        [sys.executable, "-c", f"import sys, bot.charts; print({heavy})"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert said.stdout.strip() == "[]"


def test_drawing_leaves_the_global_settings_and_pyplot_alone() -> None:
    script = """if True:
        import sys, datetime, matplotlib
        from bot.charts import agenda_chart
        from bot.domain.charts import AgendaChart, TeamBars
        from bot.i18n import translator
        before = matplotlib.rcParams.copy()
        days = datetime.date(2026, 11, 16), datetime.date(2026, 11, 20)
        agenda_chart(translator("ko"), AgendaChart(*days, (TeamBars("팀", 5, 4, 9, 10),)))
        print(before == matplotlib.rcParams.copy())
        print("matplotlib.pyplot" in sys.modules, "koreanize_matplotlib" in sys.modules)
    """
    root = Path(__file__).parents[3]
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=root)
    assert said.stdout.split() == ["True", "False", "False"]


@pytest.mark.parametrize("bold", [False, True])
def test_the_font_is_there(bold: bool) -> None:
    assert font_path(bold).is_file()


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("수출 $100", "수출 $100"),
        ("🚀 로켓 👩‍💻팀", "로켓 팀"),
        ("a\nb\tc", "a b c"),
        ("\u202eevil\u200b", "evil"),
        ("ไท", "〓〓"),
        ("漢字", "漢字"),
        ("가", "가"),  # decomposed Hangul is composed
        ("", ""),
    ],
)
def test_what_the_font_lacks_is_left_out_or_marked(typed: str, drawn: str) -> None:
    assert drawable(typed) == drawn


def test_lines_keep_to_their_room() -> None:
    name = "반도체·디스플레이/이차전지-소재부품장비 국산화 추진단"
    for room in (60, 100, 150, 200):
        lines = wrap(name, room, 18)
        assert len(lines) <= 2
        assert all(width(line, 18) <= room for line in lines)


def test_a_line_breaks_between_words_and_ends_in_dots_when_cut() -> None:
    assert wrap("Trade and Investment with the United States", 190, 18) == [
        "Trade and Investment",
        "with the United States",
    ]
    assert wrap("가" * 100, 190, 18)[-1].endswith("...")
    assert wrap("", 190, 18) == []
    assert shorten("short", 190, 18) == "short"
    assert wrap("가나다", 1, 18, lines=1) == ["가..."]


def test_width_grows_with_size_and_counts_spaces() -> None:
    assert width("가나", 36) == pytest.approx(2 * width("가나", 18), rel=0.02)
    assert width("a ", 18) > width("a", 18)


def test_a_description_ends_with_a_whole_sentence() -> None:
    said = describe(["x" * 300 + "."] * 5)
    assert len(said) <= ALT_LIMIT
    assert said.count(".") == 3
