"""The forms of a visit, each with its reader."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from bot.blocks import kit
from bot.blocks.kit import Block, Form
from bot.blocks.visits import cards
from bot.domain.directory import Directory
from bot.domain.refs import Ref
from bot.domain.visits import FURTHEST, NewVisit, Visit
from bot.domain.words import Facet, Tags, Vocabulary
from bot.i18n import Translator
from bot.refusals import Faults, Refusal
from bot.speech.text import ORGANISATION, TEXT, clean, limited

MOST_DIFFICULTIES = 5
_BOXES = 10  # that one block holds
_ASKED_ABOUT = 80  # difficulties that fit into the form that asks, beside its other fields
_CARRIED = 2000  # characters of unknown tags that a form carries, within the 3,000 of Slack's private_metadata
_FACETS = (Facet.KIND, Facet.SECTOR, Facet.REGION)


def form(
    t: Translator,
    directory: Directory,
    today: dt.date,
    visit: Visit | None = None,
    prefill: NewVisit | None = None,
    again: Visit | None = None,
    asked: int = 0,
    *,
    dated: bool = True,
) -> Form:
    """The form to log a visit, or to edit one. `again` stands already: the question whether this is another one.

    `asked` counts these questions: the form comes back with what was chosen before, to be kept or taken out.
    Without its day (`dated`) the form demands one.
    """
    known: Visit | NewVisit | None = visit or prefill
    vocabulary = directory.workspace.vocabulary
    day = known.day if known else today
    organisation = visit.organisation_name if visit else (prefill.organisation if prefill else "")
    blocks = [
        kit.field_block(
            "organisation",
            t.plain("Organisation"),
            kit.text_input(
                "organisation", organisation, limit=ORGANISATION.length, placeholder=t.plain("Whom did you visit?")
            ),
        ),
        kit.field_block("day", t.plain("Day"), kit.day_input("day", day.isoformat() if dated else None)),
        kit.field_block(
            "summary",
            t.plain("Summary"),
            kit.text_input("summary", known.summary if known else "", limit=TEXT.length, long=True),
            optional=True,
        ),
        kit.field_block(
            "met", t.plain("Whom we met"), kit.text_input("met", known.met if known else "", limit=500), optional=True
        ),
        *_tag_fields(t, vocabulary, known),
        kit.field_block(
            "companions",
            t.plain("Who else of us was there"),
            kit.people_input("companions", known.companions if known else ()),
            optional=True,
        ),
    ]
    if visit is None:
        blocks += _difficulty_fields(t, prefill.difficulties if prefill else ())
        blocks += _photo_fields(t, prefill.photos if prefill else (), asked)
    if again is not None:
        blocks.insert(0, kit.section(cards.again(t, again)))
    return Form(
        "visits:save" if visit is None else "visits:change",
        t.plain("Log a visit") if visit is None else t.plain("Edit {ref}", ref=visit.ref),
        t.plain("Save") if again is None else t.plain("Log it again"),
        t.plain("Cancel"),
        tuple(blocks),
        ref=Ref("V", visit.number, visit.version) if visit else None,
        state=_kept(prefill, again, asked),
    )


def photos_form(t: Translator, visit: Visit) -> Form:
    """The form that adds photos to a visit."""
    return Form(
        "visits:photos",
        t.plain("Add photos to {ref}", ref=visit.ref),
        t.plain("Add"),
        t.plain("Cancel"),
        (_photo_field("photos", t.plain("Photos"), optional=False),),
        ref=Ref("V", visit.number, visit.version),
    )


def _kept(prefill: NewVisit | None, again: Visit | None, asked: int) -> dict[str, Any]:
    """What no field holds: the message, unknown tags, urgency, photos chosen before, the visit asked about."""
    kept: dict[str, Any] = {"asked": asked}
    if prefill is not None:
        kept |= {"link": prefill.permalink, "photos": list(prefill.photos), "tags": list(prefill.unknown_tags)}
        kept["urgent"] = prefill.urgent
    if again is not None:
        kept["again"] = again.number
    return {name: value for name, value in kept.items() if value}


def carries(new: NewVisit) -> bool:
    """Whether the form, when it asks, has room for all of it."""
    return len(new.difficulties) <= _ASKED_ABOUT and sum(len(tag) + 3 for tag in new.unknown_tags) <= _CARRIED


def read_again(state: Mapping[str, Any]) -> int:
    """The visit that the form asked about when it was shown; 0 for none."""
    return int(state.get("again") or 0)


def read_asked(state: Mapping[str, Any]) -> int:
    """How many times the form has asked."""
    return int(state.get("asked") or 0)


def read(
    values: Mapping[str, Any],
    person: str,
    today: dt.date,
    state: Mapping[str, Any] | None = None,
    was: dt.date | None = None,
) -> NewVisit:
    """The visit that the form holds, with what it kept. Raises Faults, each beside its field.

    `was` is the day of a visit that is edited: it may stay, however long ago it is.
    """
    kept = state or {}
    faults: dict[str, Refusal] = {}

    def text(field: str, limit: Any = TEXT) -> str:
        try:
            return limited(clean(values.get(field) or ""), limit)
        except Refusal as refusal:
            faults[field] = refusal
            return ""

    organisation = text("organisation", ORGANISATION)
    if not organisation and "organisation" not in faults:
        faults["organisation"] = Refusal("Type the name of the organisation that you visited.")
    day = dt.date.fromisoformat(values.get("day") or (was or today).isoformat())
    if day != was and day > today + FURTHEST:
        faults["day"] = Refusal("That is more than a year ahead. Choose a nearer day.")
    if day != was and day < today - FURTHEST:
        faults["day"] = Refusal("That is more than a year ago. Choose a later day.")
    shown = sum(field.startswith("difficulty_") for field in values)
    difficulties = [text(f"difficulty_{number}") for number in range(1, shown + 1)]
    found = NewVisit(
        person=person,
        organisation=organisation,
        day=day,
        summary=text("summary"),
        met=text("met"),
        kinds=_keys(values.get("kind")),
        sectors=_keys(values.get("sector")),
        regions=_keys(values.get("region")),
        unknown_tags=tuple(kept.get("tags") or ()),
        companions=tuple(one for one in values.get("companions") or () if one != person),
        difficulties=tuple(one for one in difficulties if one),
        photos=_read_photos(values, kept),
        permalink=str(kept.get("link") or ""),
        urgent=bool(kept.get("urgent")),
    )
    if faults:
        raise Faults(faults)
    return found


def read_photos(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of the files that were chosen."""
    return tuple(values.get("photos") or ())


