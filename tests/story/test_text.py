"""Cards are readable in a terminal, and nothing of Slack's notation is left."""

import unicodedata
from typing import Any

from tests.story.text import mrkdwn, names, words

KNOWN = {"U0ARA": "@아라", "C0EXPORT": "#export"}
MESSAGE: dict[str, Any] = {
    "text": "fallback",
    "blocks": [
        {"type": "header", "text": {"type": "plain_text", "text": ":date: 수출·투자지원팀 회의자료"}},
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": "*V-12* <@U0ARA> in <#C0EXPORT>: 대한정밀 &amp; 용접 &lt;급&gt;"},
            "accessory": {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "Edit"}},
        },
        {
            "type": "section",
            "fields": [{"type": "mrkdwn", "text": f"*항목 {n}*\n값 {n}"} for n in range(3)],
        },
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "2 visits · <https://x.example|link>"}]},
        {
            "type": "actions",
            "elements": [
                {"type": "button", "action_id": "b", "text": {"type": "plain_text", "text": "Undo"}, "style": "danger"},
                {"type": "overflow", "action_id": "c", "options": []},
            ],
        },
    ],
    "files": [{"title": "chart.png"}],
}
FORM: dict[str, Any] = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "방문 등록"},
    "submit": {"type": "plain_text", "text": "저장"},
    "close": {"type": "plain_text", "text": "취소"},
    "blocks": [
        {
            "type": "input",
            "block_id": "org",
            "label": {"type": "plain_text", "text": "기관"},
            "hint": {"type": "plain_text", "text": "이름만"},
            "element": {"type": "plain_text_input", "action_id": "o", "initial_value": "대한정밀"},
        },
        {
            "type": "input",
            "optional": True,
            "label": {"type": "plain_text", "text": "종류"},
            "element": {
                "type": "checkboxes",
                "action_id": "k",
                "options": [{"text": {"type": "plain_text", "text": word}, "value": word} for word in ("생산", "수출")],
                "initial_options": [{"text": {"type": "plain_text", "text": "수출"}, "value": "수출"}],
            },
        },
    ],
}


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


def test_a_card_says_everything_and_shows_its_buttons() -> None:
    text = words(MESSAGE, KNOWN, title="#export")
    for part in (
        "📅 수출·투자지원팀 회의자료",
        "V-12 @아라 in #export: 대한정밀 & 용접 <급>",
        "[ Edit ]",
        "[ Undo ]",
        "📎 chart.png",
    ):
        assert part in text
    assert "link" in text
    assert "<@" not in text


def test_no_line_is_wider_than_it_may_be_in_korean_either() -> None:
    for narrow in (40, 60, 88):
        assert {width(line) for line in words(MESSAGE, KNOWN, width=narrow).splitlines()} == {narrow}


def test_a_form_shows_its_fields_and_its_two_buttons() -> None:
    text = words(FORM)
    for part in ("방문 등록", "▏대한정밀", "이름만", "[ ] 생산", "[x] 수출", "(optional)", "[ 취소 ]  [ 저장 ]"):
        assert part in text


def test_a_table_and_rich_text() -> None:
    cells = [[{"type": "raw_text", "text": word} for word in row] for row in (("팀", "방문"), ("수출", "12"))]
    rich = {
        "type": "rich_text_section",
        "elements": [{"type": "user", "user_id": "U0ARA"}, {"type": "text", "text": "!"}],
    }
    text = words({"blocks": [{"type": "table", "rows": cells}, {"type": "rich_text", "elements": [rich]}]}, KNOWN)
    assert "수출" in text
    assert "@아라!" in text


def test_a_message_without_blocks_is_its_text() -> None:
    assert "안녕 @아라" in words({"text": "안녕 <@U0ARA>"}, KNOWN)


def test_mrkdwn_marks_are_styles() -> None:
    text = mrkdwn("a *b* _c_ ~d~ `e` snake_case_name 2*3*4 <!here> :white_check_mark:")
    assert text.plain == "a b c d e snake_case_name 2*3*4 @here ✅"
    assert {str(span.style) for span in text.spans} >= {"bold", "italic", "strike", "cyan"}


def test_names_come_from_the_state() -> None:
    state = {"users": [{"id": "U0ARA", "name": "ara", "real_name": "아라"}], "channels": [{"id": "C1", "name": "x"}]}
    assert names(state) == {"U0ARA": "@아라", "C1": "#x"}
