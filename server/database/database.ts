import {
  CompiledQuery,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type Transaction,
} from 'kysely'
import pg from 'pg'
import { INSTALLATION } from './id.ts'
import { LIMIT_THIS_TRANSACTION, LIMITS } from './limits.ts'
import type { Tables } from './tables.ts'

/** Statements within one organization: row-level security shows them nothing else. */
export type Db = Kysely<Tables>
export type { Transaction }

export interface Database {
  /** The statements of one organization, or of none: `INSTALLATION`. */
  of(organizationId: string): Db
  /**
   * The installation's counters of attempts: over a few connections of their own, so that a flood at the doors takes
   * none from anybody else, and without waiting for the disk, because a crash may forget the last counts.
   */
  counters: Db
  /**
   * Changes whenever a staff member or a staff session may have changed: in this process before the statement that
   * did it returns, in others as soon as PostgreSQL tells them. Null if nobody would tell.
   */
  staffChanges(): number | null
  /** For metrics: the connections that requests and work use, and those that count attempts. */
  load(): { main: PoolLoad; counters: PoolLoad }
  close(): Promise<void>
}

interface PoolLoad {
  open: number
  /** Of these, what nobody uses. */
  idle: number
  /** How many wait for one. */
  waiting: number
  most: number
}

export interface DatabaseOptions {
  connection: pg.PoolConfig
  /** Most connections at once. A few of them count attempts. */
  connections?: number
  /**
   * Where the organization is set: on the connection (fastest), or with `SET LOCAL` in every transaction, which poolers
   * in transaction mode need.
   */
  tenantScope?: 'connection' | 'transaction'
  /** Called when an idle connection is lost. It is replaced by itself. */
  onConnectionLost?: (error: Error) => void
  trace?: TraceStatement
}

/** Runs a statement, and may watch it: its text has placeholders where values are. */
export type TraceStatement = <T>(text: string, run: () => Promise<T>) => Promise<T>

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const ORGANIZATIONS_AT_HAND = 1000
const COUNTING_CONNECTIONS = 2
const FORGETTABLE = 'synchronous_commit = off'

export function openDatabase(options: DatabaseOptions): Database {
  let closing = false
  // What PostgreSQL still says to connections that are being given up concerns nobody.
  const onConnectionLost = (error: Error) => {
    if (!closing) options.onConnectionLost?.(error)
  }
  const pool = openPool({ ...options, onConnectionLost }, (options.connections ?? 12) - COUNTING_CONNECTIONS)
  const counters = openPool({ ...options, onConnectionLost }, COUNTING_CONNECTIONS)
  const scope = options.tenantScope ?? 'connection'
  const trace: TraceStatement = options.trace ?? ((_text, run) => run())
  // Connections that are ours alone keep it; behind a pooler each transaction says so for itself.
  if (scope === 'connection')
    counters.on('connect', (client) => void client.query(`set ${FORGETTABLE}`).catch(() => {}))
  return {
    of: organizationsOver(pool, { scope, isForgettable: false, trace }),
    counters: organizationsOver(counters, { scope, isForgettable: true, trace })(INSTALLATION),
    // A pooler in transaction mode hands connections around, and what they listen to is lost.
    staffChanges: scope === 'connection' ? countStaffChanges(pool) : () => null,
    load: () => ({ main: loadOf(pool), counters: loadOf(counters) }),
    async close() {
      closing = true
      await Promise.all([pool.end(), counters.end()])
    },
  }
}