def _read_photos(values: Mapping[str, Any], kept: Mapping[str, Any]) -> tuple[str, ...]:
    """Those chosen before whose box is still ticked, and those of the field."""
    field, boxes = _photo_names(read_asked(kept))
    before = tuple(kept.get("photos") or ())
    ticked = values.get(boxes, before[:_BOXES])
    stay = [one for at, one in enumerate(before) if at >= _BOXES or one in ticked]
    return tuple(dict.fromkeys((*stay, *(values.get(field) or ()))))


def _tag_fields(t: Translator, vocabulary: Vocabulary, known: Visit | NewVisit | None) -> list[Block]:
    labels = {Facet.KIND: t.plain("Kind"), Facet.SECTOR: t.plain("Sector"), Facet.REGION: t.plain("Region")}
    tags = Tags(known.kinds, known.sectors, known.regions) if known else Tags()
    fields = []
    for facet in _FACETS:
        options = [kit.option(term.name(t.lang), term.key) for term in vocabulary.of(facet)]
        if not options:
            continue
        name = facet.value
        element = _tag_element(t, facet, name, options, tags.keys(facet))
        fields.append(kit.field_block(name, labels[facet], element, optional=True))
    return fields


def _tag_element(
    t: Translator, facet: Facet, name: str, options: list[kit.Element], chosen: tuple[str, ...]
) -> kit.Element:
    """Boxes for the kinds, one choice for sector and region; a line may have named more, and then several stay."""
    if facet is Facet.KIND and len(options) <= 10:
        return kit.checkboxes(name, options, chosen)
    if len(chosen) > 1 or facet is Facet.KIND:
        return kit.many_menu(name, t.plain("Choose"), options, chosen)
    return kit.menu(name, t.plain("Choose"), options, chosen[0] if chosen else None)


def _keys(given: str | list[str] | None) -> tuple[str, ...]:
    """What was chosen in a menu of one or of many."""
    return (given,) if isinstance(given, str) else tuple(given or ())


def _difficulty_fields(t: Translator, given: Sequence[str]) -> list[Block]:
    return [
        kit.field_block(
            f"difficulty_{number}",
            t.plain("Difficulty {n}", n=number),
            kit.text_input(
                f"difficulty_{number}",
                given[number - 1] if number <= len(given) else "",
                limit=TEXT.length,
                placeholder=t.plain("What do they suffer from or ask for?") if number == 1 else "",
            ),
            optional=True,
        )
        for number in range(1, max(MOST_DIFFICULTIES, len(given)) + 1)
    ]


def _photo_fields(t: Translator, before: Sequence[str], asked: int) -> list[Block]:
    """A box for each photo that was chosen before, and the field for more."""
    field, boxes = _photo_names(asked)
    if not before:
        return [_photo_field(field, t.plain("Photos"))]
    options = [kit.option(t.plain("Photo {n}", n=n), one) for n, one in enumerate(before[:_BOXES], 1)]
    hint = t.plain("Untick what shall not be stored.")
    chosen = kit.checkboxes(boxes, options, before)
    return [
        kit.field_block(boxes, t.plain("Photos chosen already"), chosen, optional=True, hint=hint),
        _photo_field(field, t.plain("More photos")),
    ]


def _photo_names(asked: int) -> tuple[str, str]:
    """The names of the field and of the boxes: others in each question.

    Slack keeps what stands in a field when a form comes back with one of that name; then a photo would stand in the
    field and in the boxes, and unticking its box would not take it out.
    """
    return (f"photos_{asked}", f"chosen_{asked}") if asked else ("photos", "chosen")


def _photo_field(name: str, label: str, *, optional: bool = True) -> Block:
    element = kit.files_input(name, 5, ("jpg", "jpeg", "png", "heic", "gif", "webp"))
    return kit.field_block(name, label, element, optional=optional)
