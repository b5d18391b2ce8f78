/** Whose spans and metrics these are. */
export const scope = { name: '@tidings/runtime', version: '0.1.0' } as const

/** The semantic conventions that they follow. */
export const schemaUrl = 'https://opentelemetry.io/schemas/1.44.0'
