"""`make migration ARGS="bookings --name what_it_does"`: write the migration for changed models."""

from local.django import on_the_code

# Without a database Django warns that it can't tell which migrations ran there; that is no question here.
QUIET = ("-W", "ignore:Got an error checking a consistent migration history:RuntimeWarning")


def main(arguments: list[str]) -> int:
    """Returns what Django returns."""
    return on_the_code("makemigrations", *arguments, flags=QUIET)
