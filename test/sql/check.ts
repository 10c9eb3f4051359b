import type pg from 'pg'
import { readCatalog, type Catalog } from './catalog.ts'
import type { ClaimedType, Kind } from './claimed-type.ts'
import type { Claim } from './claims.ts'
import { compareColumn, compareParameter, compareRow } from './compare.ts'
import { describe, prepare, Refused } from './describe.ts'
import type { KnownBetter } from './known-better.ts'
import { readOwnFunctions } from './own-functions.ts'
import type { Recorded } from './recorded.ts'

/** A place in the source that claims something, and what is wrong with it. */
export interface Finding {
  place: string
  faults: string[]
}

/** Holds what the code claims of its statements against what PostgreSQL says of them, as the tests have sent them. */
export async function checkStatements(
  client: pg.Client,
  claims: Claim[],
  recorded: Recorded[],
  better: KnownBetter,
): Promise<Finding[]> {
  const catalog = await readCatalog(client)
  await readOwnFunctions(client, catalog)
  const checker = new Checker(client, catalog, claims, better)
  for (const statement of recorded) await checker.check(statement)
  return checker.findings()
}

class Checker {
  readonly #client: pg.Client
  readonly #catalog: Catalog
  readonly #claims: Claim[]
  readonly #better: KnownBetter
  readonly #byTemplate = new Map<string, Claim[]>()
  readonly #faults = new Map<string, Set<string>>()
  readonly #run = new Set<Claim>()

  constructor(client: pg.Client, catalog: Catalog, claims: Claim[], better: KnownBetter) {
    this.#client = client
    this.#catalog = catalog
    this.#claims = claims
    this.#better = better
    for (const claim of claims)
      this.#byTemplate.set(claim.template, [...this.#claimsOf(claim.template), claim])
  }

  #claimsOf = (template: string) => this.#byTemplate.get(template) ?? []

  async check(statement: Recorded): Promise<void> {
    const own = statement.template === null ? [] : this.#claimsOf(statement.template)
    for (const claim of own) this.#run.add(claim)
    // The builder holds such a piece to the type that it needs, and PostgreSQL to the column or to being a condition.
    for (const piece of statement.pieces)
      for (const claim of this.#claimsOf(piece)) if (!claim.executed) this.#run.add(claim)
    if (IS_ABOUT_ITS_TRANSACTION.test(statement.text)) return
    try {
      // A built statement has its types from the tables, but it must be one of the tables as they are.
      if (own.length === 0 && statement.columns.length === 0) await prepare(this.#client, statement.text)
      else await this.#compare(statement, own)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      this.#add(own[0] ? placeOf(own[0]) : beginningOf(statement), `PostgreSQL refuses it: ${error.message}`)
    }
  }

  async #compare(statement: Recorded, own: Claim[]): Promise<void> {
    // Templates that read alike are told apart by nothing: what one of them may pass, all may.
    const passed = statement.parameters.map((from) =>
      from
        ? this.#claimsOf(from.template).map((claim) => ({ claim, from, type: claim.expression(from.at) }))
        : [],
    )
    const said = await describe(this.#client, this.#catalog, statement.text, passed.map(passedFor))
    for (const claim of own)
      if (claim.row) this.#addAll(claim, compareRow(claim.row, said.columns, this.#contextOf(claim)))
    for (const { name, template } of statement.columns) {
      const column = said.columns.find((one) => one.name === name)
      for (const claim of this.#claimsOf(template)) {
        this.#run.add(claim)
        if (claim.row && column)
          this.#addAll(
            claim,
            compareColumn(claim.row, column, this.#contextOf(claim), { inJson: false, path: name }),
          )
      }
    }
    for (const [at, twins] of passed.entries()) {
      const compared = twins.map(({ type }) =>
        isBuilt(type) ? [] : compareParameter(type, said.parameters[at]!, this.#catalog),
      )
      if (compared.some((faults) => faults.length === 0)) continue
      for (const [index, { claim, from }] of twins.entries())
        this.#addAll(
          claim,
          compared[index]!.map((fault) => `expression ${from.at + 1}: ${fault}`),
        )
    }
  }

  #contextOf = ({ file }: Claim) => ({ file, catalog: this.#catalog, better: this.#better })

  #addAll(claim: Claim, faults: string[]): void {
    for (const fault of faults) this.#add(placeOf(claim), fault)
  }

  #add(place: string, fault: string): void {
    this.#faults.set(place, (this.#faults.get(place) ?? new Set()).add(fault))
  }

  findings(): Finding[] {
    const claiming = this.#claims.filter(({ executed, row }) => executed || row)
    for (const claim of claiming)
      if (!this.#run.has(claim))
        this.#add(
          placeOf(claim),
          claim.executed
            ? 'no test runs this statement'
            : 'its type is claimed for nothing: no built statement that a test runs takes it',
        )
    for (const column of this.#better.unused())
      this.#add('test/sql/known-better.ts', `${column}: nothing needs this exception any more`)
    const places = new Set([...claiming.map(placeOf), ...this.#faults.keys()])
    return [...places].map((place) => ({ place, faults: [...(this.#faults.get(place) ?? [])] }))
  }
}

/** A built statement stands nowhere in the source: it is known by its text. */
/** PostgreSQL prepares no such statement, and it returns nothing. */
const IS_ABOUT_ITS_TRANSACTION = /^\s*(?:savepoint|release savepoint|rollback to savepoint) /

const beginningOf = ({ text }: Recorded) => text.trim().replaceAll(/\s+/g, ' ').slice(0, 120)

const placeOf = ({ file, line }: Claim) => `${file}:${line}`

/** An expression of Kysely, in which the values are. */
const isBuilt = (type: ClaimedType) => type.kinds.has('object') && type.properties().has('toOperationNode')

const passedFor = (twins: { type: ClaimedType }[]) => ({
  nullable: twins.length === 0 || twins.some(({ type }) => isBuilt(type) || mayBeNull(type)),
  elementsNullable:
    twins.length === 0 || twins.some(({ type }) => !type.elements || mayBeNull(type.elements)),
})

const NULL_KINDS: Kind[] = ['null', 'undefined', 'anything']
const mayBeNull = ({ kinds }: ClaimedType) => NULL_KINDS.some((kind) => kinds.has(kind))
