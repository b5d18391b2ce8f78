"""A program that never heard of Tidings: the cloudevents package, and the broker's own client.

program.py BROKER read URL PLACE    prints the CloudEvents at the place, one JSON text a line
program.py BROKER write URL PLACE   writes the CloudEvent that stands on standard input
"""

import asyncio
import json
import sys
from urllib.parse import quote, unquote

from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from dateutil.parser import isoparse

json_format = JSONFormat()


def from_headers(headers, body):
    """Binary mode of the NATS protocol binding."""
    attributes = {name[3:].lower(): unquote(value) for name, value in headers.items() if name.lower().startswith("ce-")}
    if "time" in attributes:
        attributes["time"] = isoparse(attributes["time"])
    return CloudEvent(attributes, json.loads(body) if body else None)


def to_headers(event):
    headers = {f"ce-{name}": quote(str(value), safe="!#$&'()*+,/:;=?@[]~") for name, value in event.get_attributes().items() if name != "time"}
    if event.get_time() is not None:
        headers["ce-time"] = event.get_time().isoformat().replace("+00:00", "Z")
    return headers


async def nats_program(action, url, subject):
    import nats

    client = await nats.connect(url)
    try:
        if action == "write":
            event = json_format.read(None, sys.stdin.read())
            body = json.dumps(event.get_data()).encode()
            await client.request(subject, body, timeout=5, headers=to_headers(event))
            return []
        stream = client.jetstream()
        subscription = await stream.subscribe(subject, ordered_consumer=True)
        events = []
        try:
            while True:
                message = await subscription.next_msg(timeout=1)
                events.append(from_headers(message.headers or {}, message.data))
        except nats.errors.TimeoutError:
            return events
    finally:
        await client.close()


def postgres_program(action, url, address):
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        if action == "write":
            event = json_format.read(None, sys.stdin.read())
            connection.execute("SELECT tidings.publish(%s, %s::json)", (address, json_format.write(event).decode()))
            return []
        rows = connection.execute("SELECT event::text FROM tidings.events WHERE address = %s ORDER BY position", (address,))
        return [json_format.read(None, text) for (text,) in rows.fetchall()]


broker, action, url, place = sys.argv[1:]
found = asyncio.run(nats_program(action, url, place)) if broker == "nats" else postgres_program(action, url, place)
for each in found:
    print(json_format.write(each).decode())
