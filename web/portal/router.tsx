import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { queryClient } from '../lib/query-client.ts'
import { askForHome } from './home/home.ts'
import { wantedIn } from './invoices/invoices-wanted.ts'
import { doorQuery, portal } from './portal.ts'
import { sessionQuery } from './session.ts'
import { ownPage } from './shell/own-page.ts'
import { PageSkeleton } from './shell/page-skeleton.tsx'
import { Root } from './shell/root.tsx'
import { WentWrongInside, WentWrongPage } from './shell/went-wrong-page.tsx'

/** The pages of the customer portal: its table of contents. Each comes when it is first needed, or a link to it is pointed at. */

const root = createRootRoute({
  component: Root,
  // Every page waits for it.
  beforeLoad: () => {
    if (portal !== '') void queryClient.prefetchQuery(doorQuery)
  },
})
const door = { getParentRoute: () => root }

const signIn = createRoute({
  ...door,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./door/sign-in.tsx'), 'SignInPage'),
  beforeLoad: async ({ location }) => {
    if (await whoIsSignedIn()) throw redirect(ownPage(location.state.next))
  },
})
const forgotPassword = createRoute({
  ...door,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./door/forgot-password.tsx'), 'ForgotPasswordPage'),
})
const setPassword = createRoute({
  ...door,
  path: '/set-password',
  component: lazyRouteComponent(() => import('./door/set-password.tsx'), 'SetPasswordPage'),
})
const unsubscribe = createRoute({
  ...door,
  path: '/unsubscribe',
  component: lazyRouteComponent(() => import('./door/unsubscribe.tsx'), 'UnsubscribePage'),
})
const choosePassword = createRoute({
  ...door,
  path: '/choose-password',
  component: lazyRouteComponent(() => import('./door/choose-password.tsx'), 'ChoosePasswordPage'),
  beforeLoad: async ({ location: { state } }) => {
    const signedIn = await whoIsSignedIn()
    if (!signedIn) throw redirect({ to: '/sign-in', state: { next: state.next } })
    if (!signedIn.mustChoosePassword) throw redirect(ownPage(state.next))
  },
})

const shell = createRoute({
  ...door,
  id: 'shell',
  component: lazyRouteComponent(() => import('./shell/shell.tsx'), 'Shell'),
  beforeLoad: async ({ location }) => {
    const signedIn = await whoIsSignedIn()
    const state = { next: location.pathname }
    if (!signedIn) throw redirect({ to: '/sign-in', state })
    if (signedIn.mustChoosePassword) throw redirect({ to: '/choose-password', state })
  },
})
// The page before stays until the next one is here.
const inside = { getParentRoute: () => shell, pendingMs: Infinity, errorComponent: WentWrongInside }

const home = createRoute({
  ...inside,
  path: '/',
  component: lazyRouteComponent(() => import('./home/home-page.tsx'), 'HomePage'),
  validateSearch: wantedIn,
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => askForHome(deps),
})
const invoice = createRoute({
  ...inside,
  path: '/invoices/$invoiceId',
  component: lazyRouteComponent(() => import('./invoices/invoice-page.tsx'), 'InvoicePage'),
})
const profile = createRoute({
  ...inside,
  path: '/profile',
  component: lazyRouteComponent(() => import('./profile/profile-page.tsx'), 'ProfilePage'),
})
const security = createRoute({
  ...inside,
  path: '/security',
  component: lazyRouteComponent(() => import('./security/security-page.tsx'), 'SecurityPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    forgotPassword,
    setPassword,
    unsubscribe,
    choosePassword,
    shell.addChildren([home, invoice, profile, security]),
  ]),
  basepath: `/portal/${encodeURIComponent(portal)}`,
  defaultPreload: 'intent',
  // Another customer's page is another page: nothing of the one before stays under its heading.
  defaultRemountDeps: ({ params }) => params,
  defaultPendingMs: 200,
  // A page that is here does not wait until its skeleton was looked at.
  defaultPendingMinMs: 0,
  defaultPendingComponent: PageSkeleton,
  defaultErrorComponent: WentWrongPage,
  defaultNotFoundComponent: lazyRouteComponent(() => import('./shell/not-found-page.tsx'), 'NotFoundPage'),
  scrollRestoration: true,
})

async function whoIsSignedIn() {
  return (await queryClient.ensureQueryData(sessionQuery)).signedIn
}
