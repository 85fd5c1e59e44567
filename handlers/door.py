"""What was heard → Ask, Reply → ack, response URL or view; and the error door. Bolt is in front of it (`bolt`).

A request is one transaction. Its key, what it changed and its answer are committed together, and only then Slack hears
of it: what was acknowledged is stored, and the same request again changes nothing.
"""

import dataclasses
import datetime as dt
import secrets
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import structlog
from structlog.contextvars import bound_contextvars

from bot.blocks import answers
from bot.blocks.kit import Card
from bot.domain.checkups import Greeting
from bot.domain.directory import Directory
from bot.domain.people import Person, met
from bot.domain.permissions import check, check_command
from bot.domain.workspaces import Workspace
from bot.i18n import Translator, speaking
from bot.observing import NOBODY, Observer
from bot.refusals import Faults, NotSaved, Refusal
from bot.settings import Rules
from bot.speech.people import mentioned, with_names
from bot.speech.text import clean, readable
from bot.values import frozen
from handlers import replies
from handlers.answering import Answer, Unreachable, Wire, answer
from handlers.asks import Ask, Done, File, Foresee, Kind, Open, Redraw, Reply, Say, nothing_foreseen
from handlers.fetching import fetch
from handlers.payloads import Heard
from handlers.routing import HOME_NOUN, Call, Routes, call
from storage import Database, Session, directories, forgotten, inbound, ledger, organisations, people, workspaces

log = structlog.get_logger(__name__)

ANSWERS = "answer"  # the series of answers to mentions and direct messages
ANSWER_EXPIRES = dt.timedelta(hours=1)

Notice = Callable[[Session, str, Mapping[str, Any], Rules, dt.datetime], None]


def _nobody_greeted() -> None:
    """A door that nobody asks Slack for."""


