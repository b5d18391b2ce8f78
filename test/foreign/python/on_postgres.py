"""Structured events, by the view and the function that the database offers to anybody."""

import time

import psycopg
from cloudevents.core.formats.json import JSONFormat


def read(url, address, ready, heard):
    query = "SELECT event::text FROM tidings.events WHERE address = %s ORDER BY position OFFSET %s"
    seen = 0
    with psycopg.connect(url, autocommit=True) as connection:
        ready()
        while True:
            for (text,) in connection.execute(query, (address, seen)).fetchall():
                heard(JSONFormat().read(None, text))
                seen += 1
            time.sleep(0.05)


def write(url, address, event, form):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT tidings.publish(%s, %s::json)", (address, JSONFormat().write(event).decode()))
