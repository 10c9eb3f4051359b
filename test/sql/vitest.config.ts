import { defineConfig } from 'vitest/config'

/** The stage "sql" of `npm test`, after the unit tests. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/sql/statements.check.ts'],
    globalSetup: 'test/one-postgres.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
