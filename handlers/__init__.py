"""What the bot hears. FEATURES is every command word, button and form of the bot: id → permission → function."""

from handlers import (
    agendas,
    difficulties,
    duty,
    evaluations,
    forces,
    home,
    indicators,
    leaves,
    ledger,
    musters,
    organisations,
    people,
    plans,
    settings,
    surveys,
    tasks,
    teams,
    visits,
)
from handlers.asks import Feature

FEATURES: tuple[Feature, ...] = (
    agendas.FEATURE,
    musters.FEATURE,
    home.FEATURE,
    visits.FEATURE,
    difficulties.FEATURE,
    tasks.FEATURE,
    evaluations.FEATURE,
    surveys.FEATURE,
    people.FEATURE,
    settings.FEATURE,
    leaves.FEATURE,
    teams.FEATURE,
    forces.FEATURE,
    organisations.FEATURE,
    indicators.FEATURE,
    plans.FEATURE,
    duty.FEATURE,
    ledger.FEATURE,
)
