import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Services } from '../scope/services.ts'
import { clientOf, type Client } from './client-network.ts'
import { Cookies } from './cookies.ts'
import type { Endpoint } from './endpoint.ts'
import { bearerOf, NotForKeys, requireScope, type KeyCaller } from './key-caller.ts'
import { countRequest } from './key-limit.ts'
import { scopeFor } from './key-scopes.ts'
import { NotAllowed, NotSignedIn, WrongOrigin } from './problems.ts'

/** A signed-in staff member, in the organization they work for now. */
export interface StaffCaller {
  organizationId: string
  sessionId: string
  memberId: string
  accountId: string
  name: string
  email: string
  role: 'owner' | 'manager' | 'viewer'
  /** When the password was last typed in this session. */
  passwordShownAt: Date
}

/** A signed-in contact, at one organization's portal. */
export interface PortalCaller {
  organizationId: string
  sessionId: string
  personId: string
  name: string
  /** May only choose a password. */
  choosing: boolean
}

/** Staff, or a program of theirs: exactly one of them. */
export type StaffOrKey = { staff: StaffCaller; key?: undefined } | { staff?: undefined; key: KeyCaller }

/** Whoever was let in. None of them: anyone may come in. */
export interface Admitted {
  staff?: StaffCaller
  key?: KeyCaller
  portal?: PortalCaller
}

/** Finds out whose session or key a request carries. */
export interface Identify {
  staff(cookies: Cookies, services: Services, wanted: Endpoint): Promise<StaffCaller | null>
  portal(cookies: Cookies, portal: string, services: Services): Promise<PortalCaller | null>
  /** Throws `KeyRefused` where it is none of ours, or not any more, or not from there. */
  key(key: string, address: string, services: Services): Promise<KeyCaller>
  /** Told when a staff member's role, or a key's scopes, do not allow what they ask for. */
  notAllowed(by: StaffOrKey, wanted: Endpoint, client: Client, services: Services): void
}

type LetIn = (request: FastifyRequest, reply: FastifyReply) => Promise<Admitted>

/** Who may come in at an endpoint: looks at the head of a request alone, and refuses the others. */
export function doorOf(endpoint: Endpoint, identify: Identify, services: Services): LetIn {
  const { caller } = endpoint
  if (caller === 'machine') return async () => ({})
  if (caller === 'anyone')
    return async (request) => {
      refuseForeignOrigin(request, services.publicUrl)
      return {}
    }
  if (caller === 'choosing' || caller === 'portal')
    return (request, reply) => {
      refuseForeignOrigin(request, services.publicUrl)
      return admitPortal(caller, request, reply, identify, services)
    }
  const scope = scopeFor(endpoint)
  return async (request, reply) => {
    const client = clientOf(request)
    const bearer = bearerOf(request.headers.authorization)
    // A program shows its key by itself, which no other site can have a browser do: so it needs no Origin.
    if (bearer === undefined) {
      refuseForeignOrigin(request, services.publicUrl)
      const staff = await identify.staff(new Cookies(request, reply, services.publicUrl), services, endpoint)
      if (!staff) throw new NotSignedIn()
      if (RANK[staff.role] >= RANK[caller]) return { staff }
      identify.notAllowed({ staff }, endpoint, client, services)
      throw new NotAllowed(
        `This needs the role ${ROLES[caller]}; yours is ${ROLES[staff.role]}. Ask an owner of the organization.`,
      )
    }
    const key = await identify.key(bearer, client.address, services)
    if (scope === null) throw new NotForKeys()
    try {
      requireScope(key, scope)
    } catch (error) {
      identify.notAllowed({ key }, endpoint, client, services)
      throw error
    }
    await countRequest(services, key, reply)
    return { key }
  }
}

async function admitPortal(
  wanted: 'choosing' | 'portal',
  request: FastifyRequest,
  reply: FastifyReply,
  identify: Identify,
  services: Services,
): Promise<Admitted> {
  const cookies = new Cookies(request, reply, services.publicUrl)
  const portal = await identify.portal(cookies, (request.params as { portal: string }).portal, services)
  if (!portal) throw new NotSignedIn()
  if (portal.choosing && wanted !== 'choosing')
    throw new NotAllowed('Choose your own password first. The temporary one opens nothing else.')
  return { portal }
}

const RANK = { viewer: 1, manager: 2, owner: 3 }

/** As staff read them. */
const ROLES = { viewer: 'View only', manager: 'Manager', owner: 'Owner' }

const SAFE_METHODS = new Set(['GET', 'HEAD'])

function refuseForeignOrigin(request: FastifyRequest, publicUrl: URL) {
  if (!SAFE_METHODS.has(request.method) && request.headers.origin !== publicUrl.origin)
    throw new WrongOrigin(publicUrl.origin)
}
