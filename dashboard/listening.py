"""Whether a server could listen at an address."""

from __future__ import annotations

import errno
import socket

from dashboard.errors import InputError

_FOREIGN = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
"""What the system says of an address that no network card of this machine has."""


def require_free(host: str, port: int) -> None:
    """Raise unless a server could listen there now; Streamlit says so only after its address has been printed."""
    try:
        if not host:  # any address at all to the system
            raise socket.gaierror
        host.encode("idna")  # a name that cannot be looked up at all would end in a TypeError below
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            # As servers do: a connection of an earlier one that has not timed out yet is no hindrance.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, UnicodeError) as error:
        if not isinstance(error, OSError) or isinstance(error, socket.gaierror) or error.errno in _FOREIGN:
            raise InputError(
                f"--host {host!r} is no address of this machine; use localhost, or 0.0.0.0 for all that it has."
            ) from error
        raise InputError(
            f"Nothing can listen on port {port} of {host} ({error.strerror}); choose another with --port."
        ) from error
