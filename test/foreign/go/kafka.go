package main

import (
	"context"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// The Kafka protocol binding: attributes are headers ce_….
type kafkaWire struct{ client *kgo.Client }

func openKafka(_ context.Context, url string) (wire, error) {
	client, err := kgo.NewClient(
		kgo.SeedBrokers(strings.TrimPrefix(url, "kafka://")),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		// The topic may be made only with its first event.
		kgo.MetadataMinAge(100*time.Millisecond),
		kgo.MetadataMaxAge(200*time.Millisecond),
	)
	return &kafkaWire{client}, err
}

func (w *kafkaWire) subscribe(ctx context.Context, topic string, heard func(*message)) error {
	w.client.AddConsumeTopics(topic)
	go func() {
		for ctx.Err() == nil {
			w.client.PollFetches(ctx).EachRecord(func(record *kgo.Record) {
				read := newMessage()
				for _, header := range record.Headers {
					name := strings.ToLower(header.Key)
					if attribute, found := strings.CutPrefix(name, "ce_"); found {
						read.attributes[attribute] = string(header.Value)
					} else if name == "content-type" {
						read.contentType = string(header.Value)
					}
				}
				read.body = record.Value
				heard(read)
			})
		}
	}()
	return nil
}

func (w *kafkaWire) publish(ctx context.Context, topic string, written *message) error {
	headers := []kgo.RecordHeader{{Key: "content-type", Value: []byte(written.contentType)}}
	for name, value := range written.attributes {
		headers = append(headers, kgo.RecordHeader{Key: "ce_" + name, Value: []byte(value)})
	}
	record := &kgo.Record{Topic: topic, Headers: headers, Value: written.body}
	if key, found := written.attributes["partitionkey"]; found {
		record.Key = []byte(key)
	}
	return w.client.ProduceSync(ctx, record).FirstErr()
}

func (w *kafkaWire) close() { w.client.Close() }
