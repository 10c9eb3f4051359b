import { createWriteStream, statSync } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'
import { pathOf } from '../command-line.ts'
import { readConfig } from '../config.ts'
import { createPasswordHasher } from '../credentials/password-hash.ts'
import { joinOrBringUpDatabase } from '../database/bring-up.ts'
import { openDatabase } from '../database/database.ts'
import { Problem } from '../http/problems.ts'
import { formatMinor } from '../documents/money.ts'
import { bySystem } from '../scope/actor.ts'
import { atPresent, type ReadingNow } from '../scope/scope.ts'
import { createSealer } from '../mail/outbox/seal.ts'
import { findBegun, fingerprintOf, keepFingerprint } from './begun-at-command-line.ts'
import { listRows, readImport } from './import.ts'
import { runAll, planAll } from './import-work.ts'
import {
  fieldsOf,
  importFields,
  invoiceFields,
  type AnyField,
  type CsvImport,
  type ReadingOfFile,
} from './imports.api.ts'
import { interrupt, leasePlanning, leaseRunning } from './lease.ts'
import { mapImport } from './map-import.ts'
import { encodingNames, encodings } from './reading/ways-to-read.ts'
import { refusedRows } from './refused-rows.ts'
import { keepFile } from './upload-import.ts'
import { keepLines } from './invoices/upload-lines.ts'
import type { Lease } from '../work/lease.ts'
import { workOn, type Work } from './work.ts'

const USAGE = `npm run import -- FILE [options]

Imports a file of customers and contacts, or of invoices, whether Portico is running or not: CSV, Excel (.xlsx),
OpenDocument (.ods) or vCard.

  --invoices                 the file holds invoices: a row for each, or for each of their lines
  --lines FILE               a second file with the lines of the invoices, joined by the invoice number
  --encoding NAME            how the letters of the file are written, such as windows-1250
  --header-line NUMBER       the line that names the columns; 0 if none does
  --sheet NAME               which sheet of a workbook
  --dates dayFirst           what 01/02/2021 means: dayFirst or monthFirst
  --decimals comma           what 1.234 means: point or comma
  --dry-run                  say what would be done, and change nothing
  --map 'COLUMN=FIELD'       what a column is, where Portico does not find it by itself; several times.
                             'COLUMN=' leaves a column out
  --organization SLUG        into which organization; needed where there are several
  --update-people            change the details of people who are already here, at all their customers
  --remind                   send reminders for the invoices; otherwise they are paused for each
  --leave-out-inactive       leave out customers that the file says are inactive; else they become inactive customers
  --issue-passwords          mail portal access to contacts who have none: a temporary password or a link

Fields of customers and contacts: ${Object.values(importFields).join(' · ')}
Fields of invoices: ${Object.values(invoiceFields).join(' · ')}
`
const REFUSED_ROWS_SHOWN = 20

const stopping = new AbortController()
process.once('SIGINT', () => stopping.abort()).once('SIGTERM', () => stopping.abort())

main().then(
  () => process.exit(0),
  (error: unknown) => {
    if (stopping.signal.aborted)
      say(
        'Stopped. The rows so far are imported. The same command goes on; so does Resume at Import in the browser.',
      )
    else if (error instanceof CannotStart || error instanceof Problem) say(error.message)
    else say(error instanceof Error ? (error.stack ?? error.message) : String(error))
    process.exit(1)
  },
)

async function main() {
  const { file, options } = readArguments()
  const config = readConfig(process.env)
  const postgres = await joinOrBringUpDatabase(config)
  const database = openDatabase({
    connection: { connectionString: postgres.appUrl },
    tenantScope: config.tenantScope,
    connections: config.databaseConnections,
  })
  try {
    const organizationId = await findOrganization(postgres.ownerUrl, options.organization)
    const here = {
      organizationId,
      db: database.of(organizationId),
      by: { ...bySystem(organizationId), name: 'npm run import' },
      services: {
        clock: () => new Date(),
        passwordHasher: createPasswordHasher(),
        sealer: createSealer(config.secretKeys),
      },
    }
    await importFile(here, file, options)
  } finally {
    await database.close()
    await postgres.stop()
  }
}

type Options = ReturnType<typeof readArguments>['options']
type Here = Omit<Work, 'lease' | 'signal'>

