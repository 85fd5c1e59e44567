"""The directory, found and shown."""

from collections.abc import Sequence

from bot.blocks import homepages as pages
from bot.blocks import organisations as blocks
from bot.blocks import visits as visit_blocks
from bot.domain.organisations import OrganisationKind, is_partner, kind_of
from bot.domain.refs import Ref
from bot.domain.visits import NewVisit
from bot.refusals import Refusal
from handlers.asks import Ask, Open, Reply, Say
from handlers.organisations.steps import card_of, meant, numbered
from storage import homepages, organisations


def _tag(ask: Ask, kind: OrganisationKind) -> str:
    """Its name where that can be typed as one word, and is understood."""
    name = ask.t.plain(blocks.KINDS[kind])
    return name if kind_of(name) is kind else kind.value


def list_(ask: Ask) -> Reply:
    """The directory in the order of names, or those of some kinds."""
    words: Sequence[str] = ask.args or ()
    unknown = [word for word in words if kind_of(word) is None and not is_partner(word)]
    if unknown:
        raise Refusal(
            "`{word}` is no kind of organisation. Type one of these: {kinds}.",
            word=unknown[0][:40],
            kinds=", ".join(f"#{_tag(ask, kind)}" for kind in OrganisationKind) + f", #{ask.t.plain('partner')}",
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
        return Say(card_of(ask, found[0]))
    if not found:
        return Say(blocks.nobody_card(ask.t, part, organisations.similar(ask.session, ask.ws, part)))
    return Say(blocks.list_card(ask.t, found, total, f"find {part}", ask.page))


def show(ask: Ask) -> Reply:
    """`O-9` or a name."""
    if isinstance(ask.args, Ref):
        return Say(card_of(ask, numbered(ask, ask.args.number, trace=True)))
    known = organisations.find(ask.session, ask.ws, ask.args)
    return Say(card_of(ask, known)) if known else find(ask)


def links(ask: Ask) -> Reply:
    """The homepages of all partners, a page of them."""
    offset = (ask.page - 1) * pages.PAGE
    partners = homepages.partners(ask.session, ask.ws, pages.PAGE, offset)
    known = homepages.of(ask.session, ask.ws, (one.number for one in partners))
    return Say(pages.links_card(ask.t, partners, known, homepages.count(ask.session, ask.ws), ask.page))


def log_visit(ask: Ask) -> Reply:
    """*Log a visit*: the form, with the organisation in it."""
    organisation = meant(ask)
    prefill = NewVisit(person=ask.who.id, organisation=organisation.name, day=ask.today)
    return Open(visit_blocks.form(ask.t, ask.directory, ask.today, prefill=prefill))
