"""The address of a calendar, shown to one person."""

from bot.blocks import kit
from bot.blocks.answers import AGAIN
from bot.blocks.kit import Card
from bot.i18n import Md, Translator, escape


def feed_card(t: Translator, name: str, address: str, renews: str, *, renewed: bool, reachable: bool) -> Card:
    """The address and what to do with it. `renews` is what *Make a new address* carries, empty for who may not."""
    said = t("Calendar: {name}", name=name)
    note = t(":recycle: This is a new address; the one before opens nothing any more.") if renewed else None
    how = t(
        "Google Calendar: *Other calendars* → *From URL*. Outlook: *Add calendar* → *Subscribe from web*. "
        "It follows what is moved and cancelled."
    )
    secret = t("Whoever has this address sees the calendar. Send it to those alone who belong there.")
    far = None if reachable else t(":warning: `PUBLIC_URL` is not set, so only this machine reaches it.")
    blocks = [
        *([kit.section(note)] if note else []),
        kit.section(kit.lines(kit.bold(said), Md(f"`{escape(address)}`"))),
        kit.context(kit.lines(how, secret, far)),
    ]
    if renews:
        sure = t.plain("Calendars that use the present address stop. They need the new one.")
        label = t.plain("Make a new address")
        blocks.append(kit.actions(kit.button(label, "meetings:renew", renews, confirm=kit.confirm(t, sure, label))))
    return Card(said, tuple(blocks))


def feed_kept_card(t: Translator, name: str, words: str) -> Card:
    """What stands in the record of the request in place of the address."""
    said = t("The address of the calendar “{name}” was shown.", name=name)
    return Card(said, (kit.section(said), kit.actions(kit.button(t.plain("Show"), AGAIN, f"meeting {words}"))))
