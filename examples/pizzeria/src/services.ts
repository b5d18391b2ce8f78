import type { SalesBook } from './analytics/sales-book.js'
import type { StoreRoom } from './inventory/store-room.js'
import type { CounterScreen } from './kitchen/counter-screen.js'
import type { KitchenBoard } from './kitchen/kitchen-board.js'
import type { MailServer } from './notifications/mail-service.js'

/** What the pizzeria has around it. */
export interface Services {
  readonly kitchen: KitchenBoard
  readonly mailServer: MailServer
  readonly sales: SalesBook
  readonly screen: CounterScreen
  readonly storeRoom: StoreRoom
}
