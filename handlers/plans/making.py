"""Items and fields of the plan are recorded, changed, taken back, deleted."""

from dataclasses import replace

from bot.blocks import kit
from bot.blocks import plans as blocks
from bot.blocks.kit import Card
from bot.domain import plans as rules
from bot.domain.people import Role
from bot.domain.periods import Cadence, containing
from bot.domain.permissions import check
from bot.domain.plans import Item, PlanField, Sieve, Wanted
from bot.domain.words import Facet, folded, understand
from bot.i18n import Md
from bot.refusals import Faults, Refusal, beside
from bot.speech.people import Mention
from bot.speech.plans import FieldLine, ItemLine
from bot.values import in_order
from handlers.asks import Ask, Kind, Open, Redraw, Reply, Say
from handlers.plans.steps import about, allowed, card_of, held, meant
from storage import plans

FIRST_TARGET = 1


def add(ask: Ask) -> Reply:
    """In one line; the word alone opens the form."""
    line: ItemLine | None = ask.args
    if line is None:
        return open_form(ask)
    tags = understand(line.tags, ask.workspace.vocabulary)
    if tags.unknown:
        raise Refusal(
            "{tags}: no kind, sector or region that I know, so nothing could count by it. "
            "Type known words, such as `#export` or `#Busan`.",
            typed=line.typed,
            tags=", ".join(f"#{tag}" for tag in tags.unknown),
        )
    known = plans.fields(ask.session, ask.ws)
    team = ask.directory.pick_team(line.team).key if line.team else _home(ask)
    wanted = Wanted(
        field=rules.pick_field(known, line.field).key if line.field else "",
        ko=line.ko,
        en=line.en,
        period=line.period or containing(Cadence.YEARLY, ask.today),
        target=rules.check_target(FIRST_TARGET if line.target is None else line.target),
        sieve=Sieve(tags.kinds, tags.sectors, tags.regions),
        team=team,
        owner=_owner(ask, line.owner),
    )
    return Say(_add(ask, wanted))


def open_form(ask: Ask) -> Reply:
    """*New item*, or `/plan add` alone."""
    blank = Wanted("", "", "", containing(Cadence.YEARLY, ask.today), FIRST_TARGET, team=_home(ask))
    return Open(blocks.form(ask.t, ask.directory, plans.fields(ask.session, ask.ws), blank))


def save(ask: Ask) -> Reply:
    """The form of a new item, filled in."""
    return Say(_add(ask, _checked(ask, blocks.read(ask.values, ask.today, new=True))))


def edit(ask: Ask) -> Reply:
    """*Edit*, or `/plan edit P-3`."""
    one = allowed(ask, "plans.change")
    known = Wanted(one.field, one.ko, one.en, one.period, one.target, one.source, one.sieve, one.team, one.owner)
    return Open(blocks.form(ask.t, ask.directory, plans.fields(ask.session, ask.ws), known, one))


def change(ask: Ask) -> Reply:
    """The form of *Edit*, filled in. Somebody else's newer edit is not overwritten."""
    before = held(ask, allowed(ask, "plans.change"))
    if ask.ref and ask.ref.version and ask.ref.version != before.version:
        raise Refusal(
            "{ref} was changed meanwhile. Close this form and open it again to see the newest.", ref=before.ref
        )
    after = in_order(before, rules.edit(before, _checked(ask, blocks.read(ask.values, ask.today, new=False))))
    if after == before:
        return Redraw(card_of(ask, before, ask.t("Nothing changed.")))
    beside("ko", lambda: rules.check_names(after, plans.all_of(ask.session, ask.ws)))
    return Redraw(card_of(ask, plans.save(ask.session, ask.ws, after, ask.who.id, ask.now)))


def undo(ask: Ask) -> Reply:
    """Take back what was just added."""
    one = meant(ask)
    check(ask.actor, "plans.undo", about(one))
    one = held(ask, one)
    counted = bool(plans.words_of(ask.session, ask.ws, [one.number]))
    rules.check_undo(one, ask.now, ask.rules.undo, counted=counted)
    plans.remove(ask.session, ask.ws, one, ask.who.id, ask.now)
    return Redraw(blocks.undone_card(ask.t, one))


def delete(ask: Ask) -> Reply:
    """It leaves the plan; its record is kept."""
    one = held(ask, allowed(ask, "plans.change"))
    plans.save(ask.session, ask.ws, replace(one, deleted=ask.now), ask.who.id, ask.now, "delete")
    return Redraw(blocks.deleted_card(ask.t, one))


def field(ask: Ask) -> Reply:
    """`/plan field [KEY NAME [/ NAME]]`: the fields; the secretariat records one."""
    line: FieldLine | None = ask.args
    known = plans.fields(ask.session, ask.ws)
    if line is None:
        return Say(blocks.fields_card(ask.t, known))
    check(ask.actor, "secretariat")
    same = next((one for one in known if folded(one.key) == folded(line.key)), None)
    wanted = PlanField(
        same.key if same else line.key, line.ko or (same.ko if same else ""), line.en or (same.en if same else "")
    )
    rules.check_field(wanted, known)
    plans.save_field(ask.session, ask.ws, wanted, ask.who.id, ask.now)
    return Say(blocks.fields_card(ask.t, plans.fields(ask.session, ask.ws), ask.t("The field is recorded.")))


# steps ----------------------------------------------------------------------------------------------------------------


def _add(ask: Ask, wanted: Wanted) -> Card:
    draft = rules.draft(wanted, who=ask.who.id, now=ask.now)
    every = plans.all_of(ask.session, ask.ws)
    if ask.kind is Kind.FORM:
        beside("ko", lambda: rules.check_names(draft, every))
    else:
        rules.check_names(draft, every)
    made = plans.add(ask.session, ask.ws, draft, ask.who.id, ask.now)
    return card_of(ask, made, _said(ask, made))


def _said(ask: Ask, made: Item) -> Md:
    """That it is there; and that its period is over, since `/plan` soon shows it no more."""
    said = ask.t(":new: {ref} is in the inspection plan.", ref=made.ref)
    if made.last >= ask.today:
        return said
    over = ask.t(
        ":warning: Its period ended on {day}, and `/plan` shows an item until a month after that. "
        "`/plan edit {ref}` changes the period, `/plan undo {ref}` takes the item back.",
        day=made.last,
        ref=made.ref,
    )
    return kit.lines(said, over)


def _home(ask: Ask) -> str | None:
    home = ask.directory.home(ask.who.id)
    return home.key if home else None


def _owner(ask: Ask, named: Mention | None) -> str | None:
    return _worker(ask, named.id, named.name) if named else None


def _worker(ask: Ask, id: str | None, name: str = "") -> str:
    """Somebody who works here."""
    found = ask.directory.pick(id, name)
    if found.role is Role.GUEST:
        raise Refusal("{name} is a guest and cannot own this. Choose somebody who works here.", name=found.name)
    return found.id


def _checked(ask: Ask, wanted: Wanted) -> Wanted:
    """What a form says, with a field, a team, an owner and words that there are."""
    if wanted.field:
        beside("field", lambda: rules.pick_field(plans.fields(ask.session, ask.ws), wanted.field))
    if wanted.team:
        beside("team", lambda: ask.directory.pick_team(wanted.team or ""))
    if wanted.owner:
        beside("owner", lambda: _worker(ask, wanted.owner))
    sieve = wanted.sieve
    if any(ask.workspace.vocabulary.term(facet, key) is None for facet in Facet for key in sieve.keys(facet)):
        raise Faults({"period": Refusal("The words of this workspace have changed. Open the form again.")})
    return wanted