@frozen
class Door:
    """Everything that a request needs. `clock` gives the aware moment of now; `wire` reaches Slack."""

    db: Database
    routes: Routes
    wire: Wire
    clock: Callable[[], dt.datetime]
    rules: Rules
    notices: Mapping[str, Notice] = dataclasses.field(default_factory=dict)
    foresee: Foresee = nothing_foreseen
    greeted: Callable[[], Greeting | None] = _nobody_greeted
    observer: Observer = NOBODY
    stopwatch: Callable[[], float] = time.perf_counter

    def notice(self, body: Mapping[str, Any]) -> None:
        """An event that nobody said to us, such as somebody joining. Unknown ones are passed over. Never raises."""
        what = body.get("event") or {}
        listener = self.notices.get(str(what.get("type", "")))
        workspace, key = str(body.get("team_id", "")), str(body.get("event_id", ""))
        if listener is None or not workspace:
            return
        try:
            with self.db.begin() as session:
                workspaces.lock(session, workspace)
                if inbound.first_time(session, workspace, key, self.clock()):
                    listener(session, workspace, what, self.rules, self.clock())
        except Exception:
            log.exception("notice_failed", event=what.get("type"), reference=secrets.token_hex(4))

    def hear(self, heard: Heard) -> Answer:
        """Answer one request: what the ack carries, after the commit. Never raises."""
        began, reference = self.stopwatch(), secrets.token_hex(4)
        kind = heard.kind.value
        with bound_contextvars(reference=reference):  # every line of this request has it
            outcome, answered = self._heard(heard, reference)
            seconds = self.stopwatch() - began
            log.info("answered", kind=kind, id=heard.id, outcome=outcome, latency=round(seconds, 4))
        self.observer.answered(kind, outcome, seconds)
        return answered

    def _heard(self, heard: Heard, reference: str) -> tuple[str, Answer]:
        """How it ended, in a word for who watches, and the answer."""
        if not heard.workspace or not heard.person:  # nobody we could answer
            return "nobody", {"options": []} if heard.kind is Kind.SUGGESTION else {}
        t, done = speaking(self.rules.voice), False
        try:
            now = self.clock()
            directory, who = self._who(heard, directories.kept(self.db, heard.workspace, now))
            t = speaking(directory.voice_of(who), now)
            directory = self._introduced(heard, directory)
            heard = _named(heard, directory)
            try:
                reply = self._run(heard, directory, who, t, now)
            except directories.Outdated:
                directory, who = self._who(heard, None)
                t = speaking(directory.voice_of(who), now)
                reply = self._run(heard, directory, who, t, now, fresh=True)
            done = True
            return "done", answer(self.wire, heard, reply, t)
        except Faults as faults:
            beside = {f: answers.beside_field(t, r) for f, r in faults.fields.items()}
            return "refused", {"response_action": "errors", "errors": beside}
        except Refusal as refused:
            saved = not isinstance(refused, NotSaved)
            return "refused" if saved else "not saved", self._refuse(heard, t, refused, instead=saved)
        except Unreachable as unreachable:
            log.warning("slack_unreachable", kind=heard.kind.value, id=heard.id, error=unreachable.code)
            sentence = Refusal(unreachable.sentence, typed=_typed(heard), error=unreachable.code)
            return "unreachable", self._refuse(heard, t, sentence)
        except Exception:  # noqa: BLE001 the error door: whatever breaks, a person gets a sentence and a reference
            return "failed", self._apologise(heard, t, reference, done=done)

    # who asks -----------------------------------------------------------------------------------------------------

    def _who(self, heard: Heard, kept: Directory | None) -> tuple[Directory, Person]:
        """The workspace's Directory and the person; somebody whom the sync has not met yet is looked up at once.

        `kept` is taken as it is if they and all whom they mention are in it: the request's transaction confirms it.
        """
        directory = kept
        if directory is None or any(directory.person(id) is None for id in (heard.person, *mentioned(heard.words))):
            with self.db.read() as session:
                directory = directories.directory(session, heard.workspace, self.clock())
        if directory is None or directory.person(heard.person) is None:
            directory = self._meet(heard.workspace, heard.person)
        who = directory.person(heard.person)
        if who is None:
            raise Refusal("Bots cannot use Muster. Please ask as a person.")
        return directory, who

    def _introduced(self, heard: Heard, directory: Directory) -> Directory:
        """Somebody new who is mentioned is looked up as well: one at a time, and without them if Slack does not say."""
        new = next((id for id in mentioned(heard.words) if directory.person(id) is None), None)
        if new is None:
            return directory
        try:
            return self._meet(heard.workspace, new)
        except NotSaved:
            raise
        except (Unreachable, Refusal) as unknown:
            log.info("not_introduced", error=type(unknown).__name__)
            return directory

    def _meet(self, slack_workspace: str, id: str) -> Directory:
        user = self.wire.user(slack_workspace, id)
        new = Workspace(
            slack_workspace, language=self.rules.language, zone=self.rules.zone, holidays=self.rules.holidays
        )
        with self.db.begin() as session:
            workspace = workspaces.ensure(session, new)
            workspaces.lock(session, workspace.id)
            if forgotten.is_forgotten(session, workspace.id, id):
                raise Refusal("This account was forgotten here, for good: it cannot use Muster any more.")
            person = met(
                user,
                people.get(session, workspace.id, id),
                workspace=workspace.id,
                admins=self.rules.admins,
                zone=workspace.zone,
            )
            if person is not None:
                people.save(session, workspace.id, person)
            found = directories.directory(session, workspace.id, self.clock())
        assert found is not None
        return found

    # what is done ---------------------------------------------------------------------------------------------------

    def _run(
        self, heard: Heard, directory: Directory, who: Person, t: Translator, now: dt.datetime, *, fresh: bool = False
    ) -> Reply:
        """`fresh`: the Directory was read a moment ago, and still people and teams go on changing: it begins no more.

        What only looks takes no lock while it is composed; its answer to a mention is planned after that.
        """
        today = now.astimezone(t.zone).date()
        todo = self._find(heard, today)
        actor = directory.actor(who)
        files: tuple[File, ...] = ()
        if todo.files:
            check(actor, todo.may)
            files = fetch(self.wire, heard, todo.files)  # Slack is never asked in a transaction
        begin = partial(self.db.begin, together=not files) if todo.writes else self.db.read  # a file takes its time
        with begin() as session:
            if fresh:
                directory = directories.confirmed(session, directory, now, writes=todo.writes)
                who = directory.person(who.id) or who
                actor, t = directory.actor(who), speaking(directory.voice_of(who), now)
            else:
                directories.confirm(session, directory, writes=todo.writes)
            check_command(actor, todo.may, todo.command, directory.people.values(), settings=todo.verb == "settings")
            made = inbound.answer(session, heard.workspace, heard.key) if todo.writes and heard.key else None
            if made is not None:
                return replies.from_json(made) if made else Done()
            ask = Ask(
                key=heard.key,
                kind=heard.kind,
                who=who,
                actor=actor,
                directory=directory,
                t=t,
                now=now,
                today=today,
                session=session,
                origin=heard.origin,
                rules=self.rules,
                words=todo.words,
                args=todo.args,
                page=todo.page,
                files=files,
                values=heard.values,
                state=heard.state,
                ref=heard.ref,
                foresee=self.foresee,
                greeting=self.greeted(),
            )
            reply = todo.run(ask)
            if heard.id == answers.MORE and isinstance(reply, Say):
                reply = Redraw(reply.card)
            if heard.id == answers.BESIDE and isinstance(reply, Redraw):
                reply = Say(reply.card)
            said = _aloud(t, reply, heard.words) if _said(heard) else None
            apart = todo.private and heard.kind is Kind.MENTION and not isinstance(reply, Open)
            if _said(heard):
                reply = Done()
            if todo.writes and said is not None:
                _answer(session, heard, t, said, now, apart=apart)
            if todo.writes and heard.key:
                inbound.remember(session, heard.workspace, heard.key, now, replies.to_json(reply))
        if said is not None and not todo.writes:
            with self.db.begin() as session:
                _answer(session, heard, t, said, now, apart=apart)
        return reply

    def _find(self, heard: Heard, today: dt.date) -> Call:
        """The function for what was heard; a Refusal when it is not ours (an old card, somebody else's button)."""
        typed = heard.kind in (Kind.COMMAND, Kind.MENTION, Kind.MESSAGE)
        if typed or heard.id in (answers.AGAIN, answers.BESIDE, answers.MORE):
            word = heard.id.removeprefix(self.rules.command_prefix) if heard.kind is Kind.COMMAND else HOME_NOUN
            return call(self.routes, word, heard.words, today, lambda name: self._knows(heard.workspace, name))
        if heard.kind is Kind.HOME:
            bound = self.routes.homes[0]
        else:
            table = {
                Kind.BUTTON: self.routes.buttons,
                Kind.FORM: self.routes.forms,
                Kind.SUGGESTION: self.routes.suggestions,
                Kind.SHORTCUT: self.routes.shortcuts,
            }[heard.kind]
            found = table.get(heard.id)
            if found is None:
                raise Refusal("This button or form is from an earlier version. `/muster` shows the present state.")
            bound = found
        return Call(bound.run, bound.may, bound.writes, heard.words, files=bound.files)

    def _knows(self, workspace: str, name: str) -> bool:
        with self.db.read() as session:
            return organisations.find(session, workspace, name) is not None

    # when it fails --------------------------------------------------------------------------------------------------

    def _refuse(self, heard: Heard, t: Translator, refused: Refusal, *, instead: bool = False) -> Answer:
        """Say what was wrong, where it was asked. A form stays open with what was typed.

        `instead`: where it was their Home, it takes the place of what they may see no more.
        """
        written = _typed(heard)
        if isinstance(refused, NotSaved) or (not refused.typed and " " in written):  # a word alone is quickly typed
            refused.typed = written
        if heard.kind is Kind.FORM and heard.first_input:
            return {
                "response_action": "errors",
                "errors": {heard.first_input: answers.beside_field(t, refused)},
            }
        return self._tell(heard, t, answers.refusal(t, refused), instead=instead and heard.kind is Kind.HOME)

    def _apologise(self, heard: Heard, t: Translator, reference: str, *, done: bool) -> Answer:
        """`done`: it broke only when the answer was to be shown."""
        log.exception("failed", reference=reference, kind=heard.kind.value, id=heard.id)
        if done:
            return self._tell(heard, t, answers.not_shown(t, reference))
        sentence = Refusal(
            "Sorry, that did not work and nothing was saved. Please try again, or tell your administrator: {reference}",
            reference=reference,
        )
        if heard.kind is Kind.FORM and heard.first_input:
            return self._refuse(heard, t, sentence)
        return self._tell(heard, t, answers.apology(t, reference))

    def _tell(self, heard: Heard, t: Translator, card: Card, *, instead: bool = False) -> Answer:
        """Say a card although the request failed (`instead` of their Home); silence is the last resort, and logged."""
        try:
            if _said(heard):
                with self.db.begin() as session:
                    if inbound.first_time(session, heard.workspace, heard.key, self.clock()):
                        _plan(session, heard, card, self.clock())
                return {}
            return answer(self.wire, heard, Redraw(card) if instead else Say(card), t)
        except (Unreachable, NotSaved) as lost:
            log.warning("answer_lost", kind=heard.kind.value, id=heard.id, error=type(lost).__name__)
            return {}


