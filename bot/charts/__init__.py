"""Pictures: values in, PNG bytes out, the same bytes for the same values.

matplotlib costs half a second and 50 MB, so it is imported when the first chart is drawn, never here.
"""

from bot.charts.agenda import agenda_chart
from bot.charts.canvas import Chart
from bot.charts.coverage import coverage_chart
from bot.charts.evaluation import evaluation_chart
from bot.charts.indicator import indicator_chart
from bot.charts.survey import survey_chart

__all__ = [
    "Chart",
    "agenda_chart",
    "coverage_chart",
    "evaluation_chart",
    "indicator_chart",
    "survey_chart",
]
