import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import pg from 'pg'
import { DatabaseAway, NoConnectionFree } from '../database/database.ts'
import { Busy, InvalidRequest, nothingAt, Problem, TooLarge, UnsupportedType } from './problems.ts'
import { onceAMinute } from './once-a-minute.ts'
import { safeReason } from './safe-reason.ts'
import { sendProblem } from './answer.ts'

/** Every error becomes a problem (RFC 9457), and what the caller sent is never the server's fault. */
export function answerProblems(server: FastifyInstance) {
  server.setNotFoundHandler(({ url }, reply) => sendProblem(reply, nothingAt(url)))
  const logOutage = onceAMinute((reason: object, requests) =>
    server.log.error({ reason, requests }, 'The database is away: requests are refused until it is back.'),
  )
  server.setErrorHandler((error, request, reply) => {
    const problem = asProblem(error)
    if (problem instanceof Away) logOutage(reasonOfOutage(error))
    // The sender went away in the middle: nobody reads the reply, and nobody is at fault.
    else if (wentAway(request))
      request.log.info({ route: request.routeOptions.url }, 'a request was broken off')
    // A refusal on purpose, such as Busy in a flood, is not a fault to look into.
    else if (problem.status >= 500 && !(error instanceof Problem))
      request.log.error(
        {
          method: request.method,
          route: request.routeOptions.url,
          status: problem.status,
          reason: safeReason(error),
        },
        'a request failed',
      )
    return sendProblem(reply, problem)
  })
}

function wentAway({ raw }: FastifyRequest): boolean {
  return raw.readableAborted
}

function reasonOfOutage(error: unknown): object {
  const { stack: _, ...reason } = safeReason(error) as { stack?: string }
  const full = error instanceof pg.DatabaseError && error.code === DISK_FULL
  return { ...reason, ...(full && { cause: 'the disk of the database is full' }) }
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof pg.DatabaseError) return asDatabaseProblem(error)
  if (error instanceof NoConnectionFree) return new Busy()
  if (error instanceof DatabaseAway) return new Away()
  const { statusCode, code, message } = error as FastifyError
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new TooLarge()
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new UnsupportedType()
  if (code?.includes('JSON_BODY'))
    return new InvalidRequest([
      { pointer: '', detail: 'The body is not JSON. Look at its quotes, commas and brackets.' },
    ])
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new InvalidRequest([{ pointer: '', detail: `The request could not be read: ${message}` }])
  return new Problem(
    500,
    'internal-error',
    'Something went wrong here',
    'This is our fault, not yours. Nothing was changed: try again, and tell the person who runs this server if it happens again.',
  )
}

const DISK_FULL = '53100'
/** The server that took the writes has become a replica: another does so now, or will. */
const READ_ONLY = '25006'
/** Another transaction holds what this one needed for longer than `lock_timeout`. */
const LOCK_NOT_AVAILABLE = '55P03'

/** Declared fields are checked before they get here; this catches what only PostgreSQL can tell. */
function asDatabaseProblem(error: pg.DatabaseError): Problem {
  const family = error.code?.slice(0, 2)
  if (family === '22' || error.code === '23514' || error.code === '23502')
    return new InvalidRequest([
      { pointer: '', detail: 'A value is out of its range. Correct it and try again.' },
    ])
  if (error.code === '23505' || error.code === '23503')
    return new Problem(
      409,
      'conflict',
      'This was changed at the same time',
      'Somebody changed the same thing at the same moment. Nothing of yours was saved: load it again and repeat your change.',
    )
  if (family === '57' || family === '08' || error.code === DISK_FULL || error.code === READ_ONLY)
    return new Away()
  if (family === '40' || family === '53' || error.code === LOCK_NOT_AVAILABLE) return new Busy(2)
  return new Problem(
    500,
    'internal-error',
    'Something went wrong here',
    'This is our fault, not yours. Nothing was changed: try again, and tell the person who runs this server if it happens again.',
  )
}

/** Not "nothing was changed": the connection may have been lost after PostgreSQL had done it. */
class Away extends Problem {
  constructor() {
    super(
      503,
      'database-away',
      'The database cannot be reached',
      'The database cannot be reached at the moment. If you were changing something, check whether it was saved before you try again.',
      { retryAfterSeconds: 2 },
    )
  }
}
