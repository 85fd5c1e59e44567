"""`/muster transfer @from @to`: all that somebody holds is shown, handed over, and taken back if that was a mistake."""

from bot.blocks import moves as blocks
from bot.blocks.kit import Card
from bot.domain import moves as rules
from bot.domain.forgetting import is_placeholder
from bot.domain.moves import Held, Staying
from bot.domain.people import Person
from bot.domain.permissions import check, subject
from bot.refusals import Faults, Refusal
from bot.speech.amounts import whole
from bot.speech.musters import Transfer
from handlers.asks import Ask, Binding, Feature, Open, Redraw, Reply, Say
from storage import directories, moves
from storage.moves import Moving


def transfer(ask: Ask) -> Reply:
    """In one line: what would go over. Without words the form."""
    if ask.args is None:
        return Open(blocks.form(ask.t))
    line: Transfer = ask.args
    giver = ask.directory.pick_anybody(line.giver.id, line.giver.name)
    receiver = ask.directory.pick(line.receiver.id, line.receiver.name)
    return Say(_preview(ask, giver, receiver))


def look(ask: Ask) -> Reply:
    """The form, filled in."""
    ids = dict(zip(("giver", "receiver"), blocks.read(ask.values), strict=True))
    people: dict[str, Person] = {}
    for name, id in ids.items():
        try:
            people[name] = ask.directory.pick_anybody(id, "") if name == "giver" else ask.directory.pick(id, "")
        except Refusal as refusal:
            raise Faults({name: refusal}) from refusal
    return Say(_preview(ask, people["giver"], people["receiver"]))


def hand(ask: Ask) -> Reply:
    """*Hand over*: what was shown, all of it or nothing; if it would be something else by now, that is shown first."""
    giver, receiver, agreed = _meant(ask)
    going, _ = _shared_out(ask, giver, receiver)
    if rules.agreed(giver.id, receiver.id, going) != agreed:
        return Redraw(_preview(ask, giver, receiver, again=True))
    move = moves.hand_over(_moving(ask), giver.id, receiver.id, going)
    return Redraw(blocks.done_card(ask.t, move, ask.directory))


def cancel(ask: Ask) -> Reply:
    """*Cancel*: nothing happens."""
    return Redraw(blocks.cancelled_card(ask.t))


def undo(ask: Ask) -> Reply:
    """*Undo*: what is still in the other's hands goes back."""
    move = moves.locked(ask.session, ask.ws, whole(ask.words) or 0)
    giver = ask.directory.person(move.giver) if move else None
    if move is None or giver is None or is_placeholder(giver.id):
        raise Refusal("I do not know this move any more. `/muster transfer` hands things over once more.")
    if ask.who.id != move.by:
        _check(ask, giver)
    rules.check_undo(move, ask.now)
    back, stays = moves.take_back(_moving(ask), move)
    return Redraw(blocks.undone_card(ask.t, move, back, stays, ask.directory))


# steps ----------------------------------------------------------------------------------------------------------------


def _preview(ask: Ask, giver: Person, receiver: Person, *, again: bool = False) -> Card:
    _check(ask, giver)
    rules.check_people(giver, receiver)
    going, staying = _shared_out(ask, giver, receiver)
    if not going and not staying:
        raise Refusal("{name} holds nothing that could be handed over.", name=giver.name)
    history = moves.history(_moving(ask), giver.id)
    agreed = rules.agreed(giver.id, receiver.id, going)
    return blocks.preview_card(ask.t, giver, receiver, going, staying, history, agreed, again=again)


def _shared_out(ask: Ask, giver: Person, receiver: Person) -> tuple[tuple[Held, ...], tuple[Staying, ...]]:
    return rules.shared_out(ask.actor, giver, moves.held_by(_moving(ask), giver.id, receiver.id))


def _check(ask: Ask, giver: Person) -> None:
    check(ask.actor, rules.RIGHT, subject(teams=rules.teams_of(giver, ask.directory)))


def _meant(ask: Ask) -> tuple[Person, Person, str]:
    """The two people of the button, as they are now."""
    words = ask.words.split()
    giver = ask.directory.person(words[0]) if len(words) == 3 else None
    if giver is None:
        raise Refusal("I do not know this move any more. `/muster transfer` hands things over once more.")
    receiver = ask.directory.pick(words[1], "")
    _check(ask, giver)
    rules.check_people(giver, receiver)
    return giver, receiver, words[2]


def _moving(ask: Ask) -> Moving:
    people = directories.directory(ask.session, ask.ws, ask.now) or ask.directory
    return Moving(ask.session, people, ask.who.id, ask.now, ask.today, ask.lang)


VERBS = {"transfer": Binding(transfer, writes=False)}
FEATURE = Feature(
    buttons={
        "moves:hand": Binding(hand),
        "moves:cancel": Binding(cancel, writes=False),
        "moves:undo": Binding(undo),
    },
    forms={"moves:look": Binding(look, writes=False)},
)
