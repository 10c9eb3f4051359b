import { sql } from 'kysely'
import portico from '../../package.json' with { type: 'json' }
import { SealBroken } from '../mail/outbox/seal.ts'
import { throughOutages } from '../mail/outbox/through-outages.ts'
import { inOrganization, type Reading, type Scope } from '../scope/scope.ts'
import type { Services } from '../scope/services.ts'
import { recordAttempt, type Attempt } from './record-attempt.ts'
import { validSecrets, type SealedSecrets } from './secrets.ts'
import { sendRequest, type Way } from './send-request.ts'
import { signedHeaders } from './sign.ts'

const USER_AGENT = `Portico/${portico.version}`

export interface Claimed {
  organizationId: string
  webhookId: string
  messageId: string
  /** Its lease ran out: a courier took it before and never recorded what came of it. */
  abandoned: boolean
}

/** Sends one claimed message, outside of any transaction, and records what came of it. */
export async function carry(
  services: Services,
  way: Way,
  claimed: Claimed,
  givenUp: AbortSignal,
): Promise<void> {
  // One for each step: the other side takes its time.
  const scope = () => inOrganization(services, claimed.organizationId)
  const due = await throughOutages(() => readDue(scope(), claimed))
  if (!due) return
  const attempt = claimed.abandoned ? ABANDONED : await send(scope(), way, claimed, due, givenUp)
  const attempted = { ...claimed, number: due.attemptCount + 1 }
  await throughOutages(() => recordAttempt(scope(), attempted, attempt))
}

interface Due extends SealedSecrets {
  url: string
  body: string
  attemptCount: number
}

async function readDue(
  { db, organizationId }: Reading,
  { webhookId, messageId }: Claimed,
): Promise<Due | undefined> {
  const { rows } = await sql<Due>`
    select w.url, w.secret, w.previous_secret as "previousSecret", w.previous_until as "previousUntil",
      m.body, m.attempt_count as "attemptCount"
    from webhooks w
    join webhook_messages m on m.organization_id = w.organization_id and m.webhook_id = w.id
    where w.organization_id = ${organizationId} and w.id = ${webhookId} and m.id = ${messageId} and m.state = 'waiting'`.execute(
    db,
  )
  return rows[0]
}

async function send(
  scope: Scope,
  way: Way,
  { webhookId, messageId }: Claimed,
  due: Due,
  givenUp: AbortSignal,
): Promise<Attempt> {
  const secrets = openOrNull(scope, webhookId, due)
  if (secrets === null) return SECRET_UNREADABLE
  const headers = {
    'content-type': 'application/json',
    'user-agent': USER_AGENT,
    ...signedHeaders(secrets, messageId, scope.now, due.body),
  }
  const outcome = await sendRequest(way, { url: due.url, headers, body: due.body }, givenUp)
  return givenUp.aborted && outcome.status === null ? ABANDONED : outcome
}

function openOrNull(scope: Scope, webhookId: string, sealed: SealedSecrets): string[] | null {
  try {
    return validSecrets(scope, webhookId, sealed)
  } catch (error) {
    if (error instanceof SealBroken) return null
    throw error
  }
}

const notSent = (error: string): Attempt => ({
  status: null,
  error,
  answer: '',
  retryAfter: null,
  durationMs: null,
})

const ABANDONED = notSent('Portico stopped while it was being sent: it may have arrived.')
const SECRET_UNREADABLE = notSent(
  'It was not sent: the signing secret cannot be opened, because the server has another secret key now. Rotate the secret.',
)
