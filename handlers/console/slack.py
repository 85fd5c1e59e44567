"""`muster manifest`: what Slack is to know of us."""

import json
from argparse import Namespace

from handlers.console.commands import DONE, Command, House
from handlers.manifest import manifest


def show_manifest(house: House, _arguments: Namespace) -> int:
    """The Slack app manifest, to be pasted where Slack asks for it."""
    print(json.dumps(manifest(house.settings), ensure_ascii=False, indent=2))
    return DONE


COMMANDS = (
    Command("manifest", "the Slack app manifest for these settings", show_manifest, connects=False, opens=False),
)
