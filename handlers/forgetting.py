"""`/muster forget @person`: shown first, done for good, by administrators."""

from bot.blocks import forgetting as blocks
from bot.domain import forgetting as rules
from bot.domain.moves import listed
from bot.domain.people import Person
from bot.refusals import Refusal
from bot.speech.people import Mention
from handlers.asks import Ask, Binding, Feature, Redraw, Reply, Say
from storage import forgetting, moves
from storage.moves import Moving


def look(ask: Ask) -> Reply:
    """What would go, and what would stay."""
    named: Mention = ask.args
    person = ask.directory.pick_anybody(named.id, named.name)
    _check(ask, person)
    one = rules.forgetting(person, 1, ask.lang, ask.directory.people.values())
    count, found = forgetting.look(ask.session, ask.ws, one)
    return Say(blocks.preview_card(ask.t, person, count, found, shared=one.shared))


def forget(ask: Ask) -> Reply:
    """*Forget for good*, in one transaction."""
    person = ask.directory.person(ask.words)
    if person is None:
        raise Refusal("I do not know this person any more. `/muster people` lists everybody.")
    _check(ask, person)
    one, found = forgetting.forget(ask.session, ask.ws, person, ask.who.id, ask.now)
    return Redraw(blocks.done_card(ask.t, one, found))


def cancel(ask: Ask) -> Reply:
    """*Cancel*: nothing happens."""
    return Redraw(blocks.cancelled_card(ask.t))


def _check(ask: Ask, person: Person) -> None:
    """Nobody is forgotten who still has something in hand: it would have nobody."""
    rules.check(person, ask.who.id, ask.directory.people.values())
    held = moves.held_by(Moving(ask.session, ask.directory, ask.who.id, ask.now, ask.today, ask.lang), person.id, "")
    if held:
        raise Refusal(
            "{name} still has {things}. Hand it over first: `/muster transfer {who} @lee`.",
            name=person.name,
            things=listed(held),
            who=f"@{person.handle or person.name}",
        )


VERBS = {"forget": Binding(look, may="admin", writes=False, private=True)}
FEATURE = Feature(
    buttons={
        "forgetting:forget": Binding(forget, may="admin"),
        "forgetting:cancel": Binding(cancel, may="admin", writes=False),
    }
)
