"""Task forces, behind `/team`: their charter, the channel that is made for them, and how they are wound up.

charters  what the team's form and line say of it         rooms  a channel, made and filled by delivery
winding   the walk through all that a team would leave, page by page, and its end
"""

from handlers.asks import Binding, Feature
from handlers.forces import winding

FEATURE = Feature(
    forms={
        "forces:walk": Binding(winding.walk),
        "forces:finish": Binding(winding.finish),
    }
)
