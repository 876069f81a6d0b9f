"""Record numbers: one database sequence per kind, never reused, no gap promised."""

from django.db import connection, migrations

from records.kinds import Kind, kinds


def sequence_of(kind: str) -> str:
    return f"record_number_{kind}"


class CreateNumberSequence(migrations.RunSQL):
    """The migration of a kind creates its sequence."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        name = sequence_of(kind)
        super().__init__(f'CREATE SEQUENCE "{name}"', f'DROP SEQUENCE "{name}"')

    def deconstruct(self) -> tuple[str, list[str], dict[str, str]]:
        return (self.__class__.__qualname__, [self.kind], {})


def next_numbers(kind: Kind, count: int = 1) -> list[str]:
    """The next numbers of a kind, in one query: "INC0000123"."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [sequence_of(kind.name), count]
        )
        return [f"{kind.prefix}{row[0]:07d}" for row in cursor.fetchall()]


def kind_of_number(number: str) -> Kind | None:
    """Whose record a number is, by its letters; None where no kind has them."""
    letters = number.rstrip("0123456789")
    return next((kind for kind in kinds() if kind.prefix == letters), None)
