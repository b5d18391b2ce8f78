package main

import (
	"context"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Structured events, by the view and the function that the database offers to anybody.
type postgresWire struct{ pool *pgxpool.Pool }

func openPostgres(ctx context.Context, url string) (wire, error) {
	pool, err := pgxpool.New(ctx, url)
	return &postgresWire{pool}, err
}

func (w *postgresWire) subscribe(ctx context.Context, address string, heard func(*message)) error {
	go func() {
		for seen := 0; ctx.Err() == nil; time.Sleep(50 * time.Millisecond) {
			rows, err := w.pool.Query(ctx, "SELECT event::text FROM tidings.events WHERE address = $1 ORDER BY position OFFSET $2", address, seen)
			if err != nil {
				return
			}
			for rows.Next() {
				read := newMessage()
				read.contentType = event.ApplicationCloudEventsJSON
				if rows.Scan(&read.body) == nil {
					heard(read)
				}
				seen++
			}
		}
	}()
	return nil
}

func (w *postgresWire) publish(ctx context.Context, address string, written *message) error {
	_, err := w.pool.Exec(ctx, "SELECT tidings.publish($1, $2::json)", address, written.body)
	return err
}

func (w *postgresWire) close() { w.pool.Close() }