async function importFile(here: Here, file: string, options: Options) {
  const scope = () => atPresent(here)
  const work = (lease: Lease) => workOn(here, lease, stopping.signal)
  const kind = options.invoices ? 'invoices' : 'contacts'
  const { 'dry-run': dry, lines, ...how } = options
  const files = lines === undefined ? [file] : [file, lines]
  const fingerprint = await fingerprintOf(files, how)
  const begun = dry ? null : await findBegun(scope(), fingerprint)
  if (begun !== null) {
    const { doneCount, rowCount } = await readImport(scope(), begun)
    say(`Going on after row ${doneCount} of ${rowCount}.`)
    return runToTheEnd(scope, work, begun, options)
  }
  const { choices } = options
  const first = await keepFile(scope(), nameOf(file), file, { kind, choices })
  const importId = first.id
  const uploaded = options.lines
    ? await keepLines(scope(), importId, nameOf(options.lines), options.lines)
    : first
  await keepFingerprint(scope(), importId, fingerprint)
  const fields = mapped(uploaded, options.map)
  await mapImport(scope(), importId, {
    fields,
    dateOrder: options.dates,
    decimalSign: options.decimals,
    issuePasswords: options['issue-passwords'],
    updatePeople: options['update-people'],
    remind: options.remind,
    inactive: options['leave-out-inactive'] ? 'leaveOut' : 'import',
  })
  const { reading, maker } = uploaded
  say(`${uploaded.rowCount} rows${maker === null ? '' : ` from ${maker}`}, ${howRead(reading)}:`)
  for (const note of reading.notes) say(`  ${note}`)
  for (const [at, { name, couldBe }] of uploaded.columns.entries()) {
    const leftOut = couldBe === null ? '(left out)' : `(left out; could be ${fieldsOf[kind][couldBe]})`
    say(`  ${name.padEnd(24)} ${fields[at] ? fieldsOf[kind][fields[at]] : leftOut}`)
  }

  if (reading.encodingIsAsked) {
    for (const { encoding, samples } of reading.encodings)
      say(`  --encoding ${encoding.padEnd(14)} ${samples.join(' ')}`)
    throw new CannotStart(
      'The letters of the file can be read in more than one way. Say with --encoding which is right.',
    )
  }
  await planAll(work(await leasePlanning(scope(), importId)), kind)
  await runToTheEnd(scope, work, importId, options)
}

/** Runs what was checked, or goes on with it, unless the check is all that is wanted; and says what came of it. */
async function runToTheEnd(
  scope: () => ReturnType<typeof atPresent<Here>>,
  work: (lease: Lease) => Work,
  importId: string,
  options: Options,
) {
  const uploaded = await readImport(scope(), importId)
  const { create, link, change, unchanged, ask, refuse } = uploaded.counts!
  const dry = options['dry-run']
  if (!dry) {
    const running = work(await leaseRunning(scope(), importId))
    try {
      await runAll(running, uploaded.kind)
    } catch (error) {
      // Whoever runs it again goes on at once.
      await interrupt(running, null)
      throw error
    }
  }
  say(
    `${dry ? 'Would be' : 'Done:'} ${create} created, ${link} linked, ${change} changed, ${unchanged} unchanged, ${ask} to look at, ${refuse} refused.`,
  )
  const { passwordCount, invoices } = await readImport(scope(), importId)
  for (const { currency, count, totalMinor } of invoices ?? [])
    say(`${count} invoices come to ${formatMinor(totalMinor, currency, 'en')}.`)
  if (passwordCount > 0)
    say(
      `${passwordCount} ${passwordCount === 1 ? 'letter' : 'letters'} with portal access ${passwordCount === 1 ? 'waits' : 'wait'} in Deliveries. A running Portico sends ${passwordCount === 1 ? 'it' : 'them'}.`,
    )
  if (ask + refuse > 0) await printRefused(scope(), uploaded, dry)
}

function howRead({ format, encoding, delimiter, sheet, headerLine }: ReadingOfFile): string {
  const source = { csv: 'CSV', xlsx: 'Excel', ods: 'OpenDocument', vcard: 'vCard' }[format]
  return [
    source,
    encoding && encodings[encoding],
    delimiter && `separated by ${JSON.stringify(delimiter)}`,
    sheet !== null && `the sheet “${sheet}”`,
    headerLine !== null && headerLine > 1 && `columns named in line ${headerLine}`,
  ]
    .filter(Boolean)
    .join(', ')
}

async function printRefused(scope: ReadingNow, { id, fileName, rowCount }: CsvImport, dry: boolean) {
  for (const [outcome, heading] of [
    ['ask', 'To look at:'],
    ['refuse', 'Refused:'],
  ] as const) {
    const { data, nextCursor } = await listRows(scope, id, {
      limit: Math.min(rowCount, REFUSED_ROWS_SHOWN),
      outcome,
    })
    if (data.length > 0) say(heading)
    for (const { line, says } of data) say(`  line ${line}: ${says.join(' ')}`)
    if (nextCursor !== null) say('  …')
  }
  if (dry) return
  const path = pathOf(`refused-${fileName.replace(/\.\w+$/, '')}.csv`)
  await pipeline(await refusedRows(scope, id), createWriteStream(path, { mode: 0o600 }))
  say(`The rows that were not imported are in ${path}: correct them, and import that file.`)
}

