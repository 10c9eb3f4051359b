import { expect, test } from 'vitest'
import { tell } from './tell.ts'

// In two files, so that both processors tell stories.
test(
  'whatever happens, each gets what they are to get, once, and the money adds up (even seeds)',
  {
    timeout: 3_600_000,
  },
  async () => {
    expect.hasAssertions()
    await tell('second')
  },
)
