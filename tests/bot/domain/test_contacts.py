"""Contacts as people write them."""

import pytest

from bot.domain.contacts import Contact, checked, contacts_of
from bot.refusals import Refusal


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("김철수, 과장, 02-123-4567, kim@example.org", Contact("김철수", "과장", "02-123-4567", "kim@example.org")),
        ("kim@example.org; 김철수", Contact("김철수", mail="kim@example.org")),
        ("Jane Kim, +82 10-1234-5678", Contact("Jane Kim", phone="+82 10-1234-5678")),
        ("이영희 · 팀장 · 기획실", Contact("이영희", "팀장, 기획실")),
        ("박민수, tel. 031) 123-4567", Contact("박민수", phone="031) 123-4567")),
        ("Kim 010-0000", Contact("Kim 010-0000")),
        ("02-123-4567", Contact(phone="02-123-4567")),
        ("홍길동, 02-123-4567 (내선 12)", Contact("홍길동", phone="02-123-4567 (내선 12)")),
    ],
)
def test_a_line_is_somebody(line: str, meant: Contact) -> None:
    assert contacts_of(line) == (meant,)


def test_each_line_is_somebody_and_an_empty_one_is_nobody() -> None:
    text = "김철수, 과장, 02-123-4567, kim@example.org\n\n이영희, 팀장\nKim 010-0000"
    assert [one.name for one in contacts_of(text)] == ["김철수", "이영희", "Kim 010-0000"]
    assert contacts_of(" \n\n") == ()


@pytest.mark.parametrize("text", ["김철수, kim@", "kim@example", "김철수, @example.org", "a@b@c.org"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="no e-mail address"):
        checked(text)


def test_too_many_are_refused_and_prose_is_not() -> None:
    with pytest.raises(Refusal, match="more than"):
        checked("Kim\n" * 21)
    assert checked("ask @kim of ours first") == "ask @kim of ours first"
