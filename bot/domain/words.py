"""The workspace's vocabulary: kinds of visit, sectors and regions, in both languages."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import field
from enum import StrEnum

from bot.values import frozen


class Facet(StrEnum):
    """What a tag says about a visit or a difficulty."""

    KIND = "kind"
    SECTOR = "sector"
    REGION = "region"


@frozen
class Term:
    """One word of the vocabulary. `aliases` are further spellings that people type."""

    facet: Facet
    key: str
    ko: str
    en: str
    aliases: tuple[str, ...] = ()

    def name(self, lang: str) -> str:
        return self.ko if lang == "ko" else self.en

    def spellings(self) -> tuple[str, ...]:
        return (self.key, self.ko, self.en, *self.aliases)


def folded(word: str) -> str:
    """A word without the differences that people do not mean: case, width, spaces, hyphens, `·`."""
    plain = unicodedata.normalize("NFKC", word).casefold()
    return "".join(letter for letter in plain if letter not in " -_·&/")


@frozen
class Vocabulary:
    terms: tuple[Term, ...]
    _spelled: dict[str, Term] = field(init=False, repr=False, compare=False)
    _keyed: dict[tuple[Facet, str], Term] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        spelled: dict[str, Term] = {}
        for term in self.terms:
            for spelling in term.spellings():
                spelled.setdefault(folded(spelling), term)
        object.__setattr__(self, "_spelled", spelled)
        object.__setattr__(self, "_keyed", {(term.facet, term.key): term for term in self.terms})

    def meaning(self, word: str) -> Term | None:
        return self._spelled.get(folded(word))

    def term(self, facet: Facet, key: str) -> Term | None:
        return self._keyed.get((facet, key))

    def of(self, facet: Facet) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.facet is facet)

    def named(self, facet: Facet, word: str) -> Term | None:
        """The sector (kind, region) that a word means, whatever else it may mean."""
        wanted = folded(word)
        found = (term for term in self.of(facet) if wanted in {folded(spelling) for spelling in term.spellings()})
        return next(found, None)

    def name(self, facet: Facet, key: str, lang: str) -> str:
        """The word for a key; a key whose term is gone shows as it is."""
        term = self.term(facet, key)
        return term.name(lang) if term else key


@frozen
class Tags:
    """What the tags of a line meant. `unknown` are kept as typed and pointed out."""

    kinds: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def keys(self, facet: Facet) -> tuple[str, ...]:
        return {Facet.KIND: self.kinds, Facet.SECTOR: self.sectors, Facet.REGION: self.regions}[facet]


def understand(words: Iterable[str], vocabulary: Vocabulary) -> Tags:
    """Sort tags as typed into kinds, sectors and regions of the workspace; each once, in the order typed."""
    found: dict[Facet, dict[str, None]] = {facet: {} for facet in Facet}
    unknown: dict[str, None] = {}
    for word in words:
        term = vocabulary.meaning(word)
        if term is None:
            unknown[word] = None
        else:
            found[term.facet][term.key] = None
    return Tags(
        kinds=tuple(found[Facet.KIND]),
        sectors=tuple(found[Facet.SECTOR]),
        regions=tuple(found[Facet.REGION]),
        unknown=tuple(unknown),
    )


def _terms(facet: Facet, rows: Sequence[tuple[str, ...]]) -> tuple[Term, ...]:
    return tuple(Term(facet, key, ko, en, tuple(more)) for key, ko, en, *more in rows)


DEFAULT_VOCABULARY = Vocabulary(
    _terms(
        Facet.KIND,
        (
            ("production", "생산", "production", "생산현장"),
            ("rnd", "연구개발", "R&D", "기술개발", "research"),
            ("labour", "노사관계", "labour", "노사", "labor"),
            ("export", "수출", "export", "exports", "무역", "trade"),
            ("investment", "투자", "investment"),
            ("ebusiness", "전자상거래", "e-business", "ebiz", "이비즈니스", "e비즈니스"),
            ("energy", "에너지", "energy", "자원"),
            ("other", "기타", "other"),
        ),
    )
    + _terms(
        Facet.SECTOR,
        (
            ("parts", "부품", "parts", "부품소재", "components"),
            ("shipbuilding", "조선", "shipbuilding", "ships"),
            ("automobiles", "자동차", "automobiles", "cars", "automotive"),
            ("semiconductors", "반도체", "semiconductors", "chips"),
            ("steel", "철강", "steel"),
            ("machinery", "기계", "machinery"),
            ("chemicals", "석유화학", "chemicals", "화학"),
            ("textiles", "섬유", "textiles"),
            ("electronics", "전자", "electronics"),
            ("bio", "바이오", "bio", "biotech"),
            ("software", "소프트웨어", "software", "sw"),
            ("power", "전력", "power"),
        ),
    )
    + _terms(
        Facet.REGION,
        (
            ("seoul", "서울", "Seoul"),
            ("busan", "부산", "Busan"),
            ("daegu", "대구", "Daegu"),
            ("incheon", "인천", "Incheon"),
            ("gwangju", "광주", "Gwangju"),
            ("daejeon", "대전", "Daejeon"),
            ("ulsan", "울산", "Ulsan"),
            ("gyeonggi", "경기", "Gyeonggi"),
            ("gangwon", "강원", "Gangwon"),
            ("chungbuk", "충북", "North Chungcheong"),
            ("chungnam", "충남", "South Chungcheong"),
            ("jeonbuk", "전북", "North Jeolla"),
            ("jeonnam", "전남", "South Jeolla"),
            ("gyeongbuk", "경북", "North Gyeongsang"),
            ("gyeongnam", "경남", "South Gyeongsang"),
            ("jeju", "제주", "Jeju"),
            ("ansan", "안산", "Ansan"),
            ("changwon", "창원", "Changwon"),
            ("geoje", "거제", "Geoje"),
            ("gumi", "구미", "Gumi"),
        ),
    )
)
