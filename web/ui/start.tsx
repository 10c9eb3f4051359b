// First: it must run before a schema is made.
import '../lib/no-eval.ts'
import { localStorageColorSchemeManager, MantineProvider, type MantineThemeOverride } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { type AnyRouter, RouterProvider } from '@tanstack/react-router'
import { lazy, type ReactNode, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from '../lib/query-client.ts'
import './base.css'
import { cssVariables } from './theme.ts'

// The key is the one that public/color-scheme.js reads before the first paint.
const colorSchemeManager = localStorageColorSchemeManager({ key: 'portico-color-scheme' })

// After the page: nothing has been done yet that it could tell of.
const Toasts = lazy(() => import('./toasts.tsx'))

/** Puts an app on the page inside the providers that every page of both apps counts on. */
export function start(theme: MantineThemeOverride, router: AnyRouter) {
  loadPageAhead(router)
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <Providers theme={theme}>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  )
}

/** While the session is asked for: what the address leads to comes at the same time. */
function loadPageAhead(router: AnyRouter) {
  for (const { routeId } of router.matchRoutes(router.latestLocation))
    void router.loadRouteChunk(router.routesById[routeId])
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
        <Suspense>
          <Toasts />
        </Suspense>
        {children}
      </MantineProvider>
    </QueryClientProvider>
  )
}
