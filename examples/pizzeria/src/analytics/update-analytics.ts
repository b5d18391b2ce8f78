import { type OrderConfirmed, type OrderConfirmedHandler, type Publisher, SaleRecorded } from '@mario/pizzeria-events'
import type { SalesBook } from './sales-book.js'

export class UpdateAnalytics implements OrderConfirmedHandler {
  readonly #sales: SalesBook
  readonly #publisher: Pick<Publisher, 'reportSale'>

  constructor({ sales, publisher }: { sales: SalesBook; publisher: Pick<Publisher, 'reportSale'> }) {
    this.#sales = sales
    this.#publisher = publisher
  }

  async handle({ data: { orderId, items, total, confirmedAt } }: OrderConfirmed): Promise<void> {
    const pizzas = items.reduce((count, { quantity }) => count + quantity, 0)
    const sale = { orderId, day: confirmedAt.slice(0, 10), pizzas, revenue: total }
    await this.#sales.enter(sale)
    await this.#publisher.reportSale(new SaleRecorded(sale))
  }
}
