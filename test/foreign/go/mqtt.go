package main

import (
	"context"
	"net"
	"net/url"
	"strings"

	"github.com/eclipse/paho.golang/paho"
)

// The MQTT protocol binding: attributes are User Properties of their very names. The SDK's own module for MQTT writes
// ce- before them, and so does this program.
type mqttWire struct{ client *paho.Client }

func openMqtt(ctx context.Context, address string) (wire, error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	connection, err := net.Dial("tcp", parsed.Host)
	if err != nil {
		return nil, err
	}
	client := paho.NewClient(paho.ClientConfig{Conn: connection})
	_, err = client.Connect(ctx, &paho.Connect{CleanStart: true, KeepAlive: 30})
	return &mqttWire{client}, err
}

func (w *mqttWire) subscribe(ctx context.Context, topic string, heard func(*message)) error {
	w.client.AddOnPublishReceived(func(received paho.PublishReceived) (bool, error) {
		read := newMessage()
		read.contentType = received.Packet.Properties.ContentType
		for _, property := range received.Packet.Properties.User {
			read.attributes[strings.TrimPrefix(property.Key, "ce-")] = property.Value
		}
		read.body = received.Packet.Payload
		heard(read)
		return true, nil
	})
	_, err := w.client.Subscribe(ctx, &paho.Subscribe{Subscriptions: []paho.SubscribeOptions{{Topic: topic, QoS: 1}}})
	return err
}

func (w *mqttWire) publish(ctx context.Context, topic string, written *message) error {
	properties := &paho.PublishProperties{ContentType: written.contentType}
	for name, value := range written.attributes {
		properties.User.Add("ce-"+name, value)
	}
	_, err := w.client.Publish(ctx, &paho.Publish{Topic: topic, QoS: 1, Properties: properties, Payload: written.body})
	return err
}

func (w *mqttWire) close() { _ = w.client.Disconnect(&paho.Disconnect{}) }
