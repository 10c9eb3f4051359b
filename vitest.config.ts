import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'

export default defineConfig({
  test: {
    include: ['{server,web,seed,scripts,client}/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
    exclude: ['test/e2e/**', '**/node_modules/**'],
    globalSetup: 'test/one-postgres.ts',
    setupFiles: ['test/sql/record.ts'],
    pool: 'forks',
    // One more than there are processors at least: a third of the time is spent waiting for other processes.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // Files share what they import, and the databases that earlier ones have emptied: a third of the time.
    isolate: false,
    // Bounds for what hangs, not for what is slow: the machine may be busy with ten other things.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { requireAssertions: true, poll: { timeout: 120_000 } },
    // A test that leaves a timer or a promise behind is a defect of the test or of the code.
    dangerouslyIgnoreUnhandledErrors: false,
  },
})
