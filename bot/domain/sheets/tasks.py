"""Tasks as a sheet. What a row changes takes the same steps as `/task` does, with the same rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from bot.domain import tasks as rules
from bot.domain.permissions import subject
from bot.domain.sheets.values import Column, Given, Kind, Known, Names, Outcome, Sheet, Wrong
from bot.domain.sheets.wanted import beside
from bot.domain.tasks import Health, Said, Step, Task, TaskState, Update, Wanted, health
from bot.refusals import Refusal

_STATES: Final[Mapping[str, Names]] = {
    Health.ON_TRACK.value: ("on track", "정상", "open", "진행", "진행 중", "추진 중"),
    Health.AT_RISK.value: ("at risk", "우려", "주의"),
    Health.BLOCKED.value: ("blocked", "막힘"),
    Health.DONE.value: ("done", "완료", "finished"),
    Health.DROPPED.value: ("dropped", "제외", "중단"),
}
_ENDED: Final = frozenset({TaskState.DONE, TaskState.DROPPED})


def _programmes(known: Known) -> Mapping[str, Names]:
    return {one.key: (one.en or one.ko or one.key, one.ko or one.en or one.key) for one in known.programmes}


COLUMNS: Final = (
    Column(
        "number",
        "Number",
        "번호",
        Kind.REF,
        ("no", "id", "task", "과제번호", "과제 번호"),
        letter="T",
        taken=False,
        width=9,
    ),
    Column("title", "Title", "과제명", words=("task name", "name", "제목", "과제"), keeps=True, width=44),
    Column("owner", "Owner", "담당자", Kind.PERSON, ("who", "담당", "책임자"), keeps=True, width=16),
    Column("team", "Team", "부서", Kind.TEAM, ("division", "소속", "담당부서", "담당 부서", "팀"), width=20),
    Column("start", "Start", "시작일", Kind.DAY, ("starts", "from", "착수일", "시작"), width=12),
    Column(
        "due", "Due", "기한", Kind.DAY, ("due date", "deadline", "마감일", "완료예정일", "종료일"), keeps=True, width=12
    ),
    Column("baseline", "First due date", "당초 기한", Kind.DAY, ("baseline",), taken=False, width=14),
    Column(
        "percent",
        "Progress",
        "진척률",
        Kind.PERCENT,
        ("percent", "%", "진도", "진행률", "추진율"),
        keeps=True,
        width=10,
    ),
    Column(
        "state",
        "State",
        "상태",
        Kind.CHOICE,
        ("health", "status", "추진상태"),
        keeps=True,
        choices=lambda _: _STATES,
        width=11,
    ),
    Column(
        "next",
        "Next step",
        "다음 단계",
        Kind.TEXT,
        ("next", "다음 할 일", "향후계획", "향후 계획"),
        limit=2000,
        width=36,
    ),
    Column(
        "note", "Latest note", "최근 메모", Kind.TEXT, ("note", "메모", "추진실적", "추진상황"), limit=2000, width=44
    ),
    Column("programme", "Programme", "과제군", Kind.CHOICE, ("program", "portfolio"), choices=_programmes, width=18),
    Column("parent", "Under", "상위 과제", Kind.REF, ("parent", "상위과제", "상위"), letter="T", width=10),
    Column("reason", "Reason", "사유", Kind.TEXT, ("why", "변경사유", "변경 사유"), limit=2000, aside=True, width=30),
    Column("updated", "Updated", "갱신일", Kind.DAY, ("last update",), taken=False, width=12),
    Column("finished", "Finished", "완료일", Kind.DAY, taken=False, width=12),
)


def cells(task: Task, known: Known) -> dict[str, str]:
    """A task's plain cells. Late is computed, so a late one is on track or at risk."""
    state = health(replace(task, due=None), known.today)
    zone = known.now.tzinfo
    return {
        "number": task.ref,
        "title": task.title,
        "owner": task.owner or "",
        "team": task.team or "",
        "start": _iso(task.start),
        "due": _iso(task.due),
        "baseline": _iso(task.baseline),
        "percent": str(task.percent),
        "state": state.value,
        "next": task.next_step,
        "note": task.last_note,
        "programme": task.programme or "",
        "parent": f"T-{task.parent}" if task.parent else "",
        "updated": _iso(task.updated.astimezone(zone).date() if task.updated else None),
        "finished": _iso(task.finished.astimezone(zone).date() if task.finished else None),
    }


