/** Whether a handler that threw this wants to be called again: unless it says `retryable: false`. */
export const isWorthRetrying = (error: unknown): boolean =>
  typeof error !== 'object' || error === null || (error as { readonly retryable?: unknown }).retryable !== false