function openPool(options: DatabaseOptions, max: number): pg.Pool {
  const pool = new pg.Pool({
    max,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    // A pooler in transaction mode accepts no such settings with a connection: each transaction has its own.
    ...(options.tenantScope !== 'transaction' && LIMITS),
    ...options.connection,
    types: { getTypeParser: typeParser },
  })
  // Without these handlers a lost connection would end the process.
  pool.on('error', (error) => options.onConnectionLost?.(error))
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

const loadOf = ({ totalCount, idleCount, waitingCount, options: { max } }: pg.Pool): PoolLoad => ({
  open: totalCount,
  idle: idleCount,
  waiting: waitingCount,
  most: max,
})

/**
 * Every connection listens, because PostgreSQL tells the one that makes a change before the statement returns. While
 * none is lost, none has missed a notification; a lost one counts as a change.
 */
function countStaffChanges(pool: pg.Pool): () => number | null {
  let changes = 0
  let deaf = false
  pool.on('connect', (client) => {
    client.on('notification', () => changes++)
    client.on('end', () => changes++)
    client.query('listen staff_changed').catch(() => (deaf = true))
  })
  return () => (deaf ? null : changes)
}

interface Manner {
  scope: 'connection' | 'transaction'
  /** A crash may forget the last changes: they do not wait for the disk. */
  isForgettable: boolean
  trace: TraceStatement
}

function organizationsOver(pool: pg.Pool, manner: Manner): (id: string) => Db {
  const atHand = new Map<string, Db>()
  return (organizationId) => {
    let db = atHand.get(organizationId)
    if (!db) {
      if (!UUID.test(organizationId)) throw new Error('an organization id is a lower-case UUID')
      db = new Kysely<Tables>({
        dialect: {
          createAdapter: () => new PostgresAdapter(),
          createDriver: () => new TenantDriver(pool, organizationId, manner),
          createIntrospector: (of) => new PostgresIntrospector(of),
          createQueryCompiler: () => new PostgresQueryCompiler(),
        },
      })
      if (atHand.size >= ORGANIZATIONS_AT_HAND) atHand.delete(atHand.keys().next().value!)
      atHand.set(organizationId, db)
    }
    return db
  }
}

/**
 * One change, one transaction: throw to undo all of it, return to keep it. When two wait for each other, PostgreSQL
 * undoes one, which is then run again: whatever it does besides its statements must be safe to repeat. Within a transaction
 * it is a part of that, which is undone by itself and repeated with the whole.
 */
export function transaction<T>(db: Db, change: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
  if (db.isTransaction) return part(db as Transaction<Tables>, change)
  return repeatWhenUndone(() => db.transaction().execute(change))
}

async function part<T>(tx: Transaction<Tables>, change: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
  await sql`savepoint part`.execute(tx)
  let result: T
  try {
    result = await change(tx)
  } catch (error) {
    // Where PostgreSQL is away, the first error says so.
    await undo(tx).catch(() => {})
    throw error
  }
  await sql`release savepoint part`.execute(tx)
  return result
}

/** What is rolled back to stays a savepoint, and the part around it would be undone no further than to here. */
async function undo(tx: Transaction<Tables>) {
  await sql`rollback to savepoint part`.execute(tx)
  await sql`release savepoint part`.execute(tx)
}

/**
 * PostgreSQL did not answer: it is away, or went away while the statement ran. Whether that statement took effect is
 * unknown.
 */
export class DatabaseAway extends Error {
  override name = 'DatabaseAway'
}

/** All connections of this process were in use for as long as one waits for one: nothing was asked of PostgreSQL. */
export class NoConnectionFree extends DatabaseAway {
  override name = 'NoConnectionFree'
}

/** Whether an error is this constraint's refusal: that is how two requests at once are told apart from one. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof pg.DatabaseError && error.constraint === constraint
}

const UNDONE_FOR_ANOTHER = ['40P01', '40001']
const TRIES = 4

async function repeatWhenUndone<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      const wasUndone = error instanceof pg.DatabaseError && UNDONE_FOR_ANOTHER.includes(error.code ?? '')
      if (!wasUndone || tries === TRIES) throw error
    }
  }
}

interface TenantClient extends pg.PoolClient {
  /** Made once for each connection: Kysely keeps track of each one it sees. */
  tenant?: TenantConnection
}

class TenantDriver implements Driver {
  readonly #pool: pg.Pool
  readonly #organizationId: string
  readonly #manner: Manner

  constructor(pool: pg.Pool, organizationId: string, manner: Manner) {
    this.#pool = pool
    this.#organizationId = organizationId
    this.#manner = manner
  }

  async init() {}

  async acquireConnection(): Promise<TenantConnection> {
    const client: TenantClient = await this.#pool.connect().catch((error: unknown) => {
      const { totalCount, idleCount, options } = this.#pool
      if (totalCount - idleCount >= options.max) throw new NoConnectionFree()
      return asAway(error)
    })
    client.tenant ??= new TenantConnection(client, this.#manner)
    await client.tenant.workFor(this.#organizationId)
    return client.tenant
  }

  beginTransaction = (connection: TenantConnection) => connection.begin()
  commitTransaction = (connection: TenantConnection) => connection.end('commit')
  rollbackTransaction = (connection: TenantConnection) => connection.end('rollback')

  async releaseConnection(connection: TenantConnection) {
    connection.release()
  }

  async destroy() {}
}

class TenantConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient
  readonly #manner: Manner
  #organizationId = ''
  #inTransaction = false
  #broken = false

  constructor(client: pg.PoolClient, manner: Manner) {
    this.#client = client
    this.#manner = manner
  }

  async workFor(organizationId: string) {
    if (this.#organizationId === organizationId) return
    if (this.#manner.scope === 'connection') {
      try {
        await this.#client.query("select set_config('app.organization_id', $1, false)", [organizationId])
      } catch (error) {
        this.#client.release(true)
        asAway(error)
      }
    }
    this.#organizationId = organizationId
  }

  async begin() {
    const text = this.#manner.scope === 'transaction' ? this.#beginWithSettings() : 'begin'
    await this.#run({ text }, 'begin')
    this.#inTransaction = true
  }

  /** Of this transaction alone: what was set on a connection would stay with it, and a pooler hands it to others. */
  #beginWithSettings(): string {
    const forgettable = this.#manner.isForgettable ? [`set local ${FORGETTABLE}`] : []
    const organization = `set local app.organization_id = '${this.#organizationId}'`
    return ['begin', ...forgettable, LIMIT_THIS_TRANSACTION, organization].join('; ')
  }

  async end(how: 'commit' | 'rollback') {
    this.#inTransaction = false
    await this.#run({ text: how })
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#inTransaction) return this.#statement<R>(query)
    return repeatWhenUndone(() =>
      this.#manner.scope === 'transaction' ? this.#alone<R>(query) : this.#statement<R>(query),
    )
  }

  async #alone<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    await this.begin()
    try {
      const result = await this.#statement<R>(query)
      await this.end('commit')
      return result
    } catch (error) {
      await this.end('rollback').catch(() => {})
      throw error
    }
  }

  // eslint-disable-next-line require-yield
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('lists page by keyset instead of streaming')
  }

  release() {
    this.#client.release(this.#broken)
  }

  async #statement<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    // A transaction pooler keeps no named statements.
    const name = this.#manner.scope === 'transaction' ? undefined : statementName(sql)
    const result = await this.#run({ name, text: sql, values: parameters as unknown[] })
    return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) }
  }

  /** `traced`: where the text itself names an organization. */
  async #run(query: pg.QueryConfig, traced = query.text) {
    try {
      return await this.#manner.trace(traced, () => this.#client.query(query))
    } catch (error) {
      // After an error that PostgreSQL did not send, the state of the connection is unknown; after its last word it ends.
      if (!(error instanceof pg.DatabaseError) || isLastWord(error)) this.#broken = true
      return asAway(error)
    }
  }
}

/** Neither what PostgreSQL says of our statement nor a mistake in our call: then the connection is at fault. */
function asAway(error: unknown): never {
  const isOfStatement = error instanceof pg.DatabaseError && !isLastWord(error)
  if (isOfStatement || error instanceof TypeError || error instanceof RangeError) throw error
  throw new DatabaseAway(error instanceof Error ? error.message : String(error), { cause: error })
}

/** PostgreSQL is being stopped or is not ready yet, or a pooler has lost it: the connection ends, whatever it was doing. */
function isLastWord({ code = '', severity }: pg.DatabaseError): boolean {
  return code.startsWith('57P') || (code.startsWith('08') && severity === 'FATAL')
}

const MOST_NAMED_STATEMENTS = 500
const statementNames = new Map<string, string>()

/**
 * Named statements are parsed and planned once for each connection. A statement is not named if it starts with the
 * comment `/* unnamed *\/`: a search planned without its words misses its index.
 */
function statementName(text: string): string | undefined {
  if (text.startsWith('/* unnamed */')) return undefined
  let name = statementNames.get(text)
  if (!name && statementNames.size < MOST_NAMED_STATEMENTS) {
    name = `s${statementNames.size}`
    statementNames.set(text, name)
  }
  return name
}

const { builtins } = pg.types
const parsers: Partial<Record<number, (value: string) => unknown>> = {
  [builtins.INT8]: Number,
  [builtins.DATE]: (value) => value,
  [builtins.TIMESTAMPTZ]: (value) => new Date(value).toISOString(),
}

function typeParser(oid: number, format?: 'text' | 'binary') {
  const own = format === 'binary' ? undefined : parsers[oid]
  return own ?? pg.types.getTypeParser(oid, format)
}
