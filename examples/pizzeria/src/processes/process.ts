import type { OrderItem } from '@mario/pizzeria-events'
import { euros } from '../money/money.js'
import { createStandIns } from '../stand-ins/stand-ins.js'
import { type Department, openDepartment } from './department.js'
import { openKitchen } from './kitchen-tablets.js'
import { openDesk } from './open-desk.js'

// One department as a process of its own: what it does, it tells its parent.
const name = process.argv[2] as Department
const url = process.env['PIZZERIA_TRANSPORT'] ?? ''
const tell = (text: string) => void process.send?.(text)

process.on('uncaughtException', (error) => {
  console.error(`${name}: ${error.message}`)
  process.exit(1)
})

const dinner: readonly OrderItem[] = [
  { pizza: 'Margherita', size: 'large', quantity: 1, price: euros('15.99') },
  { pizza: 'Diavola', size: 'medium', quantity: 2, price: euros('13.50') },
]

const standIns = createStandIns()
const kitchen = name === 'kitchen' ? await openKitchen(url, 1_500, tell) : undefined
const services = {
  ...standIns,
  ...(kitchen !== undefined && { kitchen: kitchen.board }),
  storeRoom: {
    take: async (orderId: string) => tell(`the ingredients of order ${orderId} are taken`),
  },
  screen: {
    show: async (orderId: string, text: string) => tell(`order ${orderId}: ${text}`),
  },
  mailServer: {
    connect: () => ({
      sendConfirmation: async ({ customerId }: { readonly customerId: string }) => tell(`a mail goes to ${customerId}`),
      close: async () => {},
    }),
  },
}
const bus = await openDepartment(name, url, services)
const orders = name === 'orders' ? await openDesk(url, bus, () => new Date('2026-03-14T18:30:00Z')) : undefined
tell('open')

process.on('message', async (orderId: string) => {
  const ada = { customerId: 'ada', deliveryAddress: { street: 'Via Toledo 12', postalCode: '80134', city: 'Napoli' } }
  await orders?.desk.place(orderId, dinner, ada)
  await orders?.desk.confirm(orderId)
  tell(`order ${orderId} is confirmed`)
})

process.once('SIGTERM', async () => {
  await bus.close()
  await orders?.close()
  await kitchen?.close()
  process.disconnect()
})
