package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// The NATS protocol binding: attributes are headers ce-…, percent-encoded, datacontenttype among them.
type natsWire struct {
	connection *nats.Conn
	stream     jetstream.JetStream
}

func openNats(_ context.Context, address string) (wire, error) {
	connection, err := nats.Connect(address)
	if err != nil {
		return nil, err
	}
	stream, err := jetstream.New(connection)
	return &natsWire{connection, stream}, err
}

func (w *natsWire) subscribe(ctx context.Context, subject string, heard func(*message)) error {
	name, err := w.stream.StreamNameBySubject(ctx, subject)
	if err != nil {
		return err
	}
	filter := jetstream.OrderedConsumerConfig{FilterSubjects: []string{subject}}
	consumer, err := w.stream.OrderedConsumer(ctx, name, filter)
	if err != nil {
		return err
	}
	_, err = consumer.Consume(func(received jetstream.Msg) {
		read := newMessage()
		for name, values := range received.Headers() {
			name = strings.ToLower(name)
			if attribute, found := strings.CutPrefix(name, "ce-"); found && attribute != "datacontenttype" {
				read.attributes[attribute], _ = url.PathUnescape(values[0])
			} else if found || name == "content-type" {
				read.contentType, _ = url.PathUnescape(values[0])
			}
		}
		read.body = received.Data()
		heard(read)
	})
	return err
}

func (w *natsWire) publish(ctx context.Context, subject string, written *message) error {
	header := nats.Header{}
	for name, value := range written.attributes {
		header.Set("ce-"+name, percentEncode(value))
	}
	if len(written.attributes) > 0 {
		header.Set("ce-datacontenttype", written.contentType)
	} else {
		header.Set("content-type", written.contentType)
	}
	_, err := w.stream.PublishMsg(ctx, &nats.Msg{Subject: subject, Header: header, Data: written.body})
	return err
}

func (w *natsWire) close() { w.connection.Close() }

func percentEncode(text string) string {
	var encoded strings.Builder
	for _, each := range []byte(text) {
		if each > 0x20 && each < 0x7f && each != '"' && each != '%' {
			encoded.WriteByte(each)
		} else {
			fmt.Fprintf(&encoded, "%%%02X", each)
		}
	}
	return encoded.String()
}
