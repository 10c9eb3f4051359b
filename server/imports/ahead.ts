/** Each piece is made while the one before it is put to use: PostgreSQL and this process work side by side. */
export async function* ahead<T>(pieces: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
  let next = pieces.next()
  try {
    for (;;) {
      const { done, value } = await next
      if (done) return
      next = pieces.next()
      // If it fails meanwhile, that is said when it is asked for.
      next.catch(() => {})
      yield value
    }
  } finally {
    // Nothing goes on behind the back of who stopped.
    await next.catch(() => {})
    await pieces.return()
  }
}
