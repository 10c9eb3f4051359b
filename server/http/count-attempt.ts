import type { Db } from '../database/database.ts'
import { limitsOfClient } from './client-network.ts'
import { TooManyAttempts } from './problems.ts'
import { giveBack, throttle, type Attempt, type Limit } from './rate-limit.ts'
import type { Visit } from './serve.ts'

/** How often something may be tried at a door. */
export interface AttemptLimits {
  /** For one e-mail address, known or not. */
  address: Limit
  /** For one client at all doors. The networks it is in may do more. */
  client: Limit
  /** For what strangers cannot have: one browser that the person has signed in from, or one session of theirs. */
  device: Limit
}

interface AtDoor {
  /** As it is compared, or as typed if it is not an address; of one organization, where each has its own. */
  address: string
  /** Null for a stranger. */
  device: string | null
}

/** What is given back if it came to nothing, or succeeded. */
export interface Counted {
  db: Db
  ofClient: Attempt[]
  /** Of the address or the device. */
  own: Attempt
}

/**
 * Counts an attempt, or refuses it (R16). Strangers can use up what an address and a client are allowed, so a known
 * device is counted by itself, and its owner gets in.
 */
export async function countAttempt(
  { services, client, now }: Pick<Visit, 'services' | 'client' | 'now'>,
  limits: AttemptLimits,
  { address, device }: AtDoor,
  reportRefused: () => void,
): Promise<Counted> {
  const db = services.database.counters
  const ofClient = device
    ? []
    : limitsOfClient(limits.client, client.address).map((network) => ({ ...network, now }))
  const own = device
    ? { limit: limits.device, subject: device, now }
    : { limit: limits.address, subject: address, now }
  const { allowed, retryAfterSeconds } = await throttle(db, ...ofClient, own)
  if (allowed) return { db, ofClient, own }
  reportRefused()
  throw new TooManyAttempts(retryAfterSeconds)
}

/** It came to nothing through no fault of theirs. */
export const forgiveAttempt = ({ db, ofClient, own }: Counted) => giveBack(db, { one: [...ofClient, own] })

/**
 * It succeeded: the address or device starts over. Its client gets back only this one, and keeps its failures at
 * others.
 */
export const forgetFailures = ({ db, ofClient, own }: Counted) => giveBack(db, { one: ofClient, all: [own] })
