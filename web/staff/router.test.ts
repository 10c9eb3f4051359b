import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { STAFF_PAGES } from '../../server/http/web-pages.ts'

// What the router asks of a browser as it is made.
beforeAll(() => {
  vi.stubGlobal('location', { pathname: '/' })
  vi.stubGlobal('window', {})
})
afterAll(() => {
  vi.unstubAllGlobals()
})

test('the server knows every page of the staff app, and no other', async () => {
  const { router } = await import('./router.tsx')
  expect(STAFF_PAGES.toSorted()).toEqual(Object.keys(router.routesByPath).toSorted())
})