def find(row: Given, known: Known) -> Task | None:
    """By its number; without one it is a new task."""
    ref = row.cells.get("number", "")
    if not ref:
        return None
    found = known.things.get(ref)
    if not isinstance(found, Task):
        raise Wrong("number", Refusal("There is no task {ref}. For a new one leave the number empty.", ref=ref))
    return found


def change(before: Task | None, wanted: Mapping[str, str], known: Known) -> Outcome:
    """What the wanted cells make of a task, step by step; a new one when there was none."""
    course = _Course(before or _drafted(wanted, known), known, new=before is None)
    for step in (_reopened, _moved, _edited, _assigned, _updated, _ended):
        step(course, wanted)
    rule = course.task.start, course.task.due
    beside("due" if "due" in wanted else "start", lambda: rules.check_days(*rule))
    return Outcome(course.task, tuple(course.steps), moved=course.moved)


@dataclass
class _Course:
    """A task on its way through the steps of a row, and the lines of its history that they leave."""

    task: Task
    known: Known
    new: bool
    steps: list[Update] = field(default_factory=list)
    moved: bool = False

    def take(self, step: Step, after: Task, text: str = "", **more: object) -> None:
        """One step of it, with its line in the history; a new task's fields are no steps."""
        before, self.task = self.task, after
        line = Update(
            after.number,
            self.known.who,
            self.known.now,
            step,
            after.percent,
            text,
            due_before=before.due,
            due_after=after.due,
        )
        if not self.new or step in (Step.FINISH, Step.BLOCK, Step.DROP):
            self.steps.append(replace(line, **more))  # type: ignore[arg-type]  # fields of Update by name

    def check(self, action: str) -> None:
        """Whether who imports may do that with it; a new task is its author's."""
        one = self.task
        if not self.new:
            self.known.check(action, subject(author=one.created_by, owner=one.owner, teams=one.teams))


def _drafted(wanted: Mapping[str, str], known: Known) -> Task:
    if not wanted.get("title"):
        raise Wrong("title", Refusal("A new task needs a title."))
    known.check("members")
    draft = rules.draft(Wanted(wanted["title"], permalink=""), who=known.who, now=known.now)
    home = known.directory.home(wanted.get("owner", "")) or known.directory.home(known.who)
    return replace(draft, team=home.key if home and "team" not in wanted else None)


def _reopened(course: _Course, wanted: Mapping[str, str]) -> None:
    state = wanted.get("state")
    if course.task.state in _ENDED and state in (Health.ON_TRACK, Health.AT_RISK, Health.BLOCKED):
        course.check("tasks.direct")
        reason = _reason(wanted, "state", Refusal("Write in the column for reasons why it is taken up again."))
        course.take(Step.REOPEN, rules.reopen(course.task, reason, _percent(course), course.known.now), reason)


def _percent(course: _Course) -> int:
    """How far it was before it was finished."""
    if course.task.state is not TaskState.DONE:
        return course.task.percent
    mean = rules.progress(_under(course))
    known = course.known
    return known.once("percents", known.percents).get(course.task.number, 0) if mean is None else mean


def _moved(course: _Course, wanted: Mapping[str, str]) -> None:
    due = _day(wanted.get("due", ""))
    if due is None or course.task.due is None:
        return  # the first due date that it ever had is no move
    course.check("tasks.direct")
    task, now = course.task, course.known.now
    reason = _reason(wanted, "due", Refusal("Write in the column for reasons why the due date moves."))
    moved = beside("due", lambda: rules.move(replace(task, start=None), due, reason, now))
    course.take(Step.MOVE, replace(moved, start=task.start), reason)
    course.moved = True


def _edited(course: _Course, wanted: Mapping[str, str]) -> None:
    task = course.task
    first = _day(wanted.get("due", "")) if task.due is None else None
    if first is None and not {"title", "team", "start", "programme", "parent"} & wanted.keys():
        return
    course.check("tasks.direct")
    parent = _parent(course, wanted)
    asked = Wanted(
        title=wanted.get("title", task.title),
        team=wanted.get("team", task.team or "") or None,
        start=_day(wanted.get("start", _iso(task.start))),
        due=first,
        programme=wanted.get("programme", task.programme or "") or None,
        parent=parent.number if parent else None,
    )
    course.take(Step.EDIT, beside("start", lambda: rules.edit(task, asked)))


