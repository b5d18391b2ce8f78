import { metrics, trace } from '@opentelemetry/api'
import { expectTypeOf, test } from 'vitest'
import type { BusOptions, Hooks } from '../index.js'
import { openTelemetry } from './index.js'

test('it is a set of hooks, alone or in a list', () => {
  expectTypeOf(openTelemetry()).toExtend<Hooks>()
  expectTypeOf([openTelemetry(), { handled: () => {} }]).toExtend<NonNullable<BusOptions['hooks']>>()
})

test("it takes the API's own providers", () => {
  openTelemetry({ tracerProvider: trace.getTracerProvider(), meterProvider: metrics.getMeterProvider() })
  // @ts-expect-error: a tracer is no provider
  openTelemetry({ tracerProvider: trace.getTracer('mine') })
})
