"""The web server of production: `python -m config.serving`; `manage.py run` shares its options.

SIGHUP makes one worker after the other anew, from what then stands on disk: each is an interpreter
of its own. SIGTERM lets requests end. No connection is refused meanwhile, as all workers take them
from one socket, which this process holds, or systemd for it; docs/decisions/0034 says more.
"""

import multiprocessing
import os
import socket
import sys
import time
from functools import partial
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels, logger
from granian.net import SocketHolder

from config.environment import env, read_address, read_count

APPLICATION = "config.wsgi:application"
# Connections that wait while workers are busy or made anew.
BACKLOG = 1024
# The first socket that systemd hands to a service, as sd_listen_fds(3) has it.
FROM_SYSTEMD = 3
# Seconds for a worker to load the site.
PATIENCE = 60
OPTIONS = {
    "interface": Interfaces.WSGI,
    # Proxies and browsers speak it to a server without TLS.
    "http": HTTPModes.http1,
    # Far more than a process keeps connections to the database (POOL in settings.py): what is sent
    # slowly holds a thread, and while the database hangs, what needs no connection is answered.
    "blocking_threads": 128,
    "respawn_failed_workers": True,
}


class Server(Granian):
    """Takes connections from a socket that listens already, and replaces a worker by one that is
    ready to answer. Both reach into granian, whose version is locked."""

    def __init__(self, listener, **options):
        self.listener = listener
        super().__init__(APPLICATION, **OPTIONS, **options)

    @property
    def _bind_addr_fmt(self):
        host, port, *_ = self.listener.getsockname()
        return f"{host}:{port}"

    def _init_shared_socket(self):
        """Granian has each worker listen for itself, and what waits there is lost with it."""
        self._ssp, self._sso = None, self.listener
        self._sfd = self.listener.fileno()
        self._shd = SocketHolder(self._sfd, False, BACKLOG)

    def _respawn_workers(self, workers, spawn_target, target_loader, delay=0):
        """Granian waits a while and stops the old worker, whatever has become of the new one."""
        for index in workers:
            self.respawned_wrks[index] = time.monotonic()
            old = self.wrks[index]
            ready, telling = multiprocessing.Pipe(duplex=False)
            new = self._spawn_worker(index, spawn_target, partial(target_loader, telling))
            new.interrupt_by_parent = True
            new.start()
            telling.close()
            if not said(ready):
                new.kill()
                if old.is_alive():
                    logger.error("The site as it now is does not start; it is served as it was.")
                    return
                self.interrupt_children.append(index)
                return self.main_loop_interrupt.set()
            new.interrupt_by_parent = False
            self.wrks[index] = new
            old.terminate()
            old.join(self.workers_kill_timeout)
            if old.is_alive():
                old.kill()


def said(ready):
    """Whether the worker at the other end got so far, or ended before."""
    try:
        return ready.poll(PATIENCE) and ready.recv()
    except EOFError:
        return False


def load_application(telling=None):
    """What a worker runs first: the site, and what its first request would load."""
    from config.wsgi import application

    import_module("config.urls")
    if telling:
        telling.send(True)
    return application


def listen(address):
    """The socket that systemd has made for this process, or one on `address`: host and port."""
    if os.environ.get("LISTEN_PID") == str(os.getpid()):
        listener = socket.socket(fileno=FROM_SYSTEMD)
    else:
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        try:
            listener = socket.create_server(address, family=family, backlog=BACKLOG)
        except OSError as error:
            raise ImproperlyConfigured(f"BIND cannot be listened on: {error}.") from None
    if hasattr(socket, "TCP_DEFER_ACCEPT"):
        # A worker that stops closes what it has taken and not read from: it takes what can be read.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 1)
    return listener


def serve():
    # Neither a copy of what is loaded here, nor of its threads and locks.
    multiprocessing.set_start_method("spawn")
    listener = listen(env("BIND", ("127.0.0.1", 8000), read=read_address))
    Server(
        listener,
        workers=env("WORKERS", 2, read=read_count),
        # The proxy in front would send a request on a connection that is just being closed.
        http1_settings=HTTP1Settings(keep_alive=False, header_read_timeout=10_000),
        # Seconds for what has begun to end.
        workers_kill_timeout=30,
        log_level=LogLevels.info,
    ).serve(target_loader=load_application, wrap_loader=False)


if __name__ == "__main__":
    try:
        serve()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
