"""The inspection plan as two sheets: its fields, and its items."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from bot.domain import plans as rules
from bot.domain.permissions import subject
from bot.domain.plans import Item, PlanField, Sieve, Source
from bot.domain.sheets.called import Called
from bot.domain.sheets.cells import of_period, period_of
from bot.domain.sheets.values import Column, Given, Kind, Known, Names, Outcome, Sheet, Wrong
from bot.domain.sheets.wanted import beside, keys, owner_of, terms
from bot.domain.words import Facet, folded
from bot.refusals import Refusal

_SOURCES: Final[Mapping[str, Names]] = {
    Source.VISITS.value: ("visits", "방문", "visit", "현장방문"),
    Source.MEETINGS.value: ("meetings", "회의", "meeting", "정례회의"),
    Source.SURVEYS.value: ("surveys", "설문", "survey", "설문조사"),
}
_KEY = ("key", "코드")
_NO_NAME: Final = Refusal("Type a name in Korean, in English or in both.")


def field_ref(one: PlanField) -> str:
    return f"field:{one.key}"


# fields ---------------------------------------------------------------------------------------------------------------

_FIELD_COLUMNS: Final = (
    Column("key", "Key", "키", words=_KEY, limit=30, keeps=True, width=16),
    Column("ko", "Korean name", "한글 이름", words=("분야", "분야명", "이름", "name (korean)"), width=30),
    Column("en", "English name", "영문 이름", words=("field", "name", "name (english)"), width=30),
)


def _field_cells(one: PlanField, _known: Known) -> dict[str, str]:
    return {"key": one.key, "ko": one.ko, "en": one.en}


def _find_field(row: Given, known: Known) -> PlanField | None:
    """By its key; a new key is a new field."""
    by_key: Mapping[str, PlanField] = known.once(
        "fields by key", lambda: {folded(one.key): one for one in known.things.values()}
    )
    return by_key.get(folded(row.cells.get("key", "")))


def _change_field(before: PlanField | None, wanted: Mapping[str, str], known: Known) -> Outcome:
    known.check("secretariat")
    one = before or PlanField(wanted.get("key", ""), "", "")
    after = replace(one, ko=wanted.get("ko", one.ko), en=wanted.get("en", one.en))
    beside("key", lambda: rules.check_field(after, ()))
    if not _named(after):
        raise Wrong("ko", _NO_NAME)
    called = Called(known, lambda: ((each.key, each.spellings()) for each in known.things.values()))
    if other := called.other(after.spellings(), after.key if before else ""):
        raise Wrong("ko", Refusal("The field `{key}` is called that already. Choose another name.", key=other))
    called.rename(one.spellings(), after.spellings(), after.key)
    return Outcome(after)


def _named(one: PlanField | Item) -> bool:
    return any(letter.isalnum() for letter in one.ko + one.en)


FIELDS: Final = Sheet(
    "fields",
    "Fields",
    "점검 분야",
    _FIELD_COLUMNS,
    _field_cells,
    _find_field,
    _change_field,
    ref=field_ref,
    label=lambda one: one.key,
    found_by="key",
)


# items ----------------------------------------------------------------------------------------------------------------


def _fields(known: Known) -> Mapping[str, Names]:
    """The fields that there are, those of the same file too."""
    fields: Iterable[PlanField] = known.others.get("fields", {}).values()
    return {one.key: (one.name("en"), one.name("ko"), *(name for name in (one.en, one.ko) if name)) for one in fields}


def _facet(facet: Facet, en: str, ko: str, *words: str) -> Column:
    return Column(f"{facet.value}s", en, ko, Kind.CHOICES, words, choices=lambda known: terms(facet, known), width=18)


_COLUMNS: Final = (
    Column("number", "Number", "번호", Kind.REF, ("no", "id", "항목번호"), letter="P", taken=False, width=9),
    Column("field", "Field", "분야", Kind.CHOICE, ("점검분야", "점검 분야", "area"), choices=_fields, width=18),
    Column(
        "ko", "Korean name", "한글 이름", words=("항목", "항목명", "점검항목", "점검 항목", "이름", "명칭"), width=36
    ),
    Column("en", "English name", "영문 이름", words=("item", "name", "title"), width=36),
    Column("period", "Period", "기간", Kind.PERIOD, ("점검기간", "점검 기간", "when"), keeps=True, width=22),
    Column(
        "target", "Target", "목표", Kind.WHOLE, ("target number", "목표 건수", "목표건수", "계획"), keeps=True, width=9
    ),
    Column(
        "source",
        "Counts",
        "집계 대상",
        Kind.CHOICE,
        ("it counts", "source", "대상"),
        choices=lambda _: _SOURCES,
        keeps=True,
        width=11,
    ),
    _facet(Facet.KIND, "Kinds", "유형", "kind", "방문유형"),
    _facet(Facet.SECTOR, "Sectors", "업종", "sector"),
    _facet(Facet.REGION, "Regions", "지역", "region"),
    Column("series", "Series", "정례회의·설문", words=("only this series", "회의체"), limit=40, width=14),
    Column("team", "Team", "부서", Kind.TEAM, ("division", "담당부서", "담당 부서", "팀"), width=20),
    Column("owner", "Owner", "담당자", Kind.PERSON, ("who", "담당", "책임자"), width=16),
)


def _cells(one: Item, _known: Known) -> dict[str, str]:
    return {
        "number": one.ref,
        "field": one.field,
        "ko": one.ko,
        "en": one.en,
        "period": of_period(one.period),
        "target": str(one.target),
        "source": one.source.value,
        "kinds": ",".join(one.sieve.kinds),
        "sectors": ",".join(one.sieve.sectors),
        "regions": ",".join(one.sieve.regions),
        "series": one.sieve.series,
        "team": one.team or "",
        "owner": one.owner or "",
    }


def _find(row: Given, known: Known) -> Item | None:
    """By its number; without one it is a new item."""
    ref = row.cells.get("number", "")
    found = known.things.get(ref) if ref else None
    if ref and not isinstance(found, Item):
        raise Wrong("number", Refusal("There is no item {ref}. For a new one leave the number empty.", ref=ref))
    return found


def _change(before: Item | None, wanted: Mapping[str, str], known: Known) -> Outcome:
    if before is None:
        known.check("plans.create")
    else:
        known.check("plans.change", subject(author=before.created_by, owner=before.owner, teams=before.teams))
    one = before or _drafted(wanted, known)
    after = replace(
        one,
        field=wanted.get("field", one.field),
        ko=wanted.get("ko", one.ko),
        en=wanted.get("en", one.en),
        target=beside("target", lambda: rules.check_target(int(wanted.get("target", one.target)))),
        source=Source(wanted.get("source", one.source)),
        sieve=Sieve(
            keys(wanted, "kinds", one.sieve.kinds),
            keys(wanted, "sectors", one.sieve.sectors),
            keys(wanted, "regions", one.sieve.regions),
            wanted.get("series", one.sieve.series),
        ),
        team=wanted.get("team", one.team or "") or None,
        owner=owner_of(wanted, one.owner, known),
    )
    if "period" in wanted:
        period = period_of(wanted["period"])
        after = replace(after, first=period.first, last=period.last)
    if not _named(after):
        raise Wrong("ko", _NO_NAME)
    _check_names(one, after, known)
    return Outcome(after)


def _drafted(wanted: Mapping[str, str], known: Known) -> Item:
    """A new one before it has a number: of the home of whoever imports."""
    if not wanted.get("period"):
        raise Wrong("period", Refusal("A new item needs a period, such as 2026-H2."))
    period, home = period_of(wanted["period"]), known.directory.home(known.who)
    return Item(0, "", "", "", period.first, period.last, 0, known.now, known.who, team=home.key if home else None)


def _check_names(one: Item, after: Item, known: Known) -> None:
    """No two items of one period answer to one name."""
    called = Called(known, lambda: ((each.ref, _names(each)) for each in known.things.values()))
    if other := called.other(_names(after), after.ref if after.number else ""):
        raise Wrong("ko", Refusal("{ref} is called that already, in the same period. Choose another name.", ref=other))
    called.rename(_names(one), _names(after), after.ref if after.number else after.ko or after.en)


def _names(one: Item) -> list[Hashable]:
    """Its names, in its period; one without a number yet is not called by it."""
    numberless = frozenset[str]() if one.number else frozenset({folded(one.ref)})
    return [(one.period, name) for name in sorted(one.spellings() - numberless)]


PLAN: Final = Sheet(
    "plan",
    "Inspection plan",
    "현장점검 계획",
    _COLUMNS,
    _cells,
    _find,
    _change,
    ref=lambda one: one.ref,
    label=lambda one: one.ko or one.en,
)
