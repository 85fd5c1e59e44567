"""`muster migrate`: what is done to the database itself."""

from argparse import Namespace

from handlers.console.commands import DONE, Command, House
from storage.migrating import migrate as bring_to_this_version


def migrate(house: House, _arguments: Namespace) -> int:
    """The database at this version."""
    bring_to_this_version(house.db)
    return DONE


COMMANDS = (Command("migrate", "bring the database to this version", migrate, connects=False, opens=False),)
