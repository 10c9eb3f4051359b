import { parseOptions } from '@node-rs/argon2'
import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { Busy } from '../http/problems.ts'
import { createHashingThreads, type HashingThreads } from './hashing-threads.ts'
import type { PasswordHasher, Standing } from '../scope/services.ts'
import { normalizePassword, PASSWORD_LENGTH_MOST } from './password-rules.ts'

/** Rule R14 and OWASP's password storage cheat sheet: argon2id (RFC 9106) with 19 MiB, two passes, one lane. */
const PARAMETERS = {
  algorithm: 2,
  version: 1,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  outputLen: 32,
}
type Parameters = typeof PARAMETERS
const SALT_BYTES = 16

/** How many hashes may wait for each one that runs: about half a second. */
const QUEUE_PER_HASH_AT_ONCE = 32
const TRY_AGAIN_SECONDS = 2
const REFUSAL_TAKES_MILLISECONDS = 500

export interface PasswordHasherOptions {
  /** How many hashes run at once. Each takes one core and 19 MiB for some 20 ms. */
  concurrency?: number
  /**
   * How many strangers, and how many others, may wait their turn. Past that, callers get `Busy` at once: 503 with
   * Retry-After.
   */
  queueLimit?: number
  /** Those of another hasher, so that a test starts none of its own. */
  threads?: HashingThreads
  /** Cheaper ones are for tests alone: no setting reaches this. */
  cost?: Pick<Parameters, 'memoryCost' | 'timeCost'>
}

/** One per process: it keeps a flood of sign-ins from taking the cores that everything else needs. */
export function createPasswordHasher(options: PasswordHasherOptions = {}): PasswordHasher {
  const concurrency = options.concurrency ?? hashesAtOnce()
  const queueLimit = options.queueLimit ?? concurrency * QUEUE_PER_HASH_AT_ONCE
  const gate = createGate(concurrency, queueLimit)
  const threads = options.threads ?? createHashingThreads()
  const parameters: Parameters = { ...PARAMETERS, ...options.cost }
  const nobodysHash = hashOfNobody(parameters)

  return {
    async hash(password) {
      if (!isHashable(password)) throw new TypeError('The password policy comes before hashing.')
      return gate.pass('known', () => threads.hash(normalizePassword(password), parameters))
    },
    async verify(password, hash, standing = 'known') {
      // What cannot be a password is compared with nobody's, so that refusing it takes the same work.
      const hashable = isHashable(password)
      const against = hashable && hash !== null ? hash : nobodysHash
      const attempt = hashable ? normalizePassword(password) : ''
      const match = (await gate.pass(standing, () => threads.verify(against, attempt))) && against === hash
      return { match, needsRehash: match && hasOtherParameters(against, parameters) }
    },
    refuseWhenFull: gate.refuseWhenFull,
    load: gate.load,
  }
}

/** All cores but one, at least one. */
const hashesAtOnce = () => Math.max(1, availableParallelism() - 1)

/** Well-formed, or two passwords would become one in UTF-8; and short enough for the policy to have accepted it. */
function isHashable(password: string): boolean {
  return password.isWellFormed() && password.length <= PASSWORD_LENGTH_MOST * 4
}

/** A hash with these parameters that belongs to no password: it is random, not computed. */
function hashOfNobody({ memoryCost, timeCost, parallelism, outputLen }: Parameters): string {
  const base64 = (bytes: number) => randomBytes(bytes).toString('base64').replaceAll('=', '')
  const cost = `m=${memoryCost},t=${timeCost},p=${parallelism}`
  return `$argon2id$v=19$${cost}$${base64(SALT_BYTES)}$${base64(outputLen)}`
}

function hasOtherParameters(hash: string, parameters: Parameters): boolean {
  const used = parseOptions(hash)
  const names = ['algorithm', 'version', 'memoryCost', 'timeCost', 'parallelism', 'outputLen'] as const
  return used.saltLen < SALT_BYTES || names.some((name) => used[name] !== parameters[name])
}

/** How many known ones in a row go before a stranger who waits as well. */
const KNOWN_IN_A_ROW = 4

/**
 * Lets this many through at once, lets this many of each standing wait in order of arrival, and turns the rest away.
 */
function createGate(most: number, waitingMost: number) {
  const waiting: Record<Standing, (() => void)[]> = { known: [], stranger: [] }
  let running = 0
  let knownInARow = 0

  async function pass<T>(standing: Standing, work: () => Promise<T>): Promise<T> {
    if (running < most) running += 1
    else await turn(standing)
    try {
      return await work()
    } finally {
      // The next one takes this place; `running` stays as it is.
      const next = takeNext()
      if (next) next()
      else running -= 1
    }
  }

  function takeNext(): (() => void) | undefined {
    const isStrangersTurn = knownInARow >= KNOWN_IN_A_ROW || waiting.known.length === 0
    const from: Standing = isStrangersTurn && waiting.stranger.length > 0 ? 'stranger' : 'known'
    knownInARow = from === 'known' ? knownInARow + 1 : 0
    return waiting[from].shift()
  }

  const isFull = (standing: Standing) => running >= most && waiting[standing].length >= waitingMost

  async function refuseWhenFull(standing: Standing) {
    if (!isFull(standing)) return
    await pause(REFUSAL_TAKES_MILLISECONDS)
    throw new Busy(TRY_AGAIN_SECONDS)
  }

  function turn(standing: Standing): Promise<void> {
    if (isFull(standing)) throw new Busy(TRY_AGAIN_SECONDS)
    return new Promise((resolve) => waiting[standing].push(resolve))
  }

  const load = () => ({ running, waiting: waiting.known.length + waiting.stranger.length })
  return { pass, refuseWhenFull, load }
}
