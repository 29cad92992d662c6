/**
 * Waits for work of the user. The timer also keeps the process alive, which ends silently when nothing else is pending.
 *
 * @throws {Error} after `ms`
 */
export async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    const message = `not finished after ${ms / 1000} seconds; look for a promise that never settles`
    timer = setTimeout(() => reject(new Error(message)), ms)
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}
