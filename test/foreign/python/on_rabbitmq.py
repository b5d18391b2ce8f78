"""The package's own binding for RabbitMQ, whose headers begin with ce-, and pika."""

import pika
from cloudevents.core.bindings import rabbitmq

EXCHANGE = "tidings"


def read(url, routing_key, ready, heard):
    channel = pika.BlockingConnection(pika.URLParameters(url)).channel()
    queue = channel.queue_declare("", exclusive=True).method.queue
    channel.queue_bind(queue, EXCHANGE, routing_key)
    ready()
    for _, properties, body in channel.consume(queue, auto_ack=True):
        headers = {name.replace("cloudEvents_", "ce-"): value for name, value in (properties.headers or {}).items()}
        heard(rabbitmq.from_rabbitmq_event(rabbitmq.RabbitMQMessage(headers, properties.content_type, body)))


def write(url, routing_key, event, form):
    message = rabbitmq.to_structured_event(event) if form == "structured" else rabbitmq.to_binary_event(event)
    properties = pika.BasicProperties(content_type=message.content_type, headers=message.headers, delivery_mode=2)
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    channel.confirm_delivery()
    channel.basic_publish(EXCHANGE, routing_key, message.body, properties, mandatory=True)
    connection.close()
