"""What the doctor says: a line for each finding, for a card in Slack and for a terminal."""

from collections.abc import Sequence
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.kit import Block, Card
from bot.domain.checkups import Finding, Level, Part, worst
from bot.i18n import N_, Md, Translator

PARTS: Final = {
    Part.TOKEN: N_("Token"),
    Part.SCOPES: N_("Permissions"),
    Part.CONNECTION: N_("Connection"),
    Part.CLOCK: N_("Clock"),
    Part.DATABASE: N_("Database"),
    Part.DISK: N_("Disk"),
    Part.CHANNELS: N_("Channels"),
    Part.POSTS: N_("Posts"),
    Part.ADDRESS: N_("Address"),
}
# what was found → what it is, and what to do about it
SAYS: Final = {
    "no token": N_("There is no SLACK_BOT_TOKEN."),
    "not asked": N_("Slack has not been asked yet."),
    "refused": N_("Slack refuses the token: {fault}."),
    "silent": N_("Slack does not answer: {fault}."),
    "greeted": N_("I am {bot} in {team}."),
    "scopes unknown": N_("Slack does not say what the token may do."),
    "all needed scopes": N_("All {count} that are needed."),
    "scope missing": N_("{scope} is missing: {why}."),
    "scope spared": N_("{scope} was not granted (optional): {why}."),
    "socket": N_("Socket Mode: the app token opens connections."),
    "socket refused": N_("Socket Mode: the app token opens no connection: {fault}."),
    "no secret": N_("There is no SLACK_SIGNING_SECRET: every request would be refused."),
    "odd secret": N_("SLACK_SIGNING_SECRET does not look like one: 32 digits and letters a to f."),
    "signed": N_("HTTP: requests are checked with the signing secret."),
    "clock": N_("{seconds} s from Slack's."),
    "clock ahead": N_("{seconds} s ahead of Slack's."),
    "clock behind": N_("{seconds} s behind Slack's."),
    "clock moved": N_("MUSTER_CLOCK moves it: this is a rehearsal."),
    "database silent": N_("{kind} does not answer: {fault}."),
    "database absent": N_("There is no {file} yet."),
    "database": N_("{kind} answers."),
    "database empty": N_("{kind} answers, and is empty."),
    "database at version": N_("{kind} answers, at this program's version {version}."),
    "database older": N_("{kind} is at version {version}, and this program needs {wanted}."),
    "database newer": N_("{kind} is at version {version}, which this program does not know; it needs {wanted}."),
    "database whole": N_("The file is whole."),
    "database damaged": N_("The file is damaged: {fault}."),
    "disk": N_("{free} MB free; the database has {size} MB."),
    "disk low": N_("Only {free} MB free; the database has {size} MB."),
    "long log": N_("The database's log has {log} MB: something keeps a picture of it open."),
    "channels": N_("I am in all {count} that I post to."),
    "absent": N_("I am not in {channel} (the workspace's own)."),
    "absent of": N_("I am not in {channel} ({whose})."),
    "waiting": N_("The oldest post that is due has waited for {minutes} minutes."),
    "nothing said": N_("Nothing was posted yet, and nothing is late."),
    "said": N_("The last one: {moment}. Nothing is late."),
    "uncertain posts": N_("{count} may have arrived or not: I am looking."),
    "held posts": N_("{count} are held: I cannot see whether they arrived."),
    "failed posts": N_("{count} failed in the last 7 days."),
    "missed posts": N_("{count} were missed in the last 7 days: too late to be worth saying."),
    "no address": N_("There is no PUBLIC_URL."),
    "address": N_("{url} leads here."),
    "address broken": N_("{url} does not lead here: {fault}."),
}
TODO: Final = {
    "no token": N_("Put it into .env: it begins with xoxb- and stands under OAuth & Permissions."),
    "not asked": N_("Ask again in a minute."),
    "refused": N_("Install the app again under OAuth & Permissions, and put the new SLACK_BOT_TOKEN into .env."),
    "silent": N_("Check this machine's way to slack.com, and status.slack.com."),
    "scope missing": N_("Add it under OAuth & Permissions and install the app again."),
    "scope spared": N_("If you want it: add it under OAuth & Permissions and install the app again."),
    "socket refused": N_(
        "Make an app-level token with connections:write under Basic Information, and switch Socket Mode on."
    ),
    "no secret": N_("It stands under Basic Information, App Credentials."),
    "odd secret": N_("Compare it with Basic Information, App Credentials."),
    "clock ahead": N_("Synchronise this machine's clock (NTP)."),
    "clock behind": N_("Synchronise this machine's clock (NTP)."),
    "clock moved": N_("Take MUSTER_CLOCK away for a bot that works."),
    "database silent": N_("Check DATABASE_URL, and whether the database runs."),
    "database absent": N_("If this is a new installation, muster run makes it; else check DATABASE_URL."),
    "database empty": N_("Type muster migrate."),
    "database older": N_("Type muster migrate."),
    "database newer": N_("Install the newer version of Muster that was here before."),
    "database damaged": N_("Stop the bot and restore the last copy: muster restore FILE."),
    "disk low": N_("Make room: a full disk stops the bot."),
    "long log": N_("Look for a backup or another program that never ends."),
    "absent": N_("Type there: /invite @{bot}"),
    "absent of": N_("Type there: /invite @{bot}"),
    "waiting": N_("See whether muster run runs, and what its log says."),
    "held posts": N_("/muster ledger shows them, with the choice."),
    "failed posts": N_("/muster ledger says why, and sends them again."),
    "missed posts": N_("/muster ledger shows them."),
    "no address": N_("Set the address under which Slack reaches this program."),
    "address broken": N_("Check PUBLIC_URL, the balancer and the certificate."),
}
# what is lost without a permission
COSTS: Final = {
    "commands": N_("no slash command works"),
    "chat:write": N_("nothing can be posted"),
    "app_mentions:read": N_("mentions are not heard"),
    "im:history": N_("direct messages are not heard"),
    "im:write": N_("nobody gets a direct message"),
    "channels:read": N_("I do not know which public channels I am in"),
    "groups:read": N_("I do not know which private channels I am in"),
    "users:read": N_("names, time zones and guests are unknown"),
    "files:write": N_("no charts and exports"),
    "files:read": N_("no imports and photos"),
    "channels:history": N_("an unclear post in a public channel is held for you"),
    "groups:history": N_("an unclear post in a private channel is held for you"),
    "channels:manage": N_("I cannot make a team's public channel"),
    "groups:write": N_("I cannot make a team's private channel"),
    "users:read.email": N_("an import cannot match people by e-mail address"),
}
MARKS: Final = {Level.WELL: "✓", Level.WARNING: "!", Level.FAILED: "✗"}
EMOJI: Final = {Level.WELL: "white_check_mark", Level.WARNING: "warning", Level.FAILED: "x"}
HEADS: Final = {
    Level.WELL: N_("All is well."),
    Level.WARNING: N_("It works; something could be better."),
    Level.FAILED: N_("Something is wrong."),
}
HANDLE: Final = "muster"  # the bot's name, where Slack did not say it


