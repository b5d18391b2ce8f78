import {
  ConfirmationEmailSent,
  type OrderConfirmed,
  type OrderConfirmedHandler,
  type Publisher,
} from '@mario/pizzeria-events'
import type { Delivery } from '@tidings/runtime'
import type { MailService } from './mail-service.js'

export class SendConfirmationEmail implements OrderConfirmedHandler {
  readonly #mails: MailService
  readonly #publisher: Pick<Publisher, 'reportNotification'>

  constructor({ mails, publisher }: { mails: MailService; publisher: Pick<Publisher, 'reportNotification'> }) {
    this.#mails = mails
    this.#publisher = publisher
  }

  // An event arrives at least once. Its id is the same each time, and so lets the mail service notice.
  async handle({ id, data }: OrderConfirmed, { signal }: Pick<Delivery, 'signal'>): Promise<void> {
    const { orderId, customerId, total } = data
    await this.#mails.sendConfirmation({ orderId, customerId, total }, { key: id, signal })
    await this.#publisher.reportNotification(new ConfirmationEmailSent({ orderId, customerId }))
  }
}
