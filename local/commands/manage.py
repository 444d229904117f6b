"""`make manage ARGS="shell"`: a Django command on the copy that `make run` has running."""

import os
import sys

from local.environment import for_run
from local.errors import UserError
from local.paths import LOGS, ROOT, STATE, require_state
from local.ports import Address
from local.postgres import Postgres
from local.servers import Urls, given_database, given_redis, require_database
from local.valkey import Valkey


def main(arguments: list[str]) -> int:
    """Run manage.py in place of this process.

    :raises UserError: when nothing runs.
    """
    require_state()
    database, redis = given_database(), given_redis()
    if not database:
        database = Postgres.within(STATE, logs=LOGS).url
        try:
            require_database(database)
        except UserError:
            raise UserError("Nothing runs here. Start it in another terminal with: make run") from None
    redis = redis or Valkey.within(STATE, logs=LOGS).url
    environment = for_run(Urls(database, redis), Address.from_environment())
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "manage.py", *arguments], environment)
