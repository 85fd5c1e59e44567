"""The two languages: nothing missing, the same placeholders, particles that exist, and every form can be filled."""

import datetime as dt
import re
import string

from bot.i18n import Md, translator
from bot.i18n.translator import catalogue
from tests import words
from tests.words import placeholders

KO = translator("ko", "Asia/Seoul", dt.date(2026, 11, 25))
EN = translator("en", "Asia/Seoul", dt.date(2026, 11, 25))
# after a consonant / after a vowel, as particles.py reads them
PARTICLES = {"을/를", "이/가", "은/는", "과/와", "으로/로", "이라/라", "이라는/라는", "이나/나", "이며/며", "이고/고"}
# after a placeholder: a particle that leaves the choice to the reader, or is right for some values only
BY_HAND = re.compile(
    r"\{([a-z_]+)\}[^\w\s]{0,3}"
    r"(?:을\(를\)|\(을\)를|이\(가\)|은\(는\)|와\(과\)|\(으\)로|\(이\)라|(?:으로|로|을|를|이|가|은|는|과|와)(?=[\s.,]))"
)


def forms() -> list[tuple[str, str]]:
    """Message id and Korean form, every one."""
    return [(id, form) for id, (found, _) in words.korean().items() for form in found]


def values(text: str) -> dict[str, object]:
    """Something for every placeholder: a name, or a number where numbers are spoken of."""
    return {name: 3 if name in ("n", "limit", "length", "count") else "한국정밀" for name in placeholders(text)}


def test_every_sentence_has_its_korean_and_every_korean_its_sentence() -> None:
    assert words.faults() == []


def test_every_form_can_be_filled_in() -> None:
    for id, form in forms():
        filled = KO.plain(form, **values(form))  # a form is its own id here: not in the catalogue
        assert not re.search(r"[{}]", filled.replace("{}", "")), (id, filled)


def test_particles_are_pairs_that_exist() -> None:
    specs = {spec for _, form in forms() for _, _, spec, _ in string.Formatter().parse(form) if spec}
    assert {spec.lstrip("`*_”’)") for spec in specs} <= PARTICLES


def test_no_particle_is_left_to_the_reader_or_to_luck() -> None:
    assert [form for _, form in forms() if BY_HAND.search(form)] == []


def test_english_is_the_sentence_itself() -> None:
    assert catalogue("en") == {}


def test_nothing_shown_has_spaces_at_its_ends() -> None:
    assert [id for id, form in forms() if form != form.strip() and id == id.strip()] == []


def test_messages_keep_their_markup() -> None:
    """What stands between backquotes is typed as it is: a command must be the same in both languages."""
    commands = re.compile(r"`/[a-z]+[^`]*`")
    wrong = [
        (id, form)
        for id, form in forms()
        if len(commands.findall(id)) != len(commands.findall(form)) or form.count("`") % 2
    ]
    assert wrong == []


def test_plurals_in_english_differ() -> None:
    assert EN.many("{n} visit", "{n} visits", 1) == "1 visit"
    assert EN.many("{n} visit", "{n} visits", 0) == "0 visits"
    assert KO.many("{n} visit", "{n} visits", 2) == "방문 2건"


def test_bold_never_touches_hangul_behind_it() -> None:
    """Slack shows *bold* only when a space or punctuation follows."""
    touching = re.compile(r"\*[^*\s][^*]*\*[가-힣]")
    assert [form for forms, _ in words.korean().values() for form in forms if touching.search(form)] == []


def test_a_bold_word_that_a_particle_follows_is_not_bold() -> None:
    assert KO("Only the number belongs here. Type just `{ref}`.", ref=Md("*D-7*")).count("*D-7*") == 1
    particled = "{ref} is done. `/task reopen {ref} REASON` opens it again."
    assert KO(particled, ref=Md("*T-7*")).startswith("T-7은 ")
