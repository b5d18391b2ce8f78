import type { Hooks } from '../delivery/hooks.js'
import { type MeterProvider, metrics, type TracerProvider, trace } from './client.js'
import { createInstruments, type Instruments } from './instruments.js'
import { ProcessSpans } from './process.js'
import { receivedHook } from './receive.js'
import { schemaUrl, scope } from './scope.js'
import { sendHook } from './send.js'
import { deadLetteredHook, redrivenHook, skippedHook } from './settle.js'
import type { Telemetry } from './telemetry.js'

export interface OpenTelemetryOptions {
  /** Default: the global one. */
  readonly tracerProvider?: TracerProvider
  /** Default: the global one, as it is when the bus first has something to tell. */
  readonly meterProvider?: MeterProvider
}

/**
 * Spans and metrics of a bus, by the semantic conventions for messaging, to the SDK that the process has set up; where
 * there is none, nothing happens. Handlers run inside their spans. Leaves standard error as it is.
 *
 * ```ts
 * const bus = createBus({ transport, hooks: openTelemetry() })
 * ```
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): Hooks {
  const telemetry = telemetryOf(options)
  const process = new ProcessSpans(telemetry)
  return {
    keepsStandardError: true,
    send: sendHook(telemetry),
    received: receivedHook(telemetry, (holding, receive) => process.received(holding, receive)),
    handle: process.handle,
    failed: (fact) => process.failed(fact),
    deadLettered: deadLetteredHook(telemetry, (holding) => process.lastAttempt(holding)),
    skipped: skippedHook(telemetry),
    redriven: redrivenHook(telemetry),
  }
}

function telemetryOf({ tracerProvider = trace, meterProvider = metrics }: OpenTelemetryOptions): Telemetry {
  let instruments: Instruments | undefined
  return {
    tracer: tracerProvider.getTracer(scope.name, scope.version, { schemaUrl }),
    instruments() {
      instruments ??= createInstruments(meterProvider.getMeter(scope.name, scope.version, { schemaUrl }))
      return instruments
    },
  }
}
