/** A template threw, or wrote what cannot be written; nothing is generated then. */
export class TemplateFailed extends Error {
  override readonly name = 'TemplateFailed'
  readonly code = 'TEMPLATE_FAILED'
  readonly template: string

  constructor(template: string, cause: unknown) {
    super(`template ${JSON.stringify(template)} failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
    this.template = template
  }
}

/** Holds for a {@link TemplateFailed} of another copy of this package too. */
export const isTemplateFailed = (error: unknown): error is TemplateFailed =>
  error instanceof Error && 'code' in error && error.code === 'TEMPLATE_FAILED'
