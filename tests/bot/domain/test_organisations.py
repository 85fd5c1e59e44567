"""One organisation, however it is spelled; and what is close to it."""

import pytest

from bot.domain.organisations import closest, homepage, initials, is_initials, matching_name
from bot.refusals import Refusal


@pytest.mark.parametrize(
    "spelling",
    ["(주)대한정밀", "(주) 대한 정밀", "㈜대한정밀", "주식회사 대한정밀", "대한정밀(주)", "대한정밀 주식회사",
     "대한정밀주식회사", "（주）대한정밀", "대한-정밀", "대한정밀 Co., Ltd.", "대한정밀, Inc."],
)  # fmt: skip
def test_korean_spellings_are_one(spelling: str) -> None:
    assert matching_name(spelling) == matching_name("대한정밀")


@pytest.mark.parametrize(
    "spelling",
    ["Geoje Shipyard Co., Ltd.", "GEOJE SHIPYARD CO.,LTD", "Geoje Shipyard Inc", "geoje-shipyard", "Geoje Shipyard LLC",
     "Ｇｅｏｊｅ Shipyard", "Geoje Shipyard Corporation", "Geoje Shipyard & Co.", "Geoje Shipyard GmbH"],
)  # fmt: skip
def test_western_spellings_are_one(spelling: str) -> None:
    assert matching_name(spelling) == "geojeshipyard"


@pytest.mark.parametrize(
    ("name", "same"),
    [("주식회사", "주식회사"), ("Inc.", "inc"), ("(주)", "주"), ("Company of Wolves", "companyofwolves"),
     ("Limited Brands", "limitedbrands"), ("Costco", "costco"), ("!!!", "!!!"), ("AG", "ag"), ("코리아", "코리아")],
)  # fmt: skip
def test_a_word_that_is_the_name_stays(name: str, same: str) -> None:
    assert matching_name(name) == same


def test_a_name_of_80_letters_stays_within_its_column() -> None:
    assert len(matching_name("㈜" * 80)) <= 240
    assert len(initials("㈜" * 80)) <= 240


def test_initial_consonants() -> None:
    assert initials("(주)대한정밀") == "ㄷㅎㅈㅁ"
    assert is_initials("ㄷㅎㅈㅁ")
    assert not is_initials("ㄷ")
    assert not is_initials("대한")


def test_close_names_and_no_others() -> None:
    there = [(1, matching_name("대한정밀")), (2, matching_name("한국전력공사")), (3, matching_name("Geoje Shipyard"))]
    assert closest("대한정일", there, 3) == [1]
    assert closest("Goeje Shipyard", there, 3) == [3]
    assert closest("한국전력", there, 3) == [2]
    assert closest("대한정밀 (주)", there, 3) == []


@pytest.mark.parametrize(
    ("typed", "kept"), [("", ""), ("example.org", "https://example.org"), ("http://a.kr/b?c=1", "http://a.kr/b?c=1")]
)
def test_web_addresses(typed: str, kept: str) -> None:
    assert homepage(typed) == kept


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "ftp://a.b", "https://", "http://[::1", "x y.com", "https://a.b|c", "https://a.b>"]
)
def test_what_is_no_web_address(typed: str) -> None:
    with pytest.raises(Refusal):
        homepage(typed)