def card(t: Translator, findings: Sequence[Finding], bot: str = HANDLE) -> Card:
    """What is wrong first, each with what to do; what is well in small letters."""
    said = t(HEADS[worst(list(findings))])
    order = (Level.FAILED, Level.WARNING)
    wrong = [finding for level in order for finding in findings if finding.level is level]
    blocks: list[Block] = [kit.section(kit.bold(said))]
    blocks += [kit.section(_marked(t, finding, bot)) for finding in wrong[:40]]
    if len(wrong) > 40:
        blocks.append(kit.context(t("And {count} more of the kind.", count=len(wrong) - 40)))
    well = [_marked(t, finding, bot) for finding in findings if finding.level is Level.WELL]
    if well:
        blocks.append(kit.context(kit.lines(*well)))
    return Card(said, tuple(blocks))


def lines(t: Translator, findings: Sequence[Finding], bot: str = HANDLE) -> list[str]:
    """A line each, for a terminal."""
    width = max(len(t.plain(name)) for name in PARTS.values())
    found = []
    for finding in findings:
        says, todo = plain(t, finding, bot)
        found.append(f"{MARKS[finding.level]} {t.plain(PARTS[finding.part]):<{width}}  {says} {todo}".rstrip())
    return found


def plain(t: Translator, finding: Finding, bot: str = HANDLE) -> tuple[str, str]:
    """What it is, and what to do about it ("" when nothing is to be done), as plain text."""
    values, what = _values(t, finding, bot), _what(finding)
    if "channel" in values:
        values["channel"] = f"#{values['name']}" if values["name"] else values["channel"]
    return t.plain(SAYS[what], **values), t.plain(TODO[what], **values) if what in TODO else ""


def _marked(t: Translator, finding: Finding, bot: str) -> Md:
    values, what = _values(t, finding, bot), _what(finding)
    if "channel" in values:
        values["channel"] = kit.channel(values["channel"])
    parts = [Md(f":{EMOJI[finding.level]}:"), kit.bold(t(PARTS[finding.part])), t(SAYS[what], **values)]
    return kit.joined([*parts, t(TODO[what], **values)] if what in TODO else parts, " ")


def _what(finding: Finding) -> str:
    return "absent of" if finding.what == "absent" and finding.values["whose"] else finding.what


def _values(t: Translator, finding: Finding, bot: str) -> dict[str, Any]:
    values = {"bot": bot, **finding.values}
    if "scope" in values:
        values["why"] = t(COSTS[str(values["scope"])])
    return values
