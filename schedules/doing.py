"""Doing one deed in Slack: a channel is opened, filled or archived.

Each is safe to repeat, as opening a direct message is: a name that is taken is looked up, whoever is in already is not
invited, what is archived stays so. An answer that is lost therefore means "again", never "twice".
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.ledger import Act, Deed, Happened, Outcome, Post
from schedules.speaking import BROKEN, before_sending, meaning

PAGE: Final = 200
INVITED: Final = 100  # people of one call
PAGES: Final = 50


def do(client: WebClient, post: Post, deed: Deed) -> Outcome:
    """Do it, or find that it is done. What is refused for good is REFUSED; anything unclear is done again."""
    try:
        if deed.act is Act.OPEN:
            return _open(client, deed)
        if deed.act is Act.FILL:
            return _fill(client, post.channel or "", deed.people)
        return _archive(client, post.channel or "")
    except BROKEN as error:
        return before_sending(meaning(error))


def _open(client: WebClient, deed: Deed) -> Outcome:
    try:
        made = client.conversations_create(name=deed.name, is_private=deed.private)["channel"]["id"]
    except SlackApiError as error:
        if _code(error) != "name_taken":
            raise
        found = _ours(client, deed.name)
        return Outcome(Happened.OK, made=(found,)) if found else Outcome(Happened.REFUSED, "name_taken")
    return Outcome(Happened.OK, made=(str(made),))


def _ours(client: WebClient, name: str) -> str | None:
    """The channel of this name that we made ourselves, if the one that has the name is that."""
    me = client.auth_test()["user_id"]
    kinds = "public_channel,private_channel"
    for page in _pages(
        lambda cursor: client.users_conversations(types=kinds, exclude_archived=True, limit=PAGE, cursor=cursor)
    ):
        for channel in page["channels"]:
            if channel["name"] == name and channel.get("creator") == me:
                return str(channel["id"])
    return None


def _fill(client: WebClient, channel: str, people: tuple[str, ...]) -> Outcome:
    """Invite whoever is not in. Slack's word for why not stands in the code, those who stay outside in `made`."""
    code = ""
    missing = _missing(client, channel, people)
    for first in range(0, len(missing), INVITED):
        try:
            client.conversations_invite(channel=channel, users=missing[first : first + INVITED], force=True)
        except SlackApiError as error:
            refused = meaning(error)
            if refused.happened is not Happened.REFUSED:
                raise
            code = refused.code
    outside = _missing(client, channel, people) if missing else ()
    if not outside:
        return Outcome(Happened.OK)
    return Outcome(Happened.REFUSED, code or "cant_invite", made=tuple(outside))


def _missing(client: WebClient, channel: str, people: tuple[str, ...]) -> list[str]:
    there = {
        member
        for page in _pages(lambda cursor: client.conversations_members(channel=channel, limit=PAGE, cursor=cursor))
        for member in page["members"]
    }
    return [person for person in people if person not in there]


def _archive(client: WebClient, channel: str) -> Outcome:
    try:
        client.conversations_archive(channel=channel)
    except SlackApiError as error:
        if _code(error) != "already_archived":
            raise
    return Outcome(Happened.OK)


def _pages(ask: Callable[[str | None], Any]) -> Iterator[Any]:
    """Every page of a list, as Slack gives it."""
    cursor: str | None = None
    for _page in range(PAGES):
        answer = ask(cursor)
        yield answer
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return


def _code(error: SlackApiError) -> str:
    return meaning(error).code