def _named(heard: Heard, directory: Directory) -> Heard:
    """With the names of whom it mentions: what is stored of a sentence is read by people."""
    names = {id: one.name for id in mentioned(heard.words) if (one := directory.person(id))}
    return dataclasses.replace(heard, words=with_names(heard.words, names)) if names else heard


def _said(heard: Heard) -> bool:
    """Whether it was said in a channel or a direct message, where an answer is a message of its own."""
    return heard.kind in (Kind.MENTION, Kind.MESSAGE)


def _typed(heard: Heard) -> str:
    """What a person wrote and would have to write again."""
    return readable(clean(heard.words)) if heard.kind is Kind.COMMAND or _said(heard) else ""


def _aloud(t: Translator, reply: Reply, words: str) -> Card | None:
    """What is said to a mention or a direct message; a form becomes a button that opens it."""
    if isinstance(reply, Open):
        if len(words) > answers.CARRIED:
            raise Refusal(
                "This is longer than I can carry into a form. Type it behind the command, or send it in parts."
            )
        return answers.opens_form(t, words, reply.form.title)
    return reply.card if isinstance(reply, (Say, Redraw)) else None


def _answer(session: Session, heard: Heard, t: Translator, card: Card, now: dt.datetime, *, apart: bool) -> None:
    """Where it was asked; `apart` from everybody else there, who read only that there was an answer."""
    if apart:
        _plan(session, heard, card, now, person=heard.person)
        card = answers.said(t("I have answered you in a direct message."))
    _plan(session, heard, card, now)


def _plan(session: Session, heard: Heard, card: Card, now: dt.datetime, person: str | None = None) -> None:
    """To the person, or into the channel or thread where it was asked."""
    ledger.plan(
        session,
        heard.workspace,
        series=ANSWERS,
        occurrence=f"{heard.key}:{person}" if person else heard.key,
        channel=None if person else heard.origin.channel,
        person=person,
        due=now,
        expires=now + ANSWER_EXPIRES,
        maker=ANSWERS,
        args={"message": card.message(), "thread_ts": "" if person else heard.origin.thread},
        now=now,
    )
