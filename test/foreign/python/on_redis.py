"""Redis has no binding: fields ce_…, content-type and data, as Tidings documents them."""

import json

import redis
from attributes import from_text, to_text
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent


def read(url, stream, ready, heard):
    client = redis.from_url(url, decode_responses=True)
    ready()
    last = "0"
    while True:
        for _, entries in client.xread({stream: last}, block=1000) or []:
            for last, fields in entries:
                heard(from_fields(fields))


def from_fields(fields):
    if fields["content-type"].startswith("application/cloudevents"):
        return JSONFormat().read(None, fields["data"])
    texts = {name[3:]: value for name, value in fields.items() if name.startswith("ce_")}
    return CloudEvent(from_text(texts, fields["content-type"]), json.loads(fields["data"]) if "data" in fields else None)


def write(url, stream, event, form):
    if form == "structured":
        fields = {"content-type": JSONFormat().get_content_type(), "data": JSONFormat().write(event)}
    else:
        texts = {f"ce_{name}": value for name, value in to_text(event).items()}
        fields = {**texts, "content-type": event.get_datacontenttype(), "data": json.dumps(event.get_data())}
    redis.from_url(url).xadd(stream, fields)
