export { observeHealth } from './observe-health.js'
export { type OpenTelemetryOptions, openTelemetry } from './open-telemetry.js'
