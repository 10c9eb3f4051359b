import { localStorageColorSchemeManager, MantineProvider, type MantineThemeOverride } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { type AnyRouter, RouterProvider } from '@tanstack/react-router'
import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from '../lib/query-client.ts'
import { beginWaiting } from '../lib/waiting.ts'
import { afterPage, pageIsShown } from './after-page.tsx'
import './base.css'
import { StillWaiting } from './still-waiting.tsx'
import { cssVariables } from './theme.ts'

// The key is the one that public/color-scheme.js reads before the first paint.
const colorSchemeManager = localStorageColorSchemeManager({ key: 'portico-color-scheme' })

// There is nothing to report or to ask before anything was done.
const Overlays = afterPage(() => import('./overlays.tsx').then(({ Overlays }) => Overlays))

/** Puts an app on the page inside the providers that every page of both apps counts on. */
export function start(theme: MantineThemeOverride, router: AnyRouter) {
  loadPagesAhead(router)
  watchForSlowPages(router)
  router.subscribe('onRendered', pageIsShown)
  // Before the first render, which it need not wait for.
  void router.load({ sync: true })
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <Providers theme={theme}>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  )
}

/** The code of a page comes while it is asked who is signed in. It is requested after that, because browsers send in this order. */
function loadPagesAhead(router: AnyRouter) {
  router.subscribe('onBeforeLoad', ({ toLocation }) =>
    setTimeout(() => {
      for (const { routeId } of router.matchRoutes(toLocation))
        // Where it fails and is needed, the router finds that out as well.
        router.loadRouteChunk(router.routesById[routeId])?.catch(() => {})
    }),
  )
}

/** If a page's code is slow to come, people can go back to where they were. */
function watchForSlowPages(router: AnyRouter) {
  let end = () => {}
  router.subscribe('onBeforeLoad', ({ fromLocation, pathChanged }) => {
    end()
    if (fromLocation && pathChanged) end = beginWaiting(() => router.history.back())
  })
  router.subscribe('onResolved', () => end())
}

function Providers({ theme, children }: { theme: MantineThemeOverride; children: ReactNode }) {
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={colorSchemeManager}
        defaultColorScheme="auto"
      >
        <Overlays />
        <StillWaiting />
        {children}
      </MantineProvider>
    </QueryClientProvider>
  )
}
