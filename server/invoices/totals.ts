/**
 * What an invoice comes to. Pure and exact: whole numbers of the minor unit, quantities and percentages as decimals
 * of at most four digits, never a float. The browser uses it to show what the server will say.
 *
 * Rounding is half away from zero, and happens in three places only: each line's amount (quantity times price, less
 * the line's discount), the invoice's discount (of the sum of the lines), and the tax of each rate (of what is net at
 * that rate). The discount is spread over the rates by largest remainder, so that the parts add up to it.
 */

export interface LineToSum {
  quantity: string
  unitPriceMinor: number
  discountPercent: string
  taxRate: string
}

export interface TaxOfRate {
  /** In percent, without trailing zeros. */
  rate: string
  /** After the invoice's discount. */
  netMinor: number
  taxMinor: number
}

export interface Totals {
  /** Of each line, in their order. */
  amountsMinor: number[]
  subtotalMinor: number
  discountMinor: number
  /** By rate, the lowest first. */
  taxes: TaxOfRate[]
  taxMinor: number
  totalMinor: number
}

/** How many digits a decimal has after the point, at most. */
const DIGITS = 4
const SCALE = 10n ** BigInt(DIGITS)
const WHOLE = 100n * SCALE

export function totalsOf(invoice: { lines: readonly LineToSum[]; discountPercent: string }): Totals {
  const amounts = invoice.lines.map(amountOf)
  const subtotal = sum(amounts)
  const netByRate = new Map<bigint, bigint>()
  invoice.lines.forEach(({ taxRate }, at) => {
    const rate = scaled(taxRate)
    netByRate.set(rate, (netByRate.get(rate) ?? 0n) + amounts[at]!)
  })
  const rates = [...netByRate].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const percent = scaled(invoice.discountPercent)
  const discounts = spread(
    divide(subtotal * percent, WHOLE),
    rates.map(([, net]) => net * percent),
  )
  const taxes = rates.map(([rate, net], at) => {
    const discounted = net - discounts[at]!
    return { rate, net: discounted, tax: divide(discounted * rate, WHOLE) }
  })
  const discount = sum(discounts)
  const tax = sum(taxes.map((one) => one.tax))
  return {
    amountsMinor: amounts.map(Number),
    subtotalMinor: Number(subtotal),
    discountMinor: Number(discount),
    taxes: taxes.map((one) => ({
      rate: text(one.rate),
      netMinor: Number(one.net),
      taxMinor: Number(one.tax),
    })),
    taxMinor: Number(tax),
    totalMinor: Number(subtotal - discount + tax),
  }
}

/** A decimal without needless zeros: "019.50" is "19.5". */
export const plainDecimal = (decimal: string): string => text(scaled(decimal))

function amountOf({ quantity, unitPriceMinor, discountPercent }: LineToSum): bigint {
  const full = scaled(quantity) * BigInt(unitPriceMinor)
  return divide(full * (WHOLE - scaled(discountPercent)), SCALE * WHOLE)
}

/**
 * Splits a whole in proportion to exact parts (each in 1/WHOLE); what rounding leaves over goes to the largest
 * remainders.
 */
function spread(whole: bigint, parts: bigint[]): bigint[] {
  const floors = parts.map((part) => floor(part, WHOLE))
  const missing = Number(whole - sum(floors))
  const byRemainder = parts
    .map((part, at) => ({ at, remainder: part - floors[at]! * WHOLE }))
    .toSorted((a, b) => (a.remainder === b.remainder ? a.at - b.at : a.remainder > b.remainder ? -1 : 1))
  for (const { at } of byRemainder.slice(0, missing)) floors[at]! += 1n
  return floors
}

function scaled(decimal: string): bigint {
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d{1,4}))?$/.exec(decimal.trim())!
  return BigInt(whole! + fraction.padEnd(DIGITS, '0'))
}

function text(value: bigint): string {
  const fraction = (value % SCALE).toString().padStart(DIGITS, '0').replace(/0+$/, '')
  return `${value / SCALE}${fraction && `.${fraction}`}`
}

/** Half away from zero. */
export function divide(value: bigint, by: bigint): bigint {
  return value < 0n ? -divide(-value, by) : (2n * value + by) / (2n * by)
}

const floor = (value: bigint, by: bigint) => value / by - (value < 0n && value % by !== 0n ? 1n : 0n)

const sum = (values: bigint[]) => values.reduce((total, value) => total + value, 0n)
