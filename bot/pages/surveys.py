"""A survey for companies outside Slack: the questions as a plain page, and what it says before, after and instead."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.blocks import surveys as blocks
from bot.domain.surveys import SCALE, Kind, Question, Survey, Wave
from bot.domain.words import Facet, Vocabulary
from bot.i18n import Translator
from bot.pages.kit import Html, Page, joined, notice, page, text
from bot.refusals import Refusal
from bot.speech.text import ORGANISATION, TEXT

ONCE: Final = "once"  # the hidden field by which a page that is sent twice is one answer
FORM: Final = "form"  # the name of a fault that belongs to no field


def form(
    t: Translator,
    survey: Survey,
    wave: Wave,
    vocabulary: Vocabulary,
    once: str,
    by: str,
    *,
    typed: Mapping[str, Any] | None = None,
    faults: Mapping[str, Refusal] | None = None,
) -> Page:
    """The questions. `typed` is kept where something is wrong, with the sentence beside its field; `by` is who asks."""
    known, wrong = typed or {}, faults or {}
    fields = [_question(t, at, one, known, wrong) for at, one in enumerate(survey.questions)]
    if not survey.anonymous:
        fields.append(_organisation(t, known, wrong))
    for facet, label in ((Facet.SECTOR, t.plain("Sector")), (Facet.REGION, t.plain("Region"))):
        options = [(term.key, term.name(t.lang)) for term in vocabulary.of(facet)]
        fields.append(_menu(t, facet.value, label, options, str(known.get(facet.value) or "")))
    names = (
        t.plain("Your answer is anonymous: nobody can find out whose it is, and it cannot be changed afterwards.")
        if survey.anonymous
        else t.plain("Your answer is kept as you send it. Name your organisation if we may come back to you.")
    )
    until = t.plain("Answers are taken until {moment}.", moment=wave.closes)
    body = joined(
        Html(f"<h1>{text(survey.title)}</h1>"),
        Html(f'<p class="note">{text(names)} {text(until)}</p>'),
        _summary(t, survey, wrong),
        Html(f'<form method="post" action="?lang={t.lang}" accept-charset="utf-8" novalidate>'),
        Html(f'<input type="hidden" name="{ONCE}" value="{text(once)}">'),
        *fields,
        Html(f'<button type="submit">{text(t.plain("Send"))}</button></form>'),
    )
    status = "422 Unprocessable Content" if wrong else "200 OK"
    title = t.plain("Please check: {title}", title=survey.title) if wrong else survey.title
    return page(t, title, body, status=status, top=by)


def thanks(t: Translator, survey: Survey, by: str) -> Page:
    said = t.plain("Your answer has arrived. You can close this page.")
    return notice(t, t.plain("Thank you"), survey.title, said, mark="✓", top=by, query="done=1&")


def closed(t: Translator, survey: Survey, by: str) -> Page:
    said = t.plain("This survey takes no answers now. Thank you for your interest.")
    return notice(t, survey.title, said, status="410 Gone", top=by)


def missing(t: Translator) -> Page:
    """No survey at this address, or none any more: which of the two is nobody's business."""
    said = t.plain("There is no survey at this address. Please check it, or ask who sent it to you.")
    return notice(t, t.plain("Nothing here"), said, status="404 Not Found")


def busy(t: Translator, seconds: int) -> Page:
    said = t.plain("Too many requests came from here. Please try again in a few minutes.")
    found = notice(t, t.plain("One moment, please"), said, status="429 Too Many Requests")
    return Page(found.status, found.html, {**found.headers, "Retry-After": str(seconds)})


def refused(t: Translator, status: str) -> Page:
    """What no browser sends that shows our page."""
    said = t.plain("Please open the address of the survey itself, and send your answer from there.")
    return notice(t, t.plain("This did not work"), said, status=status)


def unsaved(t: Translator) -> Page:
    said = t.plain("Your answer was not saved. Please go back and send it again in a moment.")
    return notice(t, t.plain("This did not work"), said, status="503 Service Unavailable")


# fields ---------------------------------------------------------------------------------------------------------------


def _summary(t: Translator, survey: Survey, wrong: Mapping[str, Refusal]) -> Html:
    """All that is wrong, each with a link to its field."""
    if not wrong:
        return Html("")
    names = {blocks.field(at): question.text for at, question in enumerate(survey.questions)}
    names |= {"organisation": t.plain("Organisation"), FORM: ""}
    rows = []
    for field, refusal in wrong.items():
        said = _said(t, refusal)
        row = said if field == FORM else t.plain("{field} – {fault}", field=names.get(field, field), fault=said)
        rows.append(
            Html(f"<li>{text(row)}</li>" if field == FORM else f'<li><a href="#{text(field)}">{text(row)}</a></li>')
        )
    head = t.plain("Please check what is marked below. Nothing was sent yet.")
    return joined(Html(f'<div class="faults" role="alert"><h2>{text(head)}</h2><ul>'), *rows, Html("</ul></div>"))


