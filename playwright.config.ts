import { defineConfig } from '@playwright/test'
import { CHROMIUM_FLAGS, chromiumPath } from './test/e2e/chromium.ts'

export default defineConfig({
  testDir: 'test/e2e',
  // By hand, `SCREENSHOTS=1 npx playwright test` takes a picture of every page instead.
  testMatch: process.env['SCREENSHOTS'] ? 'screenshots.ts' : '*.spec.ts',
  outputDir: 'test-results',
  globalSetup: './test/one-postgres.ts',
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  // Bounds for what hangs, not for what is slow: the machine may be busy with ten other things.
  timeout: 900_000,
  expect: { timeout: 120_000 },
  reporter: [['list'], ['json', { outputFile: '.cache/test/playwright.json' }]],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: await chromiumPath(), args: CHROMIUM_FLAGS },
  },
})
