"""The package's own binding for Kafka, and Confluent's client."""

import os

from cloudevents.core.bindings import kafka
from confluent_kafka import Consumer, Producer


def servers(url):
    return {"bootstrap.servers": url.removeprefix("kafka://")}


def read(url, topic, ready, heard):
    # It does not leave its group when it ends.
    settings = {"group.id": f"tablet-{os.getpid()}", "auto.offset.reset": "earliest"}
    consumer = Consumer({**servers(url), **settings})
    consumer.subscribe([topic])
    ready()
    while True:
        record = consumer.poll(1)
        if record is not None and record.error() is None:
            headers = dict(record.headers() or [])
            heard(kafka.from_kafka_event(kafka.KafkaMessage(headers, record.key(), record.value())))


def write(url, topic, event, form):
    message = kafka.to_structured_event(event) if form == "structured" else kafka.to_binary_event(event)
    producer = Producer(servers(url))
    producer.produce(topic, message.value, message.key, headers=message.headers)
    if producer.flush(10) > 0:
        raise TimeoutError("Kafka did not confirm")
