import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startProxyTo } from './tcp-proxy.js'

/** An echo behind a proxy, and one client of it. */
async function open() {
  const server = createServer((socket) => socket.on('error', () => {}).pipe(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { readonly port: number }
  const proxy = await startProxyTo(`echo://127.0.0.1:${port}`)
  const client = () => {
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1')
    let heard = ''
    socket
      .on('error', () => {})
      .on('data', (data) => {
        heard += data
      })
    onTestFinished(() => void socket.destroy())
    return { socket, heard: () => heard }
  }
  onTestFinished(async () => {
    await proxy.close()
    await new Promise((resolve) => server.close(resolve))
  })
  return { proxy, client }
}

test('bytes pass both ways', async () => {
  const { client } = await open()
  const { socket, heard } = client()
  socket.write('pizza')
  await expect.poll(heard).toBe('pizza')
})

test('a cut ends connections, and new ones work', async () => {
  const { proxy, client } = await open()
  const { socket } = client()
  await once(socket, 'connect')
  socket.write('pizza')
  await once(socket, 'data')
  proxy.cut()
  await once(socket, 'close')
  const next = client()
  next.socket.write('pasta')
  await expect.poll(next.heard).toBe('pasta')
})

test('a silent connection passes nothing and stays open, and new ones work', async () => {
  const { proxy, client } = await open()
  const { socket, heard } = client()
  socket.write('pizza')
  await expect.poll(heard).toBe('pizza')
  proxy.silence()
  socket.write('lost')
  const next = client()
  next.socket.write('pasta')
  await expect.poll(next.heard).toBe('pasta')
  expect([heard(), socket.readableEnded, socket.destroyed]).toEqual(['pizza', false, false])
})

test('a half-closed connection ends for who reads', async () => {
  const { proxy, client } = await open()
  const { socket, heard } = client()
  socket.write('pizza')
  await expect.poll(heard).toBe('pizza')
  proxy.halfClose('broker')
  await once(socket, 'end')
})

test('a stalled connection passes later what it was given meanwhile', async () => {
  const { proxy, client } = await open()
  const { socket, heard } = client()
  socket.write('pizza')
  await expect.poll(heard).toBe('pizza')
  proxy.stall()
  socket.write(', pasta')
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(heard()).toBe('pizza')
  proxy.resume()
  await expect.poll(heard).toBe('pizza, pasta')
})

test('while it is shut nobody gets through', async () => {
  const { proxy, client } = await open()
  proxy.shut()
  await once(client().socket, 'close')
  proxy.open()
  const { socket, heard } = client()
  socket.write('pizza')
  await expect.poll(heard).toBe('pizza')
})
