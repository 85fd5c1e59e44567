"""The translator: typed text is escaped on its way in; dates, numbers, plurals and particles in both languages."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import Md, escape, language, translator
from bot.i18n.translator import Translator

TODAY = dt.date(2026, 11, 25)
EN, KO = (translator(lang, "Asia/Seoul", TODAY) for lang in ("en", "ko"))


class TestEscaping:
    def test_plain_text_is_escaped_and_safe_text_is_not(self) -> None:
        said = EN("Logged {org} by {who}.", org="<!channel> & co", who=Md("<@U0ARA>"))
        assert said == "Logged &lt;!channel&gt; &amp; co by <@U0ARA>."
        assert isinstance(said, Md)

    def test_plain_elements_show_text_as_it_is(self) -> None:
        said = EN.plain("Logged {org}.", org="<A & B>")
        assert said == "Logged <A & B>."
        assert not isinstance(said, Md)

    def test_braces_in_a_value_are_letters(self) -> None:
        assert EN("Logged {org}.", org="{who} {0} {org.__class__}") == "Logged {who} {0} {org.__class__}."

    @pytest.mark.parametrize("message", ["{org.__class__}", "{org[0]}", "{0}"])
    def test_a_message_reaches_into_nothing(self, message: str) -> None:
        with pytest.raises(KeyError):
            EN(message, org="x")

    @given(st.text())
    def test_whatever_is_typed_neither_mentions_nor_links(self, typed: str) -> None:
        said = KO("{org:을/를}", org=typed)
        assert "<" not in said
        assert ">" not in said
        assert escape(typed).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == typed

    def test_lists_escape_their_parts(self) -> None:
        assert EN.listing(["a<b", Md("<@U1>")]) == "a&lt;b, <@U1>"


class TestParticles:
    def test_follow_what_is_said_not_the_markup(self) -> None:
        assert KO("{org:을/를}", org=Md("*대한*")) == "대한을"
        assert KO("{org:을/를}", org=Md("<https://x.example|거제조선>")) == "<https://x.example|거제조선>을"
        assert KO("{org:은/는}", org="A&B") == "A&amp;B는"

    def test_are_not_bold_before_a_letter_either(self) -> None:
        """Slack shows `*D-7*의` with its asterisks."""
        said = "Nobody has taken {ref} yet. It was raised on {raised}, and the company waits for an answer by {day}."
        assert KO(said, ref=Md("*D-7*"), raised="x", day="y").startswith("D-7의 담당자가")
        assert EN(said, ref=Md("*D-7*"), raised="x", day="y").startswith("Nobody has taken *D-7* yet")

    def test_leave_what_is_only_bold_in_part(self) -> None:
        assert KO("{mark:이/가}", mark=Md("*3.2*▲0.4")).startswith("*3.2*▲0.4")

    def test_stand_behind_what_closes(self) -> None:
        assert KO.plain("“{name:”이라는/라는} 직원", name="김") == "“김”이라는 직원"
        assert KO.plain("`{ref:`으로/로}", ref="V-2") == "`V-2`로"

    def test_follow_numbers_and_days_as_they_are_read(self) -> None:
        assert KO.plain("{n:이/가}", n=3) == "3이"
        assert KO.plain("기한({day:)이/가}", day=dt.date(2026, 11, 27)) == "기한(11월 27일 (금))이"
        assert KO.plain("기한({day:)이/가}", day=dt.date(2026, 11, 24)) == "기한(11월 24일 (화))가"


class TestDatesAndNumbers:
    @pytest.mark.parametrize(
        ("t", "day", "said"),
        [
            (EN, dt.date(2026, 11, 27), "Fri 27 Nov"),
            (KO, dt.date(2026, 11, 27), "11월 27일 (금)"),
            (EN, dt.date(2027, 1, 1), "Fri 1 Jan 2027"),
            (KO, dt.date(2027, 1, 1), "2027년 1월 1일 (금)"),
            (EN, dt.date(2026, 1, 1), "Thu 1 Jan"),
            (EN, dt.date(2025, 12, 31), "Wed 31 Dec 2025"),
        ],
    )
    def test_a_day_names_its_year_when_it_is_another(self, t: Translator, day: dt.date, said: str) -> None:
        assert t.day(day) == said
        assert t("{day}", day=day) == said

    def test_a_moment_is_in_the_translators_zone(self) -> None:
        moment = dt.datetime(2026, 11, 27, 15, 30, tzinfo=dt.UTC)
        assert KO.moment(moment) == "11월 28일 (토) 00:30"
        assert translator("en", "Europe/Berlin", TODAY).moment(moment) == "Fri 27 Nov, 16:30"

    def test_months(self) -> None:
        assert (EN.month(TODAY), KO.month(TODAY)) == ("November 2026", "2026년 11월")

    @pytest.mark.parametrize(("value", "said"), [(0, "0"), (999, "999"), (1000, "1,000"), (-3, "-3"), (2.5, "2.5")])
    def test_numbers_have_their_thousands(self, value: float, said: str) -> None:
        assert EN("{value}", value=value) == said


class TestLanguages:
    @pytest.mark.parametrize(
        ("locale", "lang"),
        [("ko-KR", "ko"), ("ko", "ko"), ("en_US", "en"), ("EN-GB", "en"), ("fr-FR", None), ("", None), (None, None)],
    )
    def test_of_a_locale(self, locale: str | None, lang: str | None) -> None:
        assert language(locale) == lang

    def test_an_unknown_one_is_english(self) -> None:
        assert translator("fr").lang == "en"

    def test_what_has_no_korean_is_said_in_english(self) -> None:
        assert KO("Nobody ever said this sentence.") == "Nobody ever said this sentence."

    def test_plurals(self) -> None:
        assert [EN.many("{n} visit", "{n} visits", n) for n in (0, 1, 2)] == ["0 visits", "1 visit", "2 visits"]
        assert [KO.many("{n} visit", "{n} visits", n) for n in (1, 2)] == ["방문 1건", "방문 2건"]
