"""Everything that is exported: each table is a worksheet or left out for a reason, and nothing anonymous is read."""

from bot.blocks.exports import HEADS, TITLES
from storage import Database, exports
from storage.exports import LEFT_OUT, NOUNS, WITHOUT
from storage.schema import metadata
from tests.cast import BOM, WS
from tests.surveying import HELP, answered, opened


def test_every_table_is_a_worksheet_or_left_out_for_a_reason() -> None:
    named = [noun.table for noun in NOUNS]
    assert sorted([*named, *LEFT_OUT]) == sorted(table.name for table in metadata.sorted_tables)
    assert all(LEFT_OUT.values())
    assert set(TITLES) == set(named)


def test_every_column_has_a_heading() -> None:
    for noun in NOUNS:
        names = {column.name for column in metadata.tables[noun.table].columns}
        assert set(noun.without) <= names, noun.table
        assert names - set(noun.without) - WITHOUT <= set(HEADS), noun.table


def test_nothing_of_an_anonymous_survey_is_read(db: Database) -> None:
    secret, open_ = opened(db, HELP, anonymous=True, title="secret"), opened(db, HELP, anonymous=False)
    answered(db, secret, (1,), person=BOM)
    answered(db, open_, (2,), person=BOM)
    with db.read() as session:
        found = {table.key: [*table.rows] for table in exports.tables(session, WS)}
        names = {table.key: [one.name for one in table.columns] for table in exports.tables(session, WS)}
    answers = [dict(zip(names["survey_answer"], row, strict=True)) for row in found["survey_answer"]]
    assert [(one["survey"], one["person"], one["said"]) for one in answers] == [(open_.number, BOM, [2])]
    waves = [dict(zip(names["survey_wave"], row, strict=True)) for row in found["survey_wave"]]
    assert {one["survey"]: one["answered"] for one in waves} == {secret.number: None, open_.number: 1}
    assert "survey_turnout" not in found


def test_another_workspace_is_not_read(db: Database) -> None:
    with db.read() as session:
        assert {table.key: [*table.rows] for table in exports.tables(session, "T0OTHER")} == {
            noun.table: [] for noun in NOUNS
        }
        assert exports.count(session, "T0OTHER") == 0
        assert exports.count(session, WS) > 0
