"""The directory of organisations: found despite their spelling, shown with what we know of them."""

from collections.abc import Sequence
from dataclasses import replace

from bot.blocks import organisations as blocks
from bot.blocks import visits as visit_blocks
from bot.blocks.kit import Card
from bot.domain.difficulties import UNSETTLED
from bot.domain.organisations import Organisation, OrganisationKind, is_partner, kind_of
from bot.domain.refs import Ref
from bot.domain.visits import NewVisit, VisitState
from bot.domain.words import understand
from bot.i18n import N_, Md
from bot.refusals import Faults, Refusal
from bot.speech import organisations as speech
from handlers import sheets
from handlers.asks import Ask, Binding, Feature, Noun, Open, Redraw, Reply, Say
from storage import difficulties, organisations, visits
from storage.visits import Choice


def list_(ask: Ask) -> Reply:
    """The directory in the order of names, or those of some kinds."""
    words: Sequence[str] = ask.args or ()
    unknown = [word for word in words if kind_of(word) is None and not is_partner(word)]
    if unknown:
        raise Refusal(
            "`{word}` is no kind of organisation. Type one of these: {kinds}.",
            word=unknown[0][:40],
            kinds=", ".join(f"#{kind.value}" for kind in OrganisationKind) + ", #partner",
        )
    kinds = [kind for word in words if (kind := kind_of(word)) is not None]
    offset = (ask.page - 1) * blocks.PAGE
    found, total = organisations.listing(
        ask.session, ask.ws, kinds, blocks.PAGE, offset, partners=any(is_partner(word) for word in words)
    )
    asked = " ".join(["list", *(f"#{word}" for word in words)])
    return Say(blocks.list_card(ask.t, found, total, asked, ask.page))


def find(ask: Ask) -> Reply:
    """By a part of the name or initial consonants; a single one is shown at once."""
    part: str = ask.args
    total = organisations.count(ask.session, ask.ws, part)
    offset = (ask.page - 1) * blocks.PAGE
    found = organisations.search(ask.session, ask.ws, part, blocks.PAGE, offset)
    if total == 1 and found:
        return Say(_card(ask, found[0]))
    if not found:
        return Say(blocks.nobody_card(ask.t, part, organisations.similar(ask.session, ask.ws, part)))
    return Say(blocks.list_card(ask.t, found, total, f"find {part}", ask.page))


def show(ask: Ask) -> Reply:
    """`O-9` or a name."""
    if isinstance(ask.args, Ref):
        return Say(_card(ask, _numbered(ask, ask.args.number)))
    known = organisations.find(ask.session, ask.ws, ask.args)
    return Say(_card(ask, known)) if known else find(ask)


def add(ask: Ask) -> Reply:
    """In one line; without a line, the form."""
    if ask.args is None:
        return Open(blocks.form(ask.t, ask.workspace.vocabulary))
    line: speech.OrganisationLine = ask.args
    tags = understand(
        [tag for tag in line.tags if kind_of(tag) is None and not is_partner(tag)], ask.workspace.vocabulary
    )
    kinds = [kind for tag in line.tags if (kind := kind_of(tag)) is not None]
    new = Organisation(
        0,
        line.name,
        kinds[0] if kinds else OrganisationKind.COMPANY,
        partner=any(is_partner(tag) for tag in line.tags),
        sectors=tags.sectors,
        regions=tags.regions,
    )
    unknown = ask.t.listing([f"#{tag}" for tag in (*tags.unknown, *tags.kinds)])
    notes = [ask.t("{tags}: no kind, sector or region of an organisation.", tags=unknown)] if unknown else []
    return Say(_add(ask, new, notes))


def new(ask: Ask) -> Reply:
    """*Add it*, with the name that was not found."""
    return Open(blocks.form(ask.t, ask.workspace.vocabulary, name=ask.words[:80]))


def save(ask: Ask) -> Reply:
    """The form of a new organisation, filled in."""
    made = blocks.read(ask.values)
    known = organisations.find(ask.session, ask.ws, made.name)
    if known is not None:
        raise Faults(
            {"name": Refusal("It is in the directory already, as {ref} {name}.", ref=known.ref, name=known.name)}
        )
    return Say(_add(ask, made))


def edit(ask: Ask) -> Reply:
    """*Edit*, or `/org edit O-9`."""
    return Open(blocks.form(ask.t, ask.workspace.vocabulary, _meant(ask)))


