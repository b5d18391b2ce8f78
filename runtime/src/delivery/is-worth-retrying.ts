/** Whether a handler that threw this wants to be called again: unless it says `retryable: false`. */
export function isWorthRetrying(error: unknown): boolean {
  try {
    return (
      typeof error !== 'object' || error === null || (error as { readonly retryable?: unknown }).retryable !== false
    )
  } catch {
    return true
  }
}
