"""A program that never heard of Tidings: the cloudevents package, and the usual client of each broker.

cloudevents_tablet.py BROKER FORM URL ORDERS KITCHEN

It says "ready" when it hears whatever is published at ORDERS from then on, and prints each event as one line of JSON.
Of standard input it takes one line, an event as well, and publishes that at KITCHEN in the form binary or structured.
Then it ends.
"""

import os
import sys
import threading
from importlib import import_module

from cloudevents.core.formats.json import JSONFormat

json_format = JSONFormat()
broker, form, url, orders, kitchen = sys.argv[1:]
wire = import_module(f"on_{broker}")


def say(text):
    print(text, flush=True)


def hear():
    try:
        wire.read(url, orders, lambda: say("ready"), lambda event: say(json_format.write(event).decode()))
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        os._exit(1)


threading.Thread(target=hear, daemon=True).start()
given = sys.stdin.readline()
wire.write(url, kitchen, json_format.read(None, given), form)
# Not waiting for the thread, which waits for events.
sys.stdout.flush()
os._exit(0)
