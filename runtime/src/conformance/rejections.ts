const watching = new Set<unknown[]>()
const note = (reason: unknown) => {
  for (const seen of watching) seen.push(reason)
}

/** Collects rejections that nobody handles, until it is told to stop; any number of checks may watch at once. */
export function watchRejections(): { readonly seen: readonly unknown[]; stop(): void } {
  const seen: unknown[] = []
  if (watching.size === 0) process.on('unhandledRejection', note)
  watching.add(seen)
  return {
    seen,
    stop() {
      if (watching.delete(seen) && watching.size === 0) process.off('unhandledRejection', note)
    },
  }
}
