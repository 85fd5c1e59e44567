"""What each column of text holds. A new column is a line here: a test finds those that nobody thought of."""

from typing import Final

OURS: Final = frozenset(
    {
        "agenda.pages", "audit.after", "audit.before", "charter.fates", "inbound.answer", "organisation_merge.filled",
        "person.email",
        "person.handle", "person.name", "personnel_move.held", "planned_post.args", "planned_post.error",
        "planned_post.occurrence", "planned_post.payload", "sheet_import.filename", "sheet_import_line.after",
        "sheet_import_line.before",
    }
)  # fmt: skip
"""What the bot wrote of people: id, mentions, name and handle go."""

PROSE: Final = {
    "agenda.note": "note_by",
    "agenda_item.text": "added_by",
    "charter.deliverables": "",
    "charter.result": "ended_by",
    "decision.text": "by",
    "difficulty.answer": "answered_by",
    "difficulty.text": "raised_by",
    "difficulty_note.text": "person",
    "duty_entry.text": "person",
    "evaluation_answer.evidence": "person",
    "evaluation_task.reason": "objected_by",
    "evaluation_task.title": "",
    "indicator.en": "created_by",
    "indicator.ko": "created_by",
    "meeting.notes": "",
    "meeting.place": "",
    "meeting.reason": "",
    "meeting_item.text": "added_by",
    "meeting_series.en": "",
    "meeting_series.ko": "",
    "meeting_series.place": "",
    "organisation.contacts": "",
    "organisation.name": "",
    "plan_field.en": "",
    "plan_field.ko": "",
    "plan_item.en": "created_by",
    "plan_item.ko": "created_by",
    "programme.en": "",
    "programme.ko": "",
    "referral.answer": "",
    "referral.request": "by",
    "survey.questions": "author",
    "survey.title": "author",
    "survey_answer.said": "person",
    "task.blocked_reason": "",
    "task.last_note": "",
    "task.next_step": "",
    "task.title": "created_by",
    "task_update.next_step": "person",
    "task_update.text": "person",
    "team.en": "",
    "team.ko": "",
    "team.mandate": "",
    "visit.met": "person",
    "visit.summary": "person",
}
"""What people wrote, and the column that says who ("" where nobody is named): in their own texts the name goes, in
those of others mentions go and the name is listed for a person to judge.
"""

_WORD: Final = "words and keys of ours, in which an id may stand and no name"
_SLACK: Final = "Slack's own"
_ORGANISATION: Final = "an organisation's"

IDS: Final = {
    **dict.fromkeys(
        (
            "agenda.occurrence", "agenda.team", "agenda_item.agenda", "agenda_item.origin", "agenda_item.outcome",
            "agenda_item.ref", "agenda_item.team", "audit.action", "audit.ref", "charter.team", "counter.noun",
            "decision.agenda", "decision.became", "decision.team", "difficulty.categories", "difficulty.escalated_to",
            "difficulty.state", "difficulty.team", "difficulty_note.what", "duty.refs", "duty.why",
            "duty_entry.refs", "duty_former.refs", "duty_former.why",
            "duty_swap.state", "evaluation.month", "evaluation_answer.month", "evaluation_answer.part",
            "evaluation_task.month", "evaluation_task.parts", "evaluation_task.team", "event.agenda", "event.kind",
            "event.ref", "event.team", "feed.address", "feed.scope", "inbound.key", "indicator.cadence",
            "indicator.counting", "indicator.direction", "indicator.key", "indicator.points", "indicator.shape",
            "indicator.team", "indicator.unit", "leave.half", "meeting.occurrence", "meeting.series", "meeting.state",
            "meeting_seat.series", "meeting_series.audience", "meeting_series.cadence", "meeting_series.key",
            "meeting_series.kind", "meeting_series.team", "membership.team", "organisation_merge.dropped",
            "organisation_merge.moved", "person.grade", "person.language",
            "person.locale", "person.muted", "person.role", "person.team", "person.zone", "plan_field.key",
            "plan_item.field", "plan_item.kinds", "plan_item.regions", "plan_item.sectors", "plan_item.series",
            "plan_item.source", "plan_item.team", "plan_word.ref", "planned_post.alert", "planned_post.key",
            "planned_post.maker", "planned_post.series", "planned_post.state", "planning_watermark.version",
            "post_attempt.code", "post_attempt.key", "post_attempt.outcome", "post_file.key", "programme.key",
            "reading.region", "reading.sector", "referral.state", "sheet_import.digest", "sheet_import.sheets",
            "sheet_import.state", "sheet_import_line.ref", "sheet_import_line.sheet", "survey.channels",
            "survey.repeat", "survey.secret", "survey.state", "survey.team", "survey_answer.key",
            "survey_answer.region", "survey_answer.sector", "survey_answer.via", "sweep.name", "task.programme",
            "task.state", "task.team", "task_update.health", "task_update.what", "team.key", "team.kind",
            "team.language", "team.parent", "team.regions", "team.sectors", "team.times", "team.zone", "visit.kinds",
            "visit.photos", "visit.regions", "visit.sectors", "visit.state", "visit.unknown_tags",
        ),
        _WORD,
    ),
    **dict.fromkeys(
        (
            "channel_gate.last_ts", "channel_gate.place", "connection.bot", "connection.channels", "connection.fault",
            "connection.scopes", "difficulty.permalink", "person.dm", "planned_post.after_ts", "planned_post.channel",
            "planned_post.file", "planned_post.ts", "post_attempt.ts", "task.permalink", "task_update.permalink",
            "team.channel", "visit.permalink",
        ),
        _SLACK,
    ),
    **dict.fromkeys(
        (
            "homepage.url", "homepage.why", "organisation.homepage", "organisation.initials", "organisation.kind",
            "organisation.matching",
            "organisation.regions", "organisation.sectors",
        ),
        _ORGANISATION,
    ),
    "forgotten.digest": "a fingerprint, from which no id can be read",
    "forgotten.placeholder": "what stands in their place",
    "workspace.settings": "lists of people lose them",
}  # fmt: skip
"""Where only the id is looked for, and why. Columns that hold one person, or a list of them, are in `storage.moves`."""

BINARY: Final = {
    "post_file.content": "a picture or a paper on its way: it is shared within minutes and gone",
    "sheet_import.content": "a file that waits for a yes: it is cancelled, and has to be sent again",
}
