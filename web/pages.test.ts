import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { PORTAL_PAGES, STAFF_PAGES } from '../server/http/web-pages.ts'

// What the routers ask of a browser as they are made.
beforeAll(() => {
  vi.stubGlobal('location', { pathname: '/portal/northwind/' })
  vi.stubGlobal('window', {})
})
afterAll(() => {
  vi.unstubAllGlobals()
})

test('the server knows every page of the staff app, and no other', async () => {
  const { router } = await import('./staff/router.tsx')
  expect(STAFF_PAGES.toSorted()).toEqual(Object.keys(router.routesByPath).toSorted())
})

test('the server knows every page of the portal, and no other', async () => {
  const { router } = await import('./portal/router.tsx')
  expect(PORTAL_PAGES.toSorted()).toEqual(Object.keys(router.routesByPath).toSorted())
})
