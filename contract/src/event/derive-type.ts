/**
 * The CloudEvents `type` of a message that names none: its `name`, else its id or key, else its component's key, else
 * the operation, else the channel and the action. From the message alone, never from the document that holds it, so
 * that two documents which name one event meet. It is on the wire: the order of these rules does not change.
 */
export function deriveType(wishes: readonly (string | undefined)[]): string {
  for (const wish of wishes) {
    const type = wish === undefined ? '' : legal(wish)
    if (type !== '') return type
  }
  return 'event'
}

/** CloudEvents 1.0, Type System, String: no control characters, no lone surrogates, no noncharacters. */
function legal(text: string): string {
  return text.replace(/[\p{Cc}\p{Surrogate}\p{Noncharacter_Code_Point}]/gu, '').trim()
}
