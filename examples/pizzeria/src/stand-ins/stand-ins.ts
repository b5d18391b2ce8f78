import type { SalesBook } from '../analytics/sales-book.js'
import type { StoreRoom } from '../inventory/store-room.js'
import type { CounterScreen } from '../kitchen/counter-screen.js'
import type { KitchenBoard } from '../kitchen/kitchen-board.js'
import { printed } from '../money/money.js'
import type { MailService } from '../notifications/mail-service.js'

/** The pizzeria's services, played by objects that only remember what they were asked. */
export interface StandIns {
  readonly kitchen: KitchenBoard
  readonly mails: MailService
  readonly storeRoom: StoreRoom
  readonly sales: SalesBook
  readonly screen: CounterScreen
  /** What was done, in the order done, such as `a mail to ada`. */
  readonly done: string[]
  /** While true, no mail can be sent. */
  mailServerDown: boolean
}

export function createStandIns(): StandIns {
  const done: string[] = []
  const services: StandIns = {
    done,
    mailServerDown: false,
    kitchen: {
      async pinTicket(orderId, items) {
        const pizzas = items.map(({ quantity, size, pizza }) => `${quantity} ${size} ${pizza}`)
        done.push(`a ticket for order ${orderId}: ${pizzas.join(', ')}`)
      },
    },
    mails: {
      async sendConfirmation({ customerId, total }) {
        if (services.mailServerDown) throw new Error('the mail server does not answer')
        done.push(`a mail to ${customerId} about ${printed(total)}`)
      },
    },
    storeRoom: {
      async take(_orderId, ingredients) {
        done.push(`taken: ${ingredients.map(({ name, grams }) => `${grams} g ${name}`).join(', ')}`)
      },
    },
    sales: {
      async enter({ pizzas, revenue }) {
        done.push(`in the books: ${pizzas} pizzas, ${printed(revenue)}`)
      },
    },
    screen: {
      async show(orderId, text) {
        done.push(`on the screen: order ${orderId}, ${text}`)
      },
    },
  }
  return services
}
