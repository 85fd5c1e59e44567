"""Refusals: a sentence and its values, translated only at the door; what was typed is given back."""

import datetime as dt

from bot.blocks import answers
from bot.i18n import translator
from bot.refusals import Faults, NotSaved, Refusal
from tests.cast import words
from tests.doubles import checks

EN, KO = (translator(lang, "Asia/Seoul", dt.date(2026, 11, 25)) for lang in ("en", "ko"))
UNKNOWN = "I do not know `{word}`. `/{command} help` shows what you can type."


def test_keeps_the_message_and_its_values_apart() -> None:
    refused = Refusal(UNKNOWN, word="vist", command="visit", typed="vist x")
    assert (refused.message, refused.typed) == (UNKNOWN, "vist x")
    assert refused.values == {"word": "vist", "command": "visit"}


def test_is_said_in_the_persons_language_with_what_they_typed() -> None:
    refused = Refusal(UNKNOWN, word="vist", command="visit", typed="vist 대한정밀")
    for t in (EN, KO):
        card = answers.refusal(t, refused).message()
        assert not checks.message_faults(card)
        assert "vist 대한정밀" in words(card)
        assert "/visit" in card["text"]
    assert answers.refusal(EN, refused).text != answers.refusal(KO, refused).text


def test_what_was_typed_cannot_break_out_of_its_box() -> None:
    shown = words(answers.refusal(EN, Refusal("No.", typed="``` <!channel> & *bold*")).message())
    assert "<!channel>" not in shown
    assert "''' &lt;!channel&gt; &amp; *bold*" in shown


def test_beside_a_field_it_is_plain_and_short() -> None:
    said = answers.beside_field(
        EN, Refusal("`{given}` is no time zone. Type one such as `Asia/Seoul`.", given="<b>" * 99)
    )
    assert len(said) <= 150
    assert said.startswith("<b>")  # Slack shows plain text as it is
    assert "`" not in said


def test_nothing_of_a_request_is_kept_when_the_database_is_slow() -> None:
    assert "Not saved" in answers.refusal(EN, NotSaved()).text
    assert "저장" in answers.refusal(KO, NotSaved()).text


def test_faults_name_their_fields() -> None:
    faults = Faults({"organisation": Refusal("Which organisation?")})
    assert list(faults.fields) == ["organisation"]
    assert str(faults) == "organisation"