def _parent(course: _Course, wanted: Mapping[str, str]) -> Task | None:
    """The task above it, as wanted or as it is; it is there, is not below it, and has not ended."""
    things, task = course.known.things, course.task
    ref = wanted.get("parent", f"T-{task.parent}" if task.parent else "")
    parent = things.get(ref) if ref else None
    if "parent" in wanted and ref:
        if not isinstance(parent, Task):
            raise Wrong("parent", Refusal("There is no task {ref}.", ref=ref))
        found = parent
        beside("parent", lambda: rules.check_parent(task, found, _above(found, course.known)))
    return parent


def _above(task: Task, known: Known) -> list[int]:
    found: list[int] = []
    while task.parent is not None and task.parent not in found:
        found.append(task.parent)
        task = known.things.get(f"T-{task.parent}", task)
    return found


def _assigned(course: _Course, wanted: Mapping[str, str]) -> None:
    owner = wanted.get("owner")
    if owner:
        course.check("tasks.direct")
        person = beside("owner", lambda: rules.check_owner(course.known.directory.pick(owner, "")))
        course.take(Step.ASSIGN, rules.assign(course.task, person.id), about=person.id)


def _updated(course: _Course, wanted: Mapping[str, str]) -> None:
    state = wanted.get("state", "")
    mood = Health(state) if state in (Health.ON_TRACK, Health.AT_RISK) else None
    if mood is None and not {"percent", "next", "note"} & wanted.keys():
        return
    if course.new and mood is Health.ON_TRACK and len(wanted.keys() & {"percent", "next", "note", "state"}) == 1:
        return  # a new task is on track: that is no news
    course.check("tasks.update")
    percent = int(wanted["percent"]) if "percent" in wanted else None
    said = Said(percent, wanted.get("note", ""), mood, wanted.get("next"))
    after = beside("state", lambda: rules.update(course.task, said, course.known.now))
    if "note" in wanted:
        after = replace(after, last_note=wanted["note"])
    course.take(Step.UPDATE, after, said.text, next_step=said.next_step or "", health=mood)


def _ended(course: _Course, wanted: Mapping[str, str]) -> None:
    """Blocked, done or dropped, as the last step: until then it could be changed."""
    state, task, now = wanted.get("state"), course.task, course.known.now
    if state not in (Health.BLOCKED, Health.DONE, Health.DROPPED):
        return
    course.check("tasks.direct")
    if state == Health.BLOCKED:
        why = _reason(wanted, "state", Refusal("Write in the column for reasons what blocks it."))
        course.take(Step.BLOCK, beside("state", lambda: rules.block(task, why, now)), why)
    elif state == Health.DONE:
        course.take(Step.FINISH, beside("state", lambda: rules.finish(task, now, _waiting(course))))
    else:
        why = _reason(wanted, "state", Refusal("Write in the column for reasons why it is dropped."))
        course.take(Step.DROP, beside("state", lambda: rules.drop(task, why, _waiting(course))), why)


def _waiting(course: _Course) -> list[Task]:
    return [one for one in _under(course) if one.unfinished]


def _under(course: _Course) -> list[Task]:
    if not course.task.children:
        return []
    tasks = (one for one in course.known.things.values() if isinstance(one, Task))
    return [one for one in tasks if one.parent == course.task.number]


def _reason(wanted: Mapping[str, str], column: str, missing: Refusal) -> str:
    if not wanted.get("reason"):
        raise Wrong(column, missing)
    return wanted["reason"]


def _day(plain: str) -> date | None:
    return date.fromisoformat(plain) if plain else None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


TASKS: Final = Sheet(
    "tasks",
    "Tasks",
    "과제",
    COLUMNS,
    cells,
    find,
    change,
    ref=lambda task: task.ref,
    label=lambda task: task.title,
    follows=lambda task: frozenset({"percent"}) if task.children else frozenset(),
)
