import type { Intake } from '../../transport/intake.js'
import type { SubscriptionPlace } from '../../transport/place.js'
import type { NatsIntake } from './intake.js'
import type { Session } from './session.js'
import type { Streams } from './streams.js'

export class Partitions {
  static over(_session: Session, _streams: Streams, _place: SubscriptionPlace, intake: NatsIntake): Intake {
    for (const part of intake.parts) intake.activate(part)
    return intake
  }
}
