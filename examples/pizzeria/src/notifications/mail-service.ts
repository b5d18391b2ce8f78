import type { Money } from '@mario/pizzeria-events'

export interface MailService {
  /** Sends one mail per `key`: asked again with the same key, it does nothing. */
  sendConfirmation(
    mail: ConfirmationMail,
    options: { readonly key: string; readonly signal: AbortSignal },
  ): Promise<void>
}

export interface ConfirmationMail {
  readonly orderId: string
  readonly customerId: string
  readonly total: Money
}
