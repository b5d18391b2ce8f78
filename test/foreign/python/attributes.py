"""Attributes as text, for the wires for which the cloudevents package has no binding."""

from datetime import datetime

from dateutil.parser import isoparse


def to_text(event):
    """All but the content type, which most wires carry elsewhere."""
    return {name: text(value) for name, value in event.get_attributes().items() if name != "datacontenttype"}


def text(value):
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else str(value)


def from_text(texts, content_type):
    attributes = {**texts, "datacontenttype": content_type}
    if "time" in attributes:
        attributes["time"] = isoparse(attributes["time"])
    return attributes
