"""What the bot is told in a terminal. COMMANDS is every command that needs no clockwork; muster.py has the others.

commands   Command, House, Unusable: what a command is, and what it works with
logs       what a terminal, or whatever collects its lines, is told meanwhile
"""

from handlers.console import copying, databases, doctor, sheets, slack
from handlers.console.commands import DONE, FAILED, WRONG, Command, House, Unusable

__all__ = ["COMMANDS", "DONE", "FAILED", "WRONG", "Command", "House", "Unusable"]

COMMANDS: tuple[Command, ...] = (
    *databases.COMMANDS,
    *copying.COMMANDS,
    *doctor.COMMANDS,
    *sheets.COMMANDS,
    *slack.COMMANDS,
)
