import { writtenKinds, type WrittenKind } from '../documents/kinds.ts'
import { sql } from 'kysely'
import { newId } from '../database/id.ts'
import { wrongPlaceholders } from '../documents/refuse-placeholders.ts'
import { defaultTemplates, type Template } from '../documents/templates.ts'
import { InvalidRequest, NotFound, StaleVersion } from '../http/problems.ts'
import { differences, record } from '../journal/record.ts'
import { inTransaction, type InTransaction, type Reading, type Scope } from '../scope/scope.ts'
import { type InvoicingSettings, type InvoicingSettingsChange } from './invoicing-settings.api.ts'
import { drawable, type Logo } from './logo.ts'

interface Row extends Omit<InvoicingSettings, 'logo' | 'templates'> {
  logoType: Logo['type'] | null
  logo: Buffer | null
  templates: Partial<Record<WrittenKind, Template>>
}

const DEFAULTS: Row = {
  numberPrefix: 'INV-',
  numberDigits: 4,
  nextNumber: 1,
  defaultTermsDays: 30,
  defaultTaxRate: '0',
  sellerAddress: null,
  sellerEmail: null,
  taxId: null,
  paymentInstructions: null,
  footer: null,
  logoType: null,
  logo: null,
  attachPdf: true,
  templates: {},
  version: 1,
}

export async function readInvoicingSettings(scope: Reading): Promise<InvoicingSettings> {
  return settingsOf(await readRow(scope))
}

/** A logo never changes: another one gets another id. */
export async function readLogo({ db, organizationId }: Reading, logoId: string) {
  const logo = await db
    .selectFrom('logos')
    .select(['type', 'content'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', logoId)
    .executeTakeFirst()
  if (!logo) throw new NotFound('logo')
  return { type: logo.type, base64: logo.content.toString('base64') }
}

/**
 * Adds the row if there is none yet, and makes any other change to it wait. Reminders and statements keep their
 * settings in it, too.
 */
export async function lockInvoicingSettings({
  db,
  organizationId,
  now,
}: Pick<InTransaction, 'db' | 'organizationId' | 'now'>): Promise<void> {
  await sql`
    insert into invoicing_settings (organization_id, updated_at) values (${organizationId}, ${now})
    on conflict (organization_id) do nothing`.execute(db)
  await sql`select from invoicing_settings where organization_id = ${organizationId} for update`.execute(db)
}

/** Changes the given settings. What was sent before stays as it was. */
export async function changeInvoicingSettings(
  scope: Scope,
  version: number,
  change: InvoicingSettingsChange,
): Promise<InvoicingSettings> {
  const { organizationId, now } = scope
  refuseWrongWords(change)
  const logo = change.logo && (await drawable(scope, change.logo))
  return inTransaction(scope, async (tx) => {
    await lockInvoicingSettings(tx)
    const before = await readRow(tx)
    if (before.version !== version) throw new StaleVersion()
    const logoId = logo ? await keepLogo(tx, logo) : null
    const templates = templatesAfter(before.templates, change.templates)
    await tx.db
      .updateTable('invoicing_settings')
      .set({
        ...given('number_prefix', change.numberPrefix),
        ...given('number_digits', change.numberDigits),
        ...given('next_number', change.nextNumber),
        ...given('default_terms_days', change.defaultTermsDays),
        ...given('default_tax_rate', change.defaultTaxRate),
        ...given('seller_address', change.sellerAddress && JSON.stringify(change.sellerAddress)),
        ...given('seller_email', change.sellerEmail),
        ...given('tax_id', change.taxId),
        ...given('payment_instructions', change.paymentInstructions),
        ...given('footer', change.footer),
        ...(change.logo !== undefined && { logo_id: logoId }),
        ...given('attach_pdf', change.attachPdf),
        ...(change.templates && { templates: JSON.stringify(templates) }),
        version: before.version + 1,
        updated_at: now,
      })
      .where('organization_id', '=', organizationId)
      .execute()
    const after = await readRow(tx)
    await record(tx, {
      action: 'invoicing.changed',
      changes: differences(told(before), told(after)),
    })
    return settingsOf(after)
  })
}

const given = <Column extends string, Value>(column: Column, value: Value | undefined) =>
  (value === undefined ? {} : { [column]: value }) as Partial<Record<Column, Value>>

async function readRow({ db, organizationId }: Reading): Promise<Row> {
  const { rows } = await sql<Row>`
    select s.number_prefix as "numberPrefix", s.number_digits as "numberDigits", s.next_number as "nextNumber",
      s.default_terms_days as "defaultTermsDays", trim_scale(s.default_tax_rate)::text as "defaultTaxRate",
      s.seller_address as "sellerAddress", s.seller_email as "sellerEmail", s.tax_id as "taxId",
      s.payment_instructions as "paymentInstructions", s.footer, l.type as "logoType", l.content as logo,
      s.attach_pdf as "attachPdf", s.templates, s.version
    from invoicing_settings s
    left join logos l on l.organization_id = s.organization_id and l.id = s.logo_id
    where s.organization_id = ${organizationId}`.execute(db)
  return rows[0] ?? DEFAULTS
}

function settingsOf({ logoType, logo, ...row }: Row): InvoicingSettings {
  const templates = Object.fromEntries(
    writtenKinds.map((kind) => [
      kind,
      { ...(row.templates[kind] ?? defaultTemplates[kind]), own: row.templates[kind] !== undefined },
    ]),
  ) as InvoicingSettings['templates']
  return {
    ...row,
    logo: logo && logoType ? { type: logoType, base64: logo.toString('base64') } : null,
    templates,
  }
}

/** For the journal, under the names that the API uses: no pictures. */
function told(row: Row) {
  const { nextNumber: _, version: __, ...settings } = settingsOf(row)
  return {
    ...settings,
    logo: row.logo ? `${row.logo.length} bytes` : null,
    templates: JSON.stringify(row.templates),
  }
}

function templatesAfter(
  before: Row['templates'],
  change: InvoicingSettingsChange['templates'],
): Row['templates'] {
  const after = { ...before }
  for (const kind of writtenKinds) {
    const template = change?.[kind]
    if (template === null) delete after[kind]
    else if (template) after[kind] = template
  }
  return after
}

function refuseWrongWords({ templates }: InvoicingSettingsChange) {
  const errors = writtenKinds.flatMap((kind) =>
    wrongPlaceholders(templates?.[kind] ?? {}, kind, `/templates/${kind}`),
  )
  if (errors.length > 0) throw new InvalidRequest(errors)
}

async function keepLogo({ db, organizationId, now }: InTransaction, logo: Logo): Promise<string> {
  const id = newId()
  await db
    .insertInto('logos')
    .values({ organization_id: organizationId, id, ...logo, created_at: now })
    .execute()
  return id
}
