"""The address the web server listens on, and whether it is free."""

import os
import socket
from dataclasses import dataclass

from local.errors import UserError


@dataclass(frozen=True)
class Address:
    """Where the web server listens, and what people type to get there."""

    host: str
    port: int

    @classmethod
    def from_environment(cls) -> "Address":
        """HOST and PORT, or 127.0.0.1:8000.

        :raises UserError: when PORT is not a port number.
        """
        typed = os.environ.get("PORT") or "8000"
        if not typed.isdecimal() or not 0 < int(typed) < 65536:
            raise UserError(f"PORT must be a number from 1 to 65535, not {typed!r}. For example: make run PORT=8001")
        return cls(host=os.environ.get("HOST") or "127.0.0.1", port=int(typed))

    @property
    def listens_everywhere(self) -> bool:
        return self.host in {"0.0.0.0", "::"}

    @property
    def bind(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        if self.listens_everywhere or self.host in {"127.0.0.1", "::1"}:
            return f"http://localhost:{self.port}"
        return f"http://{self.bind}"

    def require_free(self) -> None:
        """:raises UserError: when another program listens there, or this machine does not have that address."""
        try:
            family, kind, protocol, _, target = socket.getaddrinfo(
                self.host, self.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
        except OSError:
            raise UserError(f"HOST is {self.host!r}, which this machine cannot look up. Try HOST=127.0.0.1") from None
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(target)
            except PermissionError:
                raise UserError(f"Port {self.port} is for root only. Choose another: make run PORT=8000") from None
            except OSError as error:
                if error.strerror and "assign" in error.strerror:
                    raise UserError(f"This machine has no address {self.host}. Try HOST=127.0.0.1") from None
                raise UserError(
                    f"Port {self.port} is in use by another program. Stop that program, or choose another port: "
                    f"make run PORT={self._next_free()}"
                ) from None

    def _next_free(self) -> int:
        for port in range(self.port + 1, min(self.port + 100, 65535)):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) != 0:
                    return port
        return self.port + 1
