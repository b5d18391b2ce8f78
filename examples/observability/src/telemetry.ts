import { metrics } from '@opentelemetry/api'
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { NodeTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-node'

export interface TelemetryOptions {
  /** Where Prometheus scrapes; 0 takes a free port. */
  readonly port: number
  /** Where spans go, such as `new BatchSpanProcessor(new OTLPTraceExporter())`. */
  readonly spanProcessors?: SpanProcessor[]
}

/** What an application sets up once, before its bus: nothing here knows of Tidings. */
export async function startTelemetry({ port, spanProcessors = [] }: TelemetryOptions) {
  const prometheus = new PrometheusExporter({ port, preventServerStart: true })
  const meterProvider = new MeterProvider({ readers: [prometheus] })
  metrics.setGlobalMeterProvider(meterProvider)
  const tracerProvider = new NodeTracerProvider({ spanProcessors })
  tracerProvider.register()
  await prometheus.startServer()
  return {
    tracer: tracerProvider.getTracer('pizzeria'),
    async close() {
      await tracerProvider.shutdown()
      await meterProvider.shutdown()
    },
  }
}
