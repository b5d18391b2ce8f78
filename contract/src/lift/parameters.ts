/** The names in an address, in its order: `orders/{orderId}/{line}` gives `orderId`, `line`. */
export function parameterNames(address: string): string[] {
  return [...new Set([...address.matchAll(/\{([^{}]+)\}/gu)].map(([, name]) => name ?? ''))]
}

/** Declared parameters in the order of the address, each name in it once, declared or not. */
export function inAddressOrder<T extends { name: string }>(
  address: string | null,
  declared: readonly T[],
  undeclared: (name: string) => T,
): T[] {
  if (address === null) return [...declared]
  return parameterNames(address).map((name) => declared.find((one) => one.name === name) ?? undeclared(name))
}
