import { expect, test } from 'vitest'
import { tellingWords } from '../words.js'
import { english } from './english.js'

test.each([
  ['SendEmail', 'email sent'],
  ['CreateOrder', 'order created'],
  ['cancel_subscription', 'subscription cancelled'],
  ['DeleteUser', 'user deleted'],
  ['NotifyCustomer', 'customer notified'],
  ['ApprovePayment', 'payment approved'],
  ['subscribe', 'subscribed'],
  ['PlaceOrder', 'order placed'],
  ['ShipOrder', 'order shipped'],
  ['PackOrders', 'orders packed'],
])('%s is a command, and once it was done: %s', (name, happened) => {
  const words = tellingWords(name)
  expect(english.isCommand(words)).toBe(true)
  expect(english.asHappened(words).join(' ')).toBe(happened)
})

test.each([
  'EmailSent',
  'OrderPlaced',
  'OrderReady',
  'PaymentOverdue',
  'OrderProcess',
  'PriceUpdate',
  'MarketData',
  'OrderBook',
  'ReportGenerated',
  'PasswordReset',
  'PlaceName',
  'PackSize',
  'ShipOrderBook',
  'Heartbeat',
  'MessageBox',
  'ChatMessage',
  'SendungZugestellt',
  'PedidoCriado',
  'CommandeEnvoyée',
  'EnviarCorreo',
  'CrearPedido',
  'OpprettOrdre',
  'ОтправитьПисьмо',
  '送信',
])('%s is no command that English clearly knows', (name) => {
  expect(english.isCommand(tellingWords(name))).toBe(false)
})

test.each([
  ['OrderPlaced', 1],
  ['EmailSent', 1],
  ['LightMeasured', 1],
  ['PaymentFailed', 1],
  ['OrderItemAdded', 2],
  ['OrderReady', undefined],
  ['PriceUpdate', undefined],
])('in %s the word that says what happened is at %s', (name, index) => {
  expect(english.happenedAt(tellingWords(name))).toBe(index)
})
