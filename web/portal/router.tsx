import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { queryClient } from '../lib/query-client.ts'
import { ChoosePasswordPage } from './door/choose-password.tsx'
import { ForgotPasswordPage } from './door/forgot-password.tsx'
import { SetPasswordPage } from './door/set-password.tsx'
import { SignInPage } from './door/sign-in.tsx'
import { UnsubscribePage } from './door/unsubscribe.tsx'
import { HomePage } from './home/home-page.tsx'
import { InvoicePage } from './invoices/invoice-page.tsx'
import { wantedIn } from './invoices/invoices-wanted.ts'
import { ownPage, path } from './links.tsx'
import { portal } from './portal.ts'
import { ProfilePage } from './profile/profile-page.tsx'
import { SecurityPage } from './security/security-page.tsx'
import { sessionQuery } from './session.ts'
import { NotFoundPage } from './shell/not-found-page.tsx'
import { PageSkeleton } from './shell/page-skeleton.tsx'
import { Root } from './shell/root.tsx'
import { Shell } from './shell/shell.tsx'
import { WentWrongPage } from './shell/went-wrong-page.tsx'

/** The pages of the customer portal: its table of contents. */

const root = createRootRoute({ component: Root })
const door = { getParentRoute: () => root }

const signIn = createRoute({
  ...door,
  path: '/sign-in',
  component: SignInPage,
  beforeLoad: async ({ location }) => {
    if (await whoIsSignedIn()) throw redirect({ to: path(ownPage(location.state.next)) })
  },
})
const forgotPassword = createRoute({ ...door, path: '/forgot-password', component: ForgotPasswordPage })
const setPassword = createRoute({ ...door, path: '/set-password', component: SetPasswordPage })
const unsubscribe = createRoute({ ...door, path: '/unsubscribe', component: UnsubscribePage })
const choosePassword = createRoute({
  ...door,
  path: '/choose-password',
  component: ChoosePasswordPage,
  beforeLoad: async ({ location: { state } }) => {
    const signedIn = await whoIsSignedIn()
    if (!signedIn) throw redirect({ to: path('/sign-in'), state: { next: state.next } })
    if (!signedIn.mustChoosePassword) throw redirect({ to: path(ownPage(state.next)) })
  },
})

const shell = createRoute({
  ...door,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ location }) => {
    const signedIn = await whoIsSignedIn()
    const state = { next: location.pathname }
    if (!signedIn) throw redirect({ to: path('/sign-in'), state })
    if (signedIn.mustChoosePassword) throw redirect({ to: path('/choose-password'), state })
  },
})
const inside = { getParentRoute: () => shell }

const home = createRoute({ ...inside, path: '/', component: HomePage, validateSearch: wantedIn })
const invoice = createRoute({ ...inside, path: '/invoices/$invoiceId', component: InvoicePage })
const profile = createRoute({ ...inside, path: '/profile', component: ProfilePage })
const security = createRoute({ ...inside, path: '/security', component: SecurityPage })

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
  defaultPreload: false,
  defaultPendingMs: 200,
  defaultPendingComponent: PageSkeleton,
  defaultErrorComponent: WentWrongPage,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
})

async function whoIsSignedIn() {
  return (await queryClient.ensureQueryData(sessionQuery)).signedIn
}
