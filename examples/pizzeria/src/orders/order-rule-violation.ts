/** Somebody asked for what an order does not allow. The message says what is allowed. */
export class OrderRuleViolation extends Error {
  override readonly name = 'OrderRuleViolation'
}
