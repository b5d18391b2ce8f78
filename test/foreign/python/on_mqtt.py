"""The binding for MQTT by hand, which the package lacks: attributes are User Properties of their very names."""

import json
import threading
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt
from attributes import from_text, to_text
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties


def connect(url):
    address = urlsplit(url)
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv5)
    client.connect(address.hostname, address.port)
    client.loop_start()
    return client


def read(url, topic, ready, heard):
    def on_message(client, userdata, message):
        content_type = getattr(message.properties, "ContentType", "")
        if content_type.startswith("application/cloudevents"):
            heard(JSONFormat().read(None, message.payload))
            return
        attributes = from_text(dict(message.properties.UserProperty), content_type)
        heard(CloudEvent(attributes, json.loads(message.payload) if message.payload else None))

    client = connect(url)
    client.on_message = on_message
    client.on_subscribe = lambda *args: ready()
    client.subscribe(topic, qos=1)
    threading.Event().wait()


def write(url, topic, event, form):
    properties = Properties(PacketTypes.PUBLISH)
    if form == "structured":
        properties.ContentType = JSONFormat().get_content_type()
        payload = JSONFormat().write(event)
    else:
        properties.ContentType = event.get_datacontenttype()
        properties.UserProperty = list(to_text(event).items())
        payload = json.dumps(event.get_data())
    connect(url).publish(topic, payload, qos=1, properties=properties).wait_for_publish(10)
