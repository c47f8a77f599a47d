"""Reading the operands of wide operations, and the form every rare operation demands."""

from praya.kernel.compile import leaf, wide
from praya.kernel.store import RowColumns, Store, write


@leaf
def debit_operand(rows: RowColumns, row: int) -> int:
    """The debit column of a row, widened."""
    return wide(rows.debit[row])  # type: ignore[no-any-return]


@leaf
def credit_operand(rows: RowColumns, row: int) -> int:
    """The credit column of a row, widened."""
    return wide(rows.credit[row])  # type: ignore[no-any-return]


@leaf
def operand_word(rows: RowColumns, first: int, word: int) -> int:
    """The n-th 8-byte word of the operand bytes that begin in row `first`, two words a row."""
    place = first + word // 2
    if word % 2 == 1:
        return rows.amount[place]  # type: ignore[no-any-return]
    low = wide(rows.debit[place]) & 0xFFFFFFFF
    return (wide(rows.credit[place]) << 32) | low  # type: ignore[no-any-return]


@leaf
def write_words(
    store: Store, table: int, row: int, field: int, rows: RowColumns, first: int, words: int
) -> None:
    """Copy operand bytes into columns, one word each."""
    for word in range(words):
        write(store, table, row, field + word, operand_word(rows, first, word))


@leaf
def authority_stated(rows: RowColumns, row: int, more: int) -> bool:
    """An authority where none belongs: on the row or its MORE rows."""
    for place in range(row, row + 1 + more):
        if rows.authority[place] != 0:
            return True
    return False


@leaf
def more_authority_stated(rows: RowColumns, row: int, more: int) -> bool:
    """An authority on a MORE row."""
    for place in range(row + 1, row + 1 + more):
        if rows.authority[place] != 0:
            return True
    return False
