"""The binding for NATS by hand, which the package lacks: attributes are headers ce-…, percent-encoded."""

import asyncio
import json
from urllib.parse import quote, unquote

import nats
from attributes import from_text, to_text
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent


def read(url, subject, ready, heard):
    asyncio.run(reading(url, subject, ready, heard))


async def reading(url, subject, ready, heard):
    client = await nats.connect(url)
    subscription = await client.jetstream().subscribe(subject, ordered_consumer=True)
    ready()
    async for message in subscription.messages:
        headers = {name.lower(): value for name, value in (message.headers or {}).items()}
        if headers.get("content-type", "").startswith("application/cloudevents"):
            heard(JSONFormat().read(None, message.data))
            continue
        texts = {name[3:]: unquote(value) for name, value in headers.items() if name.startswith("ce-")}
        attributes = from_text(texts, texts.get("datacontenttype"))
        heard(CloudEvent(attributes, json.loads(message.data) if message.data else None))


def write(url, subject, event, form):
    asyncio.run(writing(url, subject, event, form))


async def writing(url, subject, event, form):
    if form == "structured":
        headers = {"content-type": JSONFormat().get_content_type()}
        body = JSONFormat().write(event)
    else:
        texts = {**to_text(event), "datacontenttype": event.get_datacontenttype()}
        headers = {f"ce-{name}": quote(value, safe="!#$&'()*+,/:;=?@[]~") for name, value in texts.items()}
        body = json.dumps(event.get_data()).encode()
    client = await nats.connect(url)
    await client.jetstream().publish(subject, body, headers=headers)
    await client.close()
