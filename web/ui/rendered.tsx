import { MantineProvider } from '@mantine/core'
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterContextProvider,
} from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'

/** For tests: what is shown at first, as HTML. No effect runs, and no state changes. */
export function rendered(content: ReactNode): string {
  const router = createRouter({ routeTree: createRootRoute(), history: createMemoryHistory() })
  return renderToStaticMarkup(
    <RouterContextProvider router={router}>
      <MantineProvider env="test" withCssVariables={false} withGlobalClasses={false}>
        {content}
      </MantineProvider>
    </RouterContextProvider>,
  )
}

/** For tests: what a hook returns at first. */
export function used<Returned>(hook: () => Returned): Returned {
  let returned: { value: Returned } | undefined
  const Hook = () => {
    returned = { value: hook() }
    return null
  }
  rendered(<Hook />)
  return returned!.value
}
