import { type AnyRoute, RouterProvider } from '@tanstack/react-router'
import { start } from '../ui/start.tsx'
import { staffTheme } from '../ui/theme.ts'
import { router } from './router.tsx'
import { leaveWhenSignedOut } from './signed-out.ts'
import './staff.css'

leaveWhenSignedOut()
// While the session is asked for: what the address leads to comes at the same time.
for (const { routeId } of router.matchRoutes(router.latestLocation)) {
  const route: AnyRoute = router.routesById[routeId as keyof typeof router.routesById]
  void router.loadRouteChunk(route)
}
start(staffTheme, <RouterProvider router={router} />)
