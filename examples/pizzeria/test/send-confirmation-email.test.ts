import { type ConfirmationEmailSent, OrderConfirmed } from '@mario/pizzeria-events'
import { expect, test } from 'vitest'
import { euros } from '../src/money/money.js'
import type { MailService } from '../src/notifications/mail-service.js'
import { SendConfirmationEmail } from '../src/notifications/send-confirmation-email.js'

const orderConfirmed = new OrderConfirmed(
  {
    orderId: '123',
    customerId: 'ada',
    items: [{ pizza: 'Margherita', size: 'large', quantity: 1, price: euros('15.99') }],
    total: euros('15.99'),
    deliveryAddress: { street: 'Via Toledo 12', postalCode: '80134', city: 'Napoli' },
    confirmedAt: '2026-03-14T18:30:00Z',
  },
  { id: 'event-1' },
)
const { signal } = new AbortController()

test('the customer is sent the total, under a key that stays the same', async () => {
  const sent: unknown[] = []
  const mails: MailService = { sendConfirmation: async (mail, { key }) => void sent.push({ ...mail, key }) }
  const handler = new SendConfirmationEmail({ mails, publisher: { reportNotification: async () => {} } })

  await handler.handle(orderConfirmed, { signal })

  expect(sent).toEqual([
    { orderId: '123', customerId: 'ada', total: { amount: '15.99', currency: 'EUR' }, key: 'event-1' },
  ])
})

test('a mail that was sent is told as a fact', async () => {
  const told: ConfirmationEmailSent[] = []
  const mails: MailService = { sendConfirmation: async () => {} }
  const publisher = { reportNotification: async (event: ConfirmationEmailSent) => void told.push(event) }

  await new SendConfirmationEmail({ mails, publisher }).handle(orderConfirmed, { signal })

  expect(told.map(({ data }) => data)).toEqual([{ orderId: '123', customerId: 'ada' }])
})

test('a mail that could not be sent is not told, and fails the attempt', async () => {
  const mails: MailService = { sendConfirmation: async () => Promise.reject(new Error('no answer')) }
  const publisher = { reportNotification: async () => expect.unreachable('nothing was sent') }

  await expect(new SendConfirmationEmail({ mails, publisher }).handle(orderConfirmed, { signal })).rejects.toThrow(
    'no answer',
  )
})
