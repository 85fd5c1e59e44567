"""A difficulty with a partner: its own clock, what ends it, and how long partners take."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain import difficulties as rules
from bot.domain.difficulties import Difficulty, DifficultyState
from bot.domain.referrals import Record, Referral, ReferralState, due_day, record
from bot.domain.workspaces import Workspace
from bot.refusals import Refusal

S = DifficultyState
TODAY = dt.date(2026, 11, 25)  # a Wednesday
NOW = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
DUE = dt.date(2026, 12, 9)
UNTIL = dt.date(2026, 12, 16)
WORKSPACE = Workspace("T0MUSTER")


def one(state: DifficultyState = S.ACTING, **known: object) -> Difficulty:
    fresh = Difficulty(7, "short of welders", state, DUE, NOW, "U0BOM", organisation=1, team="export", owner="U0BOM")
    return replace(fresh, **known)  # type: ignore[arg-type]  # fields by name


def referred(**known: object) -> Difficulty:
    return replace(rules.refer(one(), 9, "무역투자진흥원", UNTIL, "U0ARA", TODAY), **known)  # type: ignore[arg-type]  # fields by name


class TestItsClock:
    @pytest.mark.parametrize(("today", "late"), [(UNTIL - DAY, False), (UNTIL, False), (UNTIL + DAY, True)])
    def test_is_the_partners_day_while_it_is_referred(self, today: dt.date, late: bool) -> None:
        assert referred().late(today) is late

    @pytest.mark.parametrize(("today", "late"), [(DUE, False), (DUE + DAY, True)])
    def test_is_the_companys_again_afterwards(self, today: dt.date, late: bool) -> None:
        assert rules.reply(referred()).late(today) is late
        assert rules.withdraw(referred()).late(today) is late

    def test_is_two_weeks_moved_to_a_working_day(self) -> None:
        assert due_day(TODAY, False, WORKSPACE) == dt.date(2026, 12, 9)
        assert due_day(dt.date(2026, 12, 11), False, WORKSPACE) == dt.date(2026, 12, 28)  # the 25th is Christmas

    def test_is_as_short_for_an_urgent_one_as_the_company_waits(self) -> None:
        assert due_day(TODAY, True, WORKSPACE) == dt.date(2026, 11, 30)  # the 28th is a Saturday
        assert due_day(TODAY, True, replace(WORKSPACE, referral_days=1)) == dt.date(2026, 11, 26)


class TestAsked:
    def test_who_asks_has_it_when_nobody_had(self) -> None:
        after = rules.refer(one(S.OPEN, owner=None), 9, "무역투자진흥원", UNTIL, "U0ARA", TODAY)
        assert (after.state, after.owner, after.referred_name) == (S.REFERRED, "U0ARA", "무역투자진흥원")

    def test_not_the_company_itself(self) -> None:
        with pytest.raises(Refusal, match="comes from"):
            rules.refer(one(), 1, "거제조선", UNTIL, "U0ARA", TODAY)

    @pytest.mark.parametrize(("until", "fits"), [(TODAY - DAY, False), (TODAY, True), (TODAY + DAY, True)])
    def test_until_a_day_from_today_on(self, until: dt.date, fits: bool) -> None:
        if fits:
            assert rules.refer(one(), 9, "x", until, "U0ARA", TODAY).referred_until == until
        else:
            with pytest.raises(Refusal, match="has passed"):
                rules.refer(one(), 9, "x", until, "U0ARA", TODAY)

    def test_twice_for_the_same_day_is_refused_and_another_day_is_not(self) -> None:
        with pytest.raises(Refusal, match="already"):
            rules.refer(referred(), 9, "무역투자진흥원", UNTIL, "U0ARA", TODAY)
        assert rules.refer(referred(), 9, "무역투자진흥원", UNTIL + DAY, "U0ARA", TODAY).referred_until == UNTIL + DAY

    def test_somebody_else_of_ours_may_see_to_it_meanwhile(self) -> None:
        after = rules.assign(referred(), "U0CHAN", None, TODAY)
        assert (after.state, after.owner, after.referred_to) == (S.REFERRED, "U0CHAN", 9)


class TestWhatEndsIt:
    @pytest.mark.parametrize(
        "after",
        [
            rules.start(referred(), "U0ARA"),
            rules.reply(referred()),
            rules.withdraw(referred()),
            rules.answer(referred(), "in March", "U0BOM", TODAY, NOW),
            rules.decline(referred(), "no", "U0BOM", TODAY, NOW),
        ],
        ids=["start", "reply", "withdraw", "answer", "decline"],
    )
    def test_leaves_nothing_of_the_partner(self, after: Difficulty) -> None:
        assert (after.referred_to, after.referred_name, after.referred_until) == (None, "", None)

    def test_another_may_be_merged_into_it_and_it_into_none(self) -> None:
        _, kept = rules.merge(one(number=8), referred())
        assert (kept.state, kept.referred_to) == (S.REFERRED, 9)
        with pytest.raises(Refusal, match="with a partner"):
            rules.merge(referred(), one(number=8))


class TestHowLongPartnersTake:
    def asked(self, days: int | None, state: ReferralState = ReferralState.ANSWERED) -> Referral:
        day = None if days is None else TODAY + days * DAY
        return Referral(1, 7, 9, TODAY, UNTIL, "U0ARA", state=state, answered_on=day)

    @pytest.mark.parametrize(("days", "found"), [([4], 4.0), ([2, 9], 5.5), ([1, 3, 30], 3.0), ([0], 0.0)])
    def test_is_the_median_of_the_days_until_their_answers(self, days: list[int], found: float) -> None:
        assert record(map(self.asked, days)) == Record(0, len(days), found)

    def test_leaves_out_what_waits_and_what_was_taken_back(self) -> None:
        waiting, back = self.asked(None, ReferralState.OPEN), self.asked(None, ReferralState.WITHDRAWN)
        assert record([waiting, back]) == Record(1, 0, None)
        assert record([waiting, back, self.asked(6)]) == Record(1, 1, 6.0)
