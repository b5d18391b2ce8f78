import type { Department } from './department.js'
import { startDepartment } from './department-process.js'

/** One order over four processes, one of which is killed in the middle of its work. */
export async function runRushHour(url: string, orderId: string, print: (...lines: string[]) => void): Promise<void> {
  const start = (name: Department) => startDepartment(name, url)
  const show = (name: string, text: string) => print(`  ${name.padEnd(15)}${text}`)
  const [orders, inventory, notifications] = [start('orders'), start('inventory'), start('notifications')]
  let kitchen = start('kitchen')
  const all = () => [orders, kitchen, inventory, notifications]
  const tells = async (name: Department, text: string) => {
    const told = { orders, kitchen, inventory, notifications }[name]
    await told.told(text)
    show(name, text)
  }
  try {
    // A subscription gets what is published after it was made; so all of them are made before the first order.
    await Promise.all(all().map((each) => each.told('open')))
    print("Mario's Pizzeria, in four processes.")
    orders.order(orderId)
    await tells('orders', `order ${orderId} is confirmed`)
    await tells('kitchen', 'Luigi bakes 1 large Margherita, 2 medium Diavola')
    await kitchen.kill()
    print('', 'The kitchen is killed, with the pizzas in the oven. Nobody else notices.')
    await tells('inventory', `the ingredients of order ${orderId} are taken`)
    await tells('notifications', 'a mail goes to ada')

    kitchen = start('kitchen')
    print('', 'The kitchen is back. It was done with nothing, so it is given the order again.')
    await tells('kitchen', 'Luigi bakes 1 large Margherita, 2 medium Diavola')
    await tells('kitchen', `order ${orderId} is on the counter`)
    await tells('orders', `order ${orderId}: ready, please come to the counter`)
    await Promise.all(all().map((each) => each.close()))
  } finally {
    await Promise.all(all().map((each) => each.kill()))
  }
}
