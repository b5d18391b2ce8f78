import { printed } from '../money/money.js'
import type { Services } from '../services.js'

/** The pizzeria's services, played by objects that only remember what they were asked, each time. */
export interface StandIns extends Services {
  readonly tickets: string[]
  readonly taken: string[]
  readonly books: string[]
  readonly screenTexts: string[]
  readonly mailServer: Services['mailServer'] & {
    /** While true, no mail can be sent. */
    isDown: boolean
    readonly sent: string[]
    /** How many were opened, ever. */
    readonly connections: number
    readonly openConnections: number
  }
}

export function createStandIns(): StandIns {
  const [tickets, taken, books, screenTexts]: [string[], string[], string[], string[]] = [[], [], [], []]
  return {
    tickets,
    taken,
    books,
    screenTexts,
    mailServer: createMailServer(),
    kitchen: {
      async pinTicket(_orderId, items) {
        tickets.push(items.map(({ quantity, size, pizza }) => `${quantity} ${size} ${pizza}`).join(', '))
      },
    },
    storeRoom: {
      async take(_orderId, ingredients) {
        taken.push(ingredients.map(({ name, grams }) => `${grams} g ${name}`).join(', '))
      },
    },
    sales: {
      async enter({ pizzas, revenue }) {
        books.push(`${pizzas} pizzas, ${printed(revenue)}`)
      },
    },
    screen: {
      async show(orderId, text) {
        screenTexts.push(`order ${orderId}: ${text}`)
      },
    },
  }
}

function createMailServer(): StandIns['mailServer'] {
  const server = { isDown: false, sent: [] as string[], connections: 0, openConnections: 0, connect }

  function connect(): ReturnType<Services['mailServer']['connect']> {
    server.connections++
    server.openConnections++
    return {
      async sendConfirmation({ customerId, total }) {
        if (server.isDown) throw new Error('the mail server does not answer')
        server.sent.push(`${customerId}: ${printed(total)}`)
      },
      async close() {
        server.openConnections--
      },
    }
  }

  return server
}
