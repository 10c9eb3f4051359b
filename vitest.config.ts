import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{server,web,seed,scripts}/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
    exclude: ['test/e2e/**', '**/node_modules/**'],
    globalSetup: 'test/one-postgres.ts',
    pool: 'forks',
    maxWorkers: 2,
    // Files share what they import, and the databases that earlier ones have emptied: a third of the time.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    expect: { requireAssertions: true },
    // A test that leaves a timer or a promise behind is a defect of the test or of the code.
    dangerouslyIgnoreUnhandledErrors: false,
  },
})
