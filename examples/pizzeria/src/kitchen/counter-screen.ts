/** The screen above the counter that waiting guests look at. */
export interface CounterScreen {
  show(orderId: string, text: string): Promise<void>
}
