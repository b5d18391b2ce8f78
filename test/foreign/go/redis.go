package main

import (
	"context"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// Redis has no protocol binding either: fields ce_…, content-type and data, as Tidings documents them.
type redisWire struct{ client *redis.Client }

func openRedis(_ context.Context, url string) (wire, error) {
	options, err := redis.ParseURL(url)
	if err != nil {
		return nil, err
	}
	return &redisWire{redis.NewClient(options)}, nil
}

func (w *redisWire) subscribe(ctx context.Context, stream string, heard func(*message)) error {
	go func() {
		last := "0"
		for ctx.Err() == nil {
			streams, err := w.client.XRead(ctx, &redis.XReadArgs{Streams: []string{stream, last}, Block: time.Second}).Result()
			if err != nil && err != redis.Nil {
				return
			}
			for _, read := range streams {
				for _, entry := range read.Messages {
					last = entry.ID
					heard(fromFields(entry.Values))
				}
			}
		}
	}()
	return nil
}

func fromFields(fields map[string]any) *message {
	read := newMessage()
	for name, value := range fields {
		text, _ := value.(string)
		if attribute, found := strings.CutPrefix(name, "ce_"); found {
			read.attributes[attribute] = text
		} else if name == "content-type" {
			read.contentType = text
		} else if name == "data" {
			read.body = []byte(text)
		}
	}
	return read
}

func (w *redisWire) publish(ctx context.Context, stream string, written *message) error {
	fields := []any{"content-type", written.contentType, "data", written.body}
	for name, value := range written.attributes {
		fields = append(fields, "ce_"+name, value)
	}
	return w.client.XAdd(ctx, &redis.XAddArgs{Stream: stream, Values: fields}).Err()
}

func (w *redisWire) close() { _ = w.client.Close() }
