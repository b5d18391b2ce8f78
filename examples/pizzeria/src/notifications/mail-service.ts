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

/** Where mail services come from: each connection serves for a while, and is closed by whoever opened it. */
export interface MailServer {
  connect(): MailService & { close(): Promise<void> }
}
