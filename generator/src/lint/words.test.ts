import { expect, test } from 'vitest'
import { tellingWords, versionIn, wordsOf } from './words.js'

test.each([
  ['OrderConfirmed', ['order', 'confirmed']],
  ['order_confirmed', ['order', 'confirmed']],
  ['com.acme.order-confirmed', ['com', 'acme', 'order', 'confirmed']],
  ['HTTPServerStarted', ['http', 'server', 'started']],
  ['SMSSent', ['sms', 'sent']],
  ['orderID', ['order', 'id']],
  ['BestellungVerpackt', ['bestellung', 'verpackt']],
  ['ПлатежПринят', ['платеж', 'принят']],
  ['注文確定', ['注文確定']],
])('%s is the words %j', (name, words) => {
  expect(wordsOf(name)).toEqual(words)
})

test.each([
  ['OrderConfirmedV2', ['order', 'confirmed'], 2],
  ['order.confirmed.v12', ['order', 'confirmed'], 12],
  ['order_confirmed_v1', ['order', 'confirmed'], 1],
  ['IPv4', ['i', 'pv4'], undefined],
  ['OrderConfirmed', ['order', 'confirmed'], undefined],
  ['Route66', ['route66'], undefined],
])('%s tells %j in version %s', (name, words, version) => {
  expect(tellingWords(name)).toEqual(words)
  expect(versionIn(name)).toBe(version)
})
