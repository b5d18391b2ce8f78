import { once } from 'node:events'
import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { gather } from './gather.js'

function openStream() {
  const written: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk))
      done()
    },
    writev(chunks, done) {
      written.push(chunks.map(({ chunk }) => String(chunk)).join(''))
      done()
    },
  })
  gather(stream)
  return { stream, written }
}

test('what is written in one turn leaves together, and what is written in the next by itself', async () => {
  const { stream, written } = openStream()
  stream.write('one ')
  stream.write('two')
  await new Promise(setImmediate)
  stream.write('three')
  await new Promise(setImmediate)
  expect(written).toEqual(['one two', 'three'])
})

test('what is written before it ends leaves too', async () => {
  const { stream, written } = openStream()
  stream.write('one ')
  stream.end('two')
  await once(stream, 'finish')
  expect(written).toEqual(['one two'])
})

test('whoever writes is told when there is too much', async () => {
  const { stream } = openStream()
  expect(stream.write('a little')).toBe(true)
  expect(stream.write(Buffer.alloc(stream.writableHighWaterMark))).toBe(false)
  await once(stream, 'drain')
  expect(stream.write('a little')).toBe(true)
})
