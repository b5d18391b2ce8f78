import { defineEvent, Event, jsonCodec } from '@tidings/runtime/sdk/v1'

/** What is published: in each key the numbers grow by one. */
export class Counted extends Event<{
  type: 'tidings.proof.counted'
  data: { readonly key: string; readonly number: number }
}> {
  static readonly type = 'tidings.proof.counted'
  static readonly descriptor = defineEvent<Counted>({
    name: 'Counted',
    type: this.type,
    kind: 'domain',
    key: { in: 'payload', path: ['key'] },
    channels: { counts: { address: 'counts' } },
    codec: jsonCodec({ data: () => undefined }),
  })
}
