export const usage = `Operates a running system.

  relay --bus FILE                   carries what the outbox recorded, until Ctrl-C
  dead-letters list --bus FILE       shows the application's dead letters, oldest first
  dead-letters redrive --bus FILE    gives them back to the subscription that each comes from
  dead-letters discard --bus FILE    forgets them for good

FILE is a module whose default export is a bus that is not started; for an outbox it exports its relay as well:

  export default createBus({ application: 'mario-pizzeria', transport: nats({ ... }) })
  export const relay = createRelay({ bus, connectionString })

  --subscription NAME   only those of one subscription; tidings-relay is the relay's own
  --type TYPE           only those of one CloudEvents type
  --id ID               only this one
  --limit NUMBER        at most as many (list: 100)
  --rate NUMBER         redrive at most as many a second
  --all                 redrive or discard without choosing
  --format FORMAT       list as text or json (text)
  --debug               print the stack of an internal error (or TIDINGS_DEBUG=1)
`
