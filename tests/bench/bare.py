"""The floor of serving: a Bolt app with one listener that does nothing, on the same server with as many threads.

python -m tests.bench.bare PORT sqlite|postgresql
"""

import logging
import sys

from slack_bolt import App
from waitress import serve

from handlers.socket import Busy
from handlers.web import THREADS, wsgi
from tests.bench.acks import SECRET, acknowledge, authorize

if __name__ == "__main__":
    logging.getLogger("waitress").setLevel(logging.ERROR)  # a queue is what is measured
    noop = App(authorize=authorize, process_before_response=True, request_verification_enabled=False)
    noop.command("/noop")(acknowledge)
    serve(wsgi(noop, SECRET, str, Busy()), host="127.0.0.1", port=int(sys.argv[1]), threads=THREADS[sys.argv[2]])
