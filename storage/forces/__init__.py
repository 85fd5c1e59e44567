"""The winding up of a team: what it would leave without an owner, and where each of these goes.

gathering   loose       everything that would have nobody
settling    settle      one of them goes to a team and an owner, or is dropped
finishing   finish      nothing is left: the result is told, the channel archived, the team closed; or opened again
"""

from storage.forces.finishing import ARCHIVE, RESULT, finish, reopen
from storage.forces.gathering import loose
from storage.forces.settling import settle

__all__ = ["ARCHIVE", "RESULT", "finish", "loose", "reopen", "settle"]
