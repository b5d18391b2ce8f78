// Tablet is a program that never heard of Tidings: the CloudEvents SDK for Go, and the usual client of each broker.
//
//	tablet BROKER FORM URL ORDERS KITCHEN
//
// It says "ready" when it hears whatever is published at ORDERS from then on, and prints each event as one line of
// JSON. Of standard input it takes one line, an event as well, and publishes that at KITCHEN in the form binary or
// structured. Then it ends.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/cloudevents/sdk-go/v2/binding"
	"github.com/cloudevents/sdk-go/v2/event"
)

// A wire is what one broker's client does for the tablet.
type wire interface {
	// subscribe returns when nothing more is missed; heard may be called from another goroutine.
	subscribe(ctx context.Context, place string, heard func(*message)) error
	// publish returns when the broker has confirmed.
	publish(ctx context.Context, place string, written *message) error
	close()
}

var wires = map[string]func(ctx context.Context, url string) (wire, error){
	"kafka":    openKafka,
	"mqtt":     openMqtt,
	"nats":     openNats,
	"postgres": openPostgres,
	"rabbitmq": openRabbitmq,
	"redis":    openRedis,
}

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(broker, form, url, orders, kitchen string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	wire, err := wires[broker](ctx, url)
	if err != nil {
		return err
	}
	defer wire.close()
	heard := func(read *message) {
		if err := print(ctx, read); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	if err := wire.subscribe(ctx, orders, heard); err != nil {
		return err
	}
	fmt.Println("ready")

	line, err := bufio.NewReader(os.Stdin).ReadBytes('\n')
	if err != nil {
		return err
	}
	written, err := encode(ctx, line, form)
	if err != nil {
		return err
	}
	return wire.publish(ctx, kitchen, written)
}

func print(ctx context.Context, read *message) error {
	decoded, err := binding.ToEvent(ctx, read)
	if err != nil {
		return fmt.Errorf("%w: %+v", err, *read)
	}
	if err := decoded.Validate(); err != nil {
		return err
	}
	text, err := json.Marshal(decoded)
	if err != nil {
		return err
	}
	_, err = fmt.Println(string(text))
	return err
}

func encode(ctx context.Context, text []byte, form string) (*message, error) {
	given := event.New()
	if err := json.Unmarshal(text, &given); err != nil {
		return nil, err
	}
	if form == "structured" {
		ctx = binding.WithForceStructured(ctx)
	} else {
		ctx = binding.WithForceBinary(ctx)
	}
	written := newMessage()
	_, err := binding.Write(ctx, binding.ToMessage(&given), written, written)
	return written, err
}
