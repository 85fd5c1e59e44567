"""The survey on screen.

forms      the steps of a new one: how it is asked, then each question
cards      the draft, what a channel is asked, how it stands, a list
answering  the form that answers, and its reader
results    what came of a wave, and named answers
drawing    the same as a chart is made of it
"""

from bot.blocks.surveys.answering import (
    Read,
    field,
    form,
    mark_name,
    plain_answer,
    read,
    read_whose,
    recorded_card,
    said_in_words,
    thanks_card,
    whose_form,
)
from bot.blocks.surveys.cards import (
    PAGE,
    address_note,
    ask_card,
    draft_card,
    link_card,
    link_gone_card,
    list_card,
    remind_card,
    show_card,
    summary_line,
    undone_card,
    unlinked_card,
    waiting_line,
)
from bot.blocks.surveys.drawing import chart_facts
from bot.blocks.surveys.forms import (
    Step,
    question_form,
    read_question,
    read_settings,
    settings_form,
)
from bot.blocks.surveys.parts import option_name
from bot.blocks.surveys.results import PAGE as ANSWERS
from bot.blocks.surveys.results import answers_card, card, group_name, headline_text, who

__all__ = [
    "ANSWERS",
    "PAGE",
    "Read",
    "Step",
    "address_note",
    "answers_card",
    "ask_card",
    "card",
    "chart_facts",
    "draft_card",
    "field",
    "form",
    "group_name",
    "headline_text",
    "link_card",
    "link_gone_card",
    "list_card",
    "mark_name",
    "option_name",
    "plain_answer",
    "question_form",
    "read",
    "read_question",
    "read_settings",
    "read_whose",
    "recorded_card",
    "remind_card",
    "said_in_words",
    "settings_form",
    "show_card",
    "summary_line",
    "thanks_card",
    "undone_card",
    "unlinked_card",
    "waiting_line",
    "who",
    "whose_form",
]