def _question(
    t: Translator, at: int, question: Question, known: Mapping[str, Any], wrong: Mapping[str, Refusal]
) -> Html:
    name = blocks.field(at)
    if question.kind is Kind.TEXT:
        label = f"{at + 1}. {question.text}"
        return _area(t, name, label, str(known.get(name) or ""), wrong.get(name))
    chosen = known.get(name)
    picked = {str(one) for one in (chosen if isinstance(chosen, list) else [chosen])}
    kind = "checkbox" if question.kind is Kind.MULTIPLE else "radio"
    hint = t.plain("choose any, or none") if question.kind is Kind.MULTIPLE else ""
    if question.kind is Kind.SCALE:
        options = [(str(mark), str(mark)) for mark in SCALE]
    else:
        options = [(str(number), option) for number, option in enumerate(question.options)]
    fault = wrong.get(name)
    rows = [
        _choice(name, kind, value, label, picked, first=n == 0, fault=fault) for n, (value, label) in enumerate(options)
    ]
    inside = joined(*rows)
    if question.kind is Kind.SCALE:
        ends = [blocks.mark_name(t, mark) for mark in (SCALE[0], SCALE[-1])]
        inside = joined(
            Html('<div class="scale">'),
            inside,
            Html(f'</div><div class="ends"><span>{text(ends[0])}</span><span>{text(ends[1])}</span></div>'),
        )
    small = Html(f' <span class="note">({text(hint)})</span>') if hint else Html("")
    legend = Html(f"<legend>{at + 1}. {text(question.text)}{small}</legend>")
    return joined(
        Html(f"<fieldset{_described(name, fault)}>"), legend, _fault(t, name, fault), inside, Html("</fieldset>")
    )


def _choice(
    name: str, kind: str, value: str, label: str, picked: set[str], *, first: bool, fault: Refusal | None
) -> Html:
    """The first of a group carries the group's id: a link to what is wrong leads there."""
    id_ = f' id="{name}"' if first else ""
    checked = " checked" if value in picked else ""
    invalid = ' aria-invalid="true"' if fault else ""
    return Html(
        f'<label class="choice"><input type="{kind}" name="{name}" value="{text(value)}"{id_}{checked}{invalid}>'
        f"<span>{text(label)}</span></label>"
    )


def _area(t: Translator, name: str, label: str, value: str, fault: Refusal | None) -> Html:
    optional = text(t.plain("optional"))
    return joined(
        Html(f'<div class="field"><label for="{name}">{text(label)} <span class="note">({optional})</span></label>'),
        _fault(t, name, fault),
        Html(f'<textarea id="{name}" name="{name}" maxlength="{TEXT.length}" rows="5"{_described(name, fault)}>'),
        Html("\n"),  # a first line break is the markup's, not the text's
        text(value),
        Html("</textarea></div>"),
    )


def _organisation(t: Translator, known: Mapping[str, Any], wrong: Mapping[str, Refusal]) -> Html:
    name, fault = "organisation", wrong.get("organisation")
    label, optional = t.plain("Organisation"), text(t.plain("optional"))
    value = text(known.get(name) or "")
    return joined(
        Html(f'<div class="field"><label for="{name}">{text(label)} <span class="note">({optional})</span></label>'),
        _fault(t, name, fault),
        Html(
            f'<input type="text" id="{name}" name="{name}" value="{value}" maxlength="{ORGANISATION.length}"'
            f' autocomplete="organization"{_described(name, fault)}></div>'
        ),
    )


def _menu(t: Translator, name: str, label: str, options: Sequence[tuple[str, str]], chosen: str) -> Html:
    if not options:
        return Html("")
    optional = text(t.plain("optional"))
    rows = [
        Html(f'<option value="{text(key)}"{" selected" if key == chosen else ""}>{text(word)}</option>')
        for key, word in [("", "–"), *options]
    ]
    return joined(
        Html(f'<div class="field"><label for="{name}">{text(label)} <span class="note">({optional})</span></label>'),
        Html(f'<select id="{name}" name="{name}">'),
        *rows,
        Html("</select></div>"),
    )


def _described(name: str, fault: Refusal | None) -> str:
    return f' aria-invalid="true" aria-describedby="{name}-fault"' if fault else ""


def _fault(t: Translator, name: str, fault: Refusal | None) -> Html:
    return Html(f'<p class="wrong" id="{name}-fault">{text(_said(t, fault))}</p>') if fault else Html("")


def _said(t: Translator, refusal: Refusal) -> str:
    return t.plain(refusal.message, **refusal.values).replace("`", "")
