"""What the bot hears. FEATURES is every command word, button and form of the bot: id → permission → function."""

from handlers import difficulties, home, musters, teams, visits
from handlers.asks import Feature

FEATURES: tuple[Feature, ...] = (
    musters.FEATURE,
    home.FEATURE,
    visits.FEATURE,
    difficulties.FEATURE,
    teams.FEATURE,
)
