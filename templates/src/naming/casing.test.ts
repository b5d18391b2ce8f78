import { expect, test } from 'vitest'
import { camelCase, kebabCase, pascalCase } from './casing.js'

const cases: readonly [given: string, pascal: string, camel: string, kebab: string][] = [
  ['OrderConfirmed', 'OrderConfirmed', 'orderConfirmed', 'order-confirmed'],
  ['orderConfirmed', 'OrderConfirmed', 'orderConfirmed', 'order-confirmed'],
  ['order.confirmed', 'OrderConfirmed', 'orderConfirmed', 'order-confirmed'],
  ['ORDER_CONFIRMED', 'OrderConfirmed', 'orderConfirmed', 'order-confirmed'],
  ['order confirmed!', 'OrderConfirmed', 'orderConfirmed', 'order-confirmed'],
  ['orders/{orderId}', 'OrdersOrderId', 'ordersOrderId', 'orders-order-id'],
  ['HTTPServer', 'HTTPServer', 'httpServer', 'http-server'],
  ['URL', 'URL', 'url', 'url'],
  ['VAT_RATE', 'VatRate', 'vatRate', 'vat-rate'],
  ['orderV1.2', 'OrderV1_2', 'orderV1_2', 'order-v1-2'],
  ['v2.issue97.x', 'V2Issue97X', 'v2Issue97X', 'v2-issue97-x'],
  ['__proto__', 'Proto', 'proto', 'proto'],
  ['beställningÄndrad', 'BeställningÄndrad', 'beställningÄndrad', 'beställning-ändrad'],
  ['订单已确认', '订单已确认', '订单已确认', '订单已确认'],
  ['straße', 'Straße', 'straße', 'straße'],
  ['ɤta', 'ɤta', 'ɤta', 'ɤta'],
  ['1a', '1a', '1a', '1a'],
  ['ßeta', 'ßeta', 'ßeta', 'ßeta'],
  ['e\u0301tat', 'État', 'état', 'état'],
  ['a\u200d\u202eb', 'AB', 'ab', 'a-b'],
  ['😀', '', '', ''],
  ['a𝒳b', 'AB', 'ab', 'a-b'],
  ['---', '', '', ''],
]

for (const [given, pascal, camel, kebab] of cases) {
  test(`writes ${JSON.stringify(given)} in each way`, () => {
    expect([pascalCase(given), camelCase(given), kebabCase(given)]).toEqual([pascal, camel, kebab])
  })
}
