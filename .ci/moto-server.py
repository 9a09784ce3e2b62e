#!/usr/bin/env python3
"""moto-server.py PORT: moto, one request at a time.

moto checks a condition and writes in two steps: of two writers at once both may win. Here no two are
at once, so that the contracts about races say something of the adapters and nothing of moto.
"""

import logging
import sys

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

logging.getLogger("werkzeug").setLevel(logging.WARNING)
run_simple("127.0.0.1", int(sys.argv[1]), DomainDispatcherApplication(create_backend_app))
