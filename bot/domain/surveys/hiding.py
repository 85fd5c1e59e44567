"""What may be shown of an anonymous survey: no number of 1 to 4, and none from which one could be computed.

Numbers below `LEAST` are joined with others (options, sectors, regions) until what is shown together is large enough.
In a table of groups by options a small cell is hidden; because rows and columns add up to numbers that are shown,
further cells are hidden until nothing that adds up gives a small one away.

Whether a hidden cell can be computed is decided exactly: its value is the only one that fits all that is shown when no
circuit through hidden cells of the table can raise it by one and none can lower it. Two tables with the same sums
differ by such circuits alone (Gusfield, A graph theoretic approach to statistical data security, 1988). The reader is
assumed to know this rule, and therefore that a hidden cell is at least 1 where the zeros are shown.

Sectors and regions are two tables of the same people. A small cell is safe in both when two people could have given
each other's answer and nothing that is shown would differ; where that is not so, the second table stays hidden.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

LEAST: Final = 5

Cell = tuple[int, int]  # row and column
Table = Sequence[Sequence[int]]
Place = tuple[int, int, int]  # somebody's row in the first table, in the second, and their column in both


def small(number: int) -> bool:
    """Whether this number must not be shown."""
    return 0 < number < LEAST


def together(numbers: Sequence[int]) -> frozenset[int]:
    """Indexes of the numbers that are shown as one sum, so that no small one can be computed from the grand total.

    All of them, when nothing less will do; none, when nothing is small.
    """
    joined = {at for at, number in enumerate(numbers) if small(number)}
    others = sorted((at for at, number in enumerate(numbers) if number >= LEAST), key=lambda at: (numbers[at], at))
    while joined and not _covered([numbers[at] for at in joined]):
        if not others:
            return frozenset(range(len(numbers)))
        joined.add(others.pop(0))
    return frozenset(joined)


def _covered(numbers: Sequence[int]) -> bool:
    """Whether a sum of several numbers gives none of them away: it is large enough, and they are not all ones."""
    return len(numbers) > 1 and sum(numbers) >= LEAST and sum(numbers) > len(numbers)


def table(rows: Sequence[int], columns: Sequence[int], high: int, wide: int) -> Table:
    """How many stand in each cell: everybody's row and column, counted."""
    counted = Counter(zip(rows, columns, strict=True))
    return [[counted[row, column] for column in range(wide)] for row in range(high)]


def hidden_in_both(people: Sequence[Place], first: Table, second: Table) -> tuple[frozenset[Cell], frozenset[Cell]]:
    """Cells to hide in two tables of the same people. Of the second all, when together they would give one away."""
    gone = hidden(first), hidden(second)
    return gone if _exchangeable(people, (first, second), gone) else (gone[0], frozenset(_cells(second)))


def hidden(table: Table) -> frozenset[Cell]:
    """Cells of a table to hide when the sums of its rows and columns are shown, each of them 0 or at least LEAST.

    All of them, when nothing less will do: a table of which only such sums are known gives no small cell away.
    """
    found = {cell for cell in _cells(table) if small(_at(table, cell))}
    while True:
        exposed = next((cell for cell in sorted(found) if small(_at(table, cell)) and _fixed(table, found, cell)), None)
        if exposed is None:
            return frozenset(found)
        more = _complement(table, found, exposed)
        if not more:
            return frozenset(_cells(table))
        found |= more


def _complement(table: Table, found: set[Cell], exposed: Cell) -> set[Cell]:
    """Cells to hide next, never a zero: the cheapest rectangle with the exposed one, else what is smallest."""
    row, column = exposed
    rectangles = [
        {(row, other), (line, column), (line, other)}
        for line in range(len(table))
        for other in range(len(table[0]))
        if line != row and other != column
    ]
    whole = [cells - found for cells in rectangles if cells - found and all(_at(table, cell) for cell in cells)]
    if whole:
        return min(whole, key=lambda cells: (sum(_at(table, cell) for cell in cells), sorted(cells)))
    shown = [cell for cell in _cells(table) if cell not in found and _at(table, cell)]
    return {min(shown, key=lambda cell: (_at(table, cell), cell))} if shown else set()


def _fixed(table: Table, found: set[Cell], cell: Cell) -> bool:
    """Whether only one value of a hidden cell fits the sums and the cells that are shown."""
    row, column = cell
    others = found - {cell}
    if _leads(table, others, ("column", column), ("row", row)):  # it can be raised
        return False
    return not (_at(table, cell) > 1 and _leads(table, others, ("row", row), ("column", column)))


def _leads(table: Table, found: set[Cell], start: tuple[str, int], end: tuple[str, int]) -> bool:
    """Whether hidden cells lead from a row or column to another: raised from row to column, lowered the other way.

    A cell that is 1 cannot be lowered.
    """
    seen, waiting = {start}, [start]
    while waiting:
        side, number = waiting.pop()
        if (side, number) == end:
            return True
        if side == "row":
            steps = [("column", column) for row, column in found if row == number]
        else:
            steps = [("row", row) for row, column in found if column == number and table[row][column] > 1]
        waiting += [step for step in steps if step not in seen]
        seen.update(steps)
    return False


# two tables of the same people ----------------------------------------------------------------------------------------


def _exchangeable(
    people: Sequence[Place], tables: tuple[Table, Table], gone: tuple[frozenset[Cell], frozenset[Cell]]
) -> bool:
    """Whether every small cell of both tables changes when some two people exchange answers, and nothing shown does."""
    left = {(side, cell) for side in (0, 1) for cell in gone[side] if small(_at(tables[side], cell))}
    places = sorted(set(people))
    for one in places:
        if not left:
            break
        for other in places:
            changed = _changed(one, other, tables, gone)
            left -= changed or set()
    return not left


def _changed(
    one: Place, other: Place, tables: tuple[Table, Table], gone: tuple[frozenset[Cell], frozenset[Cell]]
) -> set[tuple[int, Cell]] | None:
    """The cells that differ when these two exchange answers; None when that could be seen."""
    found: set[tuple[int, Cell]] = set()
    if one[2] == other[2]:
        return None
    for side in (0, 1):
        if one[side] == other[side]:
            continue
        lowered = {(one[side], one[2]), (other[side], other[2])}
        raised = {(one[side], other[2]), (other[side], one[2])}
        whole = len(gone[side]) == len(tables[side]) * len(tables[side][0])
        if not lowered | raised <= gone[side] or any(_at(tables[side], cell) < 2 and not whole for cell in lowered):
            return None
        found |= {(side, cell) for cell in lowered | raised}
    return found


def _cells(table: Table) -> Iterator[Cell]:
    return ((row, column) for row, cells in enumerate(table) for column in range(len(cells)))


def _at(table: Table, cell: Cell) -> int:
    return table[cell[0]][cell[1]]