def change(ask: Ask) -> Reply:
    """The form of *Edit*, filled in. Somebody else's newer edit is not overwritten."""
    before = _numbered(ask, ask.ref.number if ask.ref else 0)
    if ask.ref and ask.ref.version != before.version:
        raise Refusal(
            "{ref} was changed meanwhile. Close this form and open it again to see the newest.", ref=before.ref
        )
    after = blocks.read(ask.values, before)
    namesake = organisations.find(ask.session, ask.ws, after.name)
    if namesake is not None and namesake.number != before.number:
        raise Faults(
            {"name": Refusal("It is in the directory already, as {ref} {name}.", ref=namesake.ref, name=namesake.name)}
        )
    return Redraw(_card(ask, organisations.save(ask.session, ask.ws, after, ask.who.id, ask.now)))


def log_visit(ask: Ask) -> Reply:
    """*Log a visit*: the form, with the organisation in it."""
    organisation = _meant(ask)
    prefill = NewVisit(person=ask.who.id, organisation=organisation.name, day=ask.today)
    return Open(visit_blocks.form(ask.t, ask.directory, ask.today, prefill=prefill))


# steps ----------------------------------------------------------------------------------------------------------------


def _add(ask: Ask, new: Organisation, notes: Sequence[Md] = ()) -> Card:
    """Store it, unless it is there under another spelling; close names are pointed out."""
    made, is_new = organisations.meet(ask.session, ask.ws, new.name, ask.who.id, ask.now, new.kind)
    if not is_new:
        return _card(ask, made, [ask.t("It is in the directory already.")])
    wanted = replace(new, number=made.number, version=made.version)
    if wanted != made:
        made = organisations.save(ask.session, ask.ws, wanted, ask.who.id, ask.now)
    similar = organisations.similar(ask.session, ask.ws, made.name)
    said = [ask.t(":new: It is in the directory now."), *notes]
    if similar:
        said.append(blocks.similar_note(ask.t, similar))
    return _card(ask, made, said)


def _card(ask: Ask, organisation: Organisation, notes: Sequence[Md] = ()) -> Card:
    done = Choice(organisation=organisation.number, states=frozenset({VisitState.DONE}))
    raised = difficulties.of_organisation(ask.session, ask.ws, organisation.number)
    known = blocks.Known(
        visits=visits.count(ask.session, ask.ws, done),
        latest=tuple(visits.find(ask.session, ask.ws, done, 3)),
        open=tuple(one for one in raised if one.state in UNSETTLED),
    )
    return blocks.show_card(ask.t, organisation, known, ask.workspace.vocabulary, notes)


def _meant(ask: Ask) -> Organisation:
    """The one that a button is about, or that was typed by number or name."""
    if isinstance(ask.args, str):
        found = organisations.find(ask.session, ask.ws, ask.args)
        if found is None:
            raise Refusal("“{name}” is not in the directory. `/org find {name}` looks for it.", name=ask.args)
        return found
    return _numbered(ask, ask.args.number if isinstance(ask.args, Ref) else (ask.ref.number if ask.ref else 0))


def _numbered(ask: Ask, number: int) -> Organisation:
    found = organisations.get(ask.session, ask.ws, number)
    if found is None:
        raise Refusal("There is no organisation {ref}. `/org find NAME` looks for one.", ref=f"O-{number}")
    return found


NOUN = Noun(
    word="org",
    about=N_("The directory of companies, associations, institutes, agencies and local governments."),
    examples=(N_("find Geoje"), N_("add Geoje Shipyard #company #shipbuilding"), N_("list #association")),
    grammar=N_(
        "/org find NAME   (a part of it, or initial consonants such as ㄷㅎㅈㅁ)\n"
        "/org add NAME [#kind] [#partner] [#sector] [#region]   (or `add` alone: the form)\n"
        "/org show|edit O-9   (or a name)\n"
        "/org list [#company|#economic|#association|#institute|#agency|#local|#partner]\n"
        "/org import [undo] | export   (a spreadsheet)"
    ),
    subcommands=speech.subcommands,
    verbs={
        "find": Binding(find, writes=False),
        "add": Binding(add, may="organisations.change"),
        "show": Binding(show, writes=False),
        "list": Binding(list_, writes=False),
        "edit": Binding(edit, may="organisations.change", writes=False),
        "import": sheets.importing("organisations"),
        "export": sheets.exporting("organisations"),
    },
    empty=Binding(list_, writes=False),
    line=speech.line,
    free=Binding(show, writes=False),
    prose=False,
)

FEATURE = Feature(
    noun=NOUN,
    buttons={
        "organisations:new": Binding(new, may="organisations.change", writes=False),
        "organisations:edit": Binding(edit, may="organisations.change", writes=False),
        "organisations:visit": Binding(log_visit, writes=False),
    },
    forms={
        "organisations:save": Binding(save, may="organisations.change"),
        "organisations:change": Binding(change, may="organisations.change"),
    },
)
