/** Resolves when it is gone, or was gone already. */
export async function endProcess(pid: number, signal: NodeJS.Signals): Promise<void> {
  try {
    process.kill(pid, signal)
    for (;;) {
      process.kill(pid, 0)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  } catch {
    // It is gone.
  }
}
