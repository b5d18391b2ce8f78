package main

import (
	"context"
	"fmt"
	"strings"

	amqp "github.com/rabbitmq/amqp091-go"
)

// AMQP 0-9-1 has no protocol binding. Attributes are the headers that RabbitMQ makes of AMQP 1.0's: cloudEvents_… as
// newer producers name them, cloudEvents:… as the SDK's own module for AMQP 1.0 writes them, and so does this program.
type rabbitmqWire struct {
	connection *amqp.Connection
	channel    *amqp.Channel
}

const exchange = "tidings"

func openRabbitmq(_ context.Context, url string) (wire, error) {
	connection, err := amqp.Dial(url)
	if err != nil {
		return nil, err
	}
	channel, err := connection.Channel()
	if err != nil {
		return nil, err
	}
	return &rabbitmqWire{connection, channel}, channel.Confirm(false)
}

func (w *rabbitmqWire) subscribe(ctx context.Context, routingKey string, heard func(*message)) error {
	queue, err := w.channel.QueueDeclare("", false, true, true, false, nil)
	if err != nil {
		return err
	}
	if err := w.channel.QueueBind(queue.Name, routingKey, exchange, false, nil); err != nil {
		return err
	}
	deliveries, err := w.channel.ConsumeWithContext(ctx, queue.Name, "", true, true, false, false, nil)
	if err != nil {
		return err
	}
	go func() {
		for delivery := range deliveries {
			read := newMessage()
			for name, value := range delivery.Headers {
				if attribute, found := strings.CutPrefix(strings.Replace(name, ":", "_", 1), "cloudEvents_"); found {
					read.attributes[attribute] = fmt.Sprint(value)
				}
			}
			read.contentType = delivery.ContentType
			read.body = delivery.Body
			heard(read)
		}
	}()
	return nil
}

func (w *rabbitmqWire) publish(ctx context.Context, routingKey string, written *message) error {
	headers := amqp.Table{}
	for name, value := range written.attributes {
		headers["cloudEvents:"+name] = value
	}
	publishing := amqp.Publishing{
		ContentType:  written.contentType,
		DeliveryMode: amqp.Persistent,
		Headers:      headers,
		Body:         written.body,
	}
	confirmation, err := w.channel.PublishWithDeferredConfirmWithContext(ctx, exchange, routingKey, true, false, publishing)
	if err != nil {
		return err
	}
	_, err = confirmation.WaitContext(ctx)
	return err
}

func (w *rabbitmqWire) close() { _ = w.connection.Close() }
