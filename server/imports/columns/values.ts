import { readActive, readInactive } from '../contacts/field-cells.ts'
import type { AnyField } from '../imports.api.ts'
import { saysNothing } from '../cells/says-nothing.ts'

/** The values of a column in the sampled rows that say something. */
export function valuesOf(rows: string[][], at: number): string[] {
  return rows
    .map((row) => (row[at] ?? '').slice(0, MOST_LOOKED_AT).trim())
    .filter((value) => !saysNothing(value))
}
const MOST_LOOKED_AT = 200

/** As many of the values as make a column one of these. */
const MOST = 0.6
export const mostly = (values: string[], are: (value: string) => boolean) =>
  values.length > 0 && values.filter(are).length / values.length >= MOST

export const isEmail = (value: string) => /[^\s@]@[^\s@]+\.[^\s@]/.test(value)
const isFlag = (value: string) =>
  /^(?:true|false|yes|no|[ytnf]|[01x]|ja|nein|oui|non|vrai|faux)$/i.test(value)
const isPrimaryWord = (value: string) => isFlag(value) || /^(?:primary|sí|si|sim|não|nee)$/i.test(value)
const isSalutation = (value: string) =>
  /^(?:mrs?|ms|miss|mx|sir|dr|prof|herrn?|frau|m|mme|mlle|sr|sra|srta|sig|signora?|dhr|mevr|pani?)\.?$/i.test(
    value,
  )
export const saysAnotherThing = (value: string) => isFlag(value) || isSalutation(value)
const isNumber = (value: string) => /\d/.test(value) && !isFlag(value) && !isEmail(value)
const isDay = (value: string) => /^\d{1,4}([-/.])\d{1,2}\1\d{1,4}\b/.test(value)
const isDate = (value: string) => isDay(value) || (/\d/.test(value) && /\p{L}{3}/u.test(value))
const isAmount = (value: string) => /\d/.test(value) && !isEmail(value) && !isDay(value)

/** A number that somebody can call: with its signs, or as long as one. */
export const isPhone = (value: string) =>
  /^[+(\d][\d\s().\-/+]{5,24}(?:\s*(?:x|ext\.?)\s*\d+)?$/i.test(value) &&
  (/^[+(0]/.test(value) || /\d[\s.\-/]+\d+[\s.\-/]+\d/.test(value)) &&
  !isDay(value)

/** "Anna van der Berg", "Berg, Anna": several words without a figure. */
export const isPersonName = (value: string) =>
  /^\p{L}[\p{L}\p{M}'’.-]*(?:,?\s+\p{L}[\p{L}\p{M}'’.-]*){1,4}$/u.test(value) && !isCompanyName(value)

/** Of a name with the form of a company in it. */
export const isCompanyName = (value: string) =>
  /(?:^|[\s,&])(?:gmbh|mbh|ag|kg|ohg|ug|e\.?\s?k|ltd|limited|inc|llc|llp|corp|co|plc|sa|s\.a|sarl|sas|sl|s\.l|srl|s\.r\.l|spa|s\.p\.a|bv|b\.v|nv|n\.v|z o\.o|sp\. j|ab|oy|aps|a\/s|pty|company|group|foundation|stiftung|verein)\.?$/i.test(
    value,
  )

/** What an accounting program calls what it lists: an invoice, a bill, a payment. */
const isDocumentType = (value: string) =>
  /invoice|bill|credit|estimate|quot|receipt|payment|journal|deposit|rechnung|gutschrift|angebot|factu|avoir|devis|fattura|factuur|faktur|refund/i.test(
    value,
  )

const words = (value: string) => !isEmail(value) && !isFlag(value)

/** What the values of a field are like, where that tells columns apart. What is not listed takes any. */
const LIKE: Partial<Record<AnyField, (value: string) => boolean>> = {
  email: isEmail,
  customerEmail: isEmail,
  fullName: words,
  firstName: words,
  lastName: words,
  customerName: (value) => !isFlag(value),
  jobTitle: (value) => words(value) && !isSalutation(value),
  phone: isNumber,
  secondPhone: isNumber,
  customerPhone: isNumber,
  customerSecondPhone: isNumber,
  billingLine1: words,
  billingLine2: words,
  shippingLine1: words,
  shippingLine2: words,
  primary: isPrimaryWord,
  active: (value) => !('fault' in readActive(value)),
  inactive: (value) => !('fault' in readInactive(value)),
  invoiceNumber: (value) => !isEmail(value),
  issueDate: isDate,
  dueDate: isDate,
  paidOn: isDate,
  total: isAmount,
  paid: isAmount,
  balance: isAmount,
  netTotal: isAmount,
  documentType: isDocumentType,
  unitPrice: isAmount,
  quantity: (value) => /\d/.test(value),
  taxRate: (value) => /\d/.test(value),
}

/** How the values of a column fit a field: how many do, and whether most do. A column without values fits any. */
export function fit(values: string[], field: AnyField): { count: number; fits: boolean } {
  const isLike = LIKE[withoutNumber(field)]
  const count = isLike ? values.filter(isLike).length : values.length
  return { count, fits: values.length === 0 || count / values.length >= MOST }
}

/** A further contact's e-mail is like the first one's. */
const withoutNumber = (field: AnyField) => field.replace(/(?<!Line)[2-6]$/, '') as AnyField
