"""What every listener of organisations does: find the one that is meant, and show what is known of it."""

from collections.abc import Sequence

from bot.blocks import merging
from bot.blocks import organisations as blocks
from bot.blocks.kit import Card
from bot.domain.difficulties import UNSETTLED
from bot.domain.organisations import Organisation, check_stands
from bot.domain.referrals import ReferralState, record
from bot.domain.refs import Ref
from bot.domain.visits import VisitState
from bot.i18n import Md
from bot.refusals import Refusal
from handlers.asks import Ask
from storage import difficulties, homepages, meetings, merges, organisations, referrals, visits
from storage.visits import Choice


def card_of(ask: Ask, organisation: Organisation, notes: Sequence[Md] = ()) -> Card:
    """Its card as things stand; of one that was merged, which one it is now."""
    if organisation.merged_into is not None:
        into = organisations.get(ask.session, ask.ws, organisation.merged_into)
        merge = merges.find(ask.session, ask.ws, organisation.number)
        assert into is not None
        return merging.trace_card(ask.t, organisation, into, merge, ask.directory, notes)
    done = Choice(organisation=organisation.number, states=frozenset({VisitState.DONE}))
    raised = difficulties.of_organisation(ask.session, ask.ws, organisation.number)
    seats, sittings = meetings.of_organisation(ask.session, ask.ws, organisation.number)
    asked = referrals.of_organisation(ask.session, ask.ws, organisation.number)
    known = blocks.Known(
        visits=visits.count(ask.session, ask.ws, done),
        latest=tuple(visits.find(ask.session, ask.ws, done, 3)),
        open=tuple(one for one in raised if one.state in UNSETTLED),
        homepage=homepages.of(ask.session, ask.ws, [organisation.number]).get(organisation.number),
        asked=record(asked),
        waiting=tuple(one for one in asked if one.state is ReferralState.OPEN),
        seats=tuple(seats),
        sittings=tuple(sittings),
        merged=tuple(organisations.merged(ask.session, ask.ws, organisation.number)),
    )
    return blocks.show_card(ask.t, organisation, known, ask.workspace.vocabulary, notes)


def meant(ask: Ask) -> Organisation:
    """The one that a button is about, or that was typed by number or name."""
    if isinstance(ask.args, str):
        found = organisations.find(ask.session, ask.ws, ask.args)
        if found is None:
            raise Refusal("“{name}” is not in the directory. `/org find {name}` looks for it.", name=ask.args)
        return found
    return numbered(ask, ask.args.number if isinstance(ask.args, Ref) else (ask.ref.number if ask.ref else 0))


def numbered(ask: Ask, number: int, *, trace: bool = False) -> Organisation:
    """The one with this number; one that was merged only where its `trace` is wanted."""
    found = organisations.get(ask.session, ask.ws, number)
    if found is None or found.withdrawn:
        raise Refusal("There is no organisation {ref}. `/org find NAME` looks for one.", ref=f"O-{number}")
    if not trace:
        check_stands(found)
    return found