function readArguments() {
  const parsed = (() => {
    try {
      return parseArgs({
        allowPositionals: true,
        options: {
          'dry-run': { type: 'boolean', default: false },
          invoices: { type: 'boolean', default: false },
          lines: { type: 'string' },
          encoding: { type: 'string' },
          'header-line': { type: 'string' },
          sheet: { type: 'string' },
          dates: { type: 'string' },
          decimals: { type: 'string' },
          map: { type: 'string', multiple: true, default: [] },
          organization: { type: 'string' },
          'leave-out-inactive': { type: 'boolean', default: false },
          'update-people': { type: 'boolean', default: false },
          remind: { type: 'boolean', default: false },
          'issue-passwords': { type: 'boolean', default: false },
          help: { type: 'boolean', default: false },
        },
      })
    } catch (error) {
      throw new CannotStart(`${(error as Error).message}\n\n${USAGE}`)
    }
  })()
  const [file, ...more] = parsed.positionals
  if (parsed.values.help || file === undefined || more.length > 0) throw new CannotStart(USAGE)
  const { lines, dates, decimals, encoding, sheet, 'header-line': headerLine, ...options } = parsed.values
  const isChoice = <T extends string>(value: string | undefined, ...choices: T[]): value is T | undefined =>
    value === undefined || (choices as string[]).includes(value)
  if (!isChoice(dates, 'dayFirst', 'monthFirst') || !isChoice(decimals, 'point', 'comma'))
    throw new CannotStart(USAGE)
  if (!isChoice(encoding, ...encodingNames))
    throw new CannotStart(`--encoding is one of: ${encodingNames.join(', ')}.`)
  if (headerLine !== undefined && !/^\d{1,6}$/.test(headerLine))
    throw new CannotStart('--header-line is the number of a line, or 0.')
  const choices = { encoding, sheet, headerLine: headerLine === undefined ? undefined : Number(headerLine) }
  if (lines !== undefined && !options.invoices) throw new CannotStart('--lines needs --invoices.')
  return {
    file: existing(file),
    options: {
      ...options,
      choices,
      dates,
      decimals,
      lines: lines === undefined ? undefined : existing(lines),
    },
  }
}

/** npm runs scripts in the clone; a file's path is relative to the folder you are in. */
function existing(file: string): string {
  const path = pathOf(file)
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw new CannotStart(`There is no file ${path}.`)
  if (!found.isFile()) throw new CannotStart(`${path} is not a file. Name the one that is to be imported.`)
  return path
}

const nameOf = (path: string) => basename(path).slice(0, 200)

/** As the owner of the tables: only the owner may look at more than one organization. */
async function findOrganization(ownerUrl: string, slug: string | undefined): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ id: string; slug: string }>(
      'select id, slug from organizations order by slug',
    )
    const wanted = slug === undefined && rows.length === 1 ? rows[0] : rows.find((row) => row.slug === slug)
    if (wanted) return wanted.id
    if (rows.length === 0)
      throw new CannotStart('There is no organization yet: start Portico and set it up first.')
    throw new CannotStart(
      `Say which organization with --organization: ${rows.map((row) => row.slug).join(', ')}.`,
    )
  } finally {
    await client.end()
  }
}

function mapped({ kind, columns }: CsvImport, wishes: string[]): (AnyField | null)[] {
  const fields = columns.map((column) => column.field)
  for (const wish of wishes) {
    const cut = wish.lastIndexOf('=')
    const column = columns.findIndex(({ name }) => same(name, wish.slice(0, cut)))
    if (cut < 0 || column < 0)
      throw new CannotStart(
        `--map '${wish}' does not name a column of the file, which are: ${columns.map(({ name }) => name).join(', ')}.`,
      )
    const field = fieldNamed(kind, wish.slice(cut + 1))
    if (field === undefined)
      throw new CannotStart(
        `--map '${wish}' does not name a field. ${USAGE.slice(USAGE.indexOf('Fields of'))}`,
      )
    const before = field === null ? -1 : fields.indexOf(field)
    if (before >= 0) fields[before] = null
    fields[column] = field
  }
  return fields
}

function fieldNamed(kind: CsvImport['kind'], name: string): AnyField | null | undefined {
  if (name.trim() === '') return null
  const found = Object.entries(fieldsOf[kind]).find(([key, label]) => same(key, name) || same(label, name))
  return found?.[0] as AnyField | undefined
}

const same = (a: string, b: string) => bare(a) === bare(b)
const bare = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

function say(sentence: string) {
  process.stdout.write(`${sentence}\n`)
}
