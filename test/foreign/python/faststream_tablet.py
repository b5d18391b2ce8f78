"""A program on FastStream that never heard of Tidings.

faststream_tablet.py BROKER FORM URL ORDERS KITCHEN

It says "ready" when it hears whatever is published at ORDERS from then on, and prints each event as one line of JSON.
Of standard input it takes one line, an event as well, and publishes that at KITCHEN: data with the attributes as
headers, or the whole event as any other object. Then it ends.
"""

import asyncio
import json
import logging
import sys

from faststream import Context
from faststream.message import StreamMessage

broker_name, form, url, orders, kitchen = sys.argv[1:]
# It would log to standard output.
logger = logging.getLogger("tablet")
logger.addHandler(logging.StreamHandler(sys.stderr))


async def decode(message: StreamMessage, original):
    """FastStream takes only application/json for JSON."""
    if (message.content_type or "").startswith("application/cloudevents"):
        return json.loads(message.body)
    return await original(message)


def on_kafka():
    from faststream.kafka import KafkaBroker

    broker = KafkaBroker(url.removeprefix("kafka://"), decoder=decode, logger=logger)
    subscriber = broker.subscriber(orders, group_id="faststream-tablet", auto_offset_reset="earliest")

    async def publish(body, headers):
        await broker.publish(body, kitchen, headers=headers)

    return broker, subscriber, publish, "ce_"


def on_mqtt():
    from faststream.mqtt import MQTTBroker, QoS

    broker = MQTTBroker(url, decoder=decode, logger=logger)

    async def publish(body, headers):
        await broker.publish(body, kitchen, headers=headers, qos=QoS.AT_LEAST_ONCE)

    return broker, broker.subscriber(orders, qos=QoS.AT_LEAST_ONCE), publish, ""


def on_nats():
    from faststream.nats import JStream, NatsBroker

    broker = NatsBroker(url, decoder=decode, logger=logger)
    stream = JStream(orders.replace(".", "__"), declare=False)

    async def publish(body, headers):
        await broker.publish(body, kitchen, headers=headers, stream=kitchen.replace(".", "__"))

    return broker, broker.subscriber(orders, stream=stream), publish, "ce-"


def on_rabbitmq():
    from faststream.rabbit import ExchangeType, RabbitBroker, RabbitExchange, RabbitQueue

    broker = RabbitBroker(url, decoder=decode, logger=logger)
    exchange = RabbitExchange("tidings", type=ExchangeType.TOPIC, durable=True)
    queue = RabbitQueue("faststream-tablet", durable=True, routing_key=orders)

    async def publish(body, headers):
        await broker.publish(body, exchange=exchange, routing_key=kitchen, headers=headers, persist=True)

    return broker, broker.subscriber(queue, exchange), publish, "cloudEvents_"


def on_redis():
    from faststream.redis import RedisBroker, StreamSub

    broker = RedisBroker(url, decoder=decode, logger=logger)

    async def publish(body, headers):
        await broker.publish(body, stream=kitchen, headers=headers)

    return broker, broker.subscriber(stream=StreamSub(orders, last_id="0")), publish, "ce_"


def headers_of(message):
    """Redis has none: those of an event are fields of its entry beside the data."""
    if broker_name != "redis":
        return message.headers
    return {name.decode(): value.decode() for name, value in message.raw_message["data"].items()}


async def main():
    broker, subscriber, publish, prefix = globals()[f"on_{broker_name}"]()

    @subscriber
    async def hear(body: dict, message=Context()):
        event = body
        if "specversion" not in body:
            headers = headers_of(message)
            attributes = {name[len(prefix) :]: str(value) for name, value in headers.items() if name.startswith(prefix)}
            content_type = message.content_type or headers.get("content-type")
            event = {"datacontenttype": content_type, **attributes, "data": body}
        print(json.dumps(event), flush=True)

    async with broker:
        await broker.start()
        print("ready", flush=True)
        event = json.loads(await asyncio.to_thread(sys.stdin.readline))
        if form == "structured":
            await publish(event, {})
        else:
            data = event.pop("data")
            await publish(data, {f"{prefix}{name}": value for name, value in event.items() if name != "datacontenttype"})


asyncio.run(main())
