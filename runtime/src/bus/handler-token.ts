/** Names a handler that the bus's `resolve` makes, for each attempt anew: its class, or a container's name for it. */
export interface HandlerToken<E> {
  readonly resolve: (new (...args: never[]) => { handle(event: E, ...rest: never[]): unknown }) | string | symbol
}
