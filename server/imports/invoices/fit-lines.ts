import { minorDigits } from '../../documents/money.ts'
import type { StoredLine } from '../../invoices/invoice.ts'
import { divide, totalsOf } from '../../invoices/totals.ts'

/** A line as a file has it: decimals as text. Amounts of money are in the currency, not in cents. */
export interface FileLine {
  description: string
  quantity: string
  unitPrice: string
  discountPercent?: string | undefined
  discountAmount?: string | undefined
  taxRate?: string | undefined
  /** A tax that the file names without its rate: “GST on Income”. */
  taxName?: string | undefined
  taxAmount?: string | undefined
}

/** What a file says of the whole invoice. */
export interface FileSums {
  currency: string
  discountPercent?: string | undefined
  discountAmount?: string | undefined
  taxAmount?: string | undefined
  total?: string | undefined
  pricesIncludeTax: boolean
  /** The one line is the total of the file, which says no prices. */
  isTotal?: boolean
}

export interface Fitted {
  lines: StoredLine[]
  discountPercent: string
  /** What is written otherwise than in the file, in sentences. */
  says: string[]
}

/**
 * Lines that come to what the file says, to the cent, where the file knows what an invoice here does not: taxes and discounts
 * as amounts, prices that include tax or are finer than a cent. All of it in whole numbers. A sentence: why it cannot be done.
 */
export function fitLines(lines: readonly FileLine[], sums: FileSums): Fitted | { fault: string } {
  const unit = 10n ** BigInt(minorDigits(sums.currency))
  const minor = (decimal: string | undefined) => (decimal === undefined ? undefined : toMinor(decimal, unit))
  const priced = lines.map((line) => pricedLine(line, unit))
  const [tax, total, off] = [minor(sums.taxAmount), minor(sums.total), minor(sums.discountAmount)]
  if (tax === null || total === null || off === null) return { fault: tooFine(sums) }

  const discount = discountOf(priced, sums.discountPercent, off)
  const rated = withRates(priced, lines, { discount, tax, total }, sums)
  if ('fault' in rated) return rated
  const net = sums.pricesIncludeTax ? withoutTax(rated) : rated
  const fitted = [...net.map((line) => line.stored), ...discountLines(net, discount)]
  const says = priced.some(({ isRewritten }) => isRewritten)
    ? [
        'A price or discount that is finer than the currency stands in the description of its line, with what the line comes to.',
      ]
    : []
  if (sums.pricesIncludeTax && !sums.isTotal && net.some(({ stored }) => stored.taxRate !== '0'))
    says.push('The prices of the file include tax: the lines have what is left without it.')
  return rounded({ lines: fitted, discountPercent: discount.percent, says }, priced, { tax, total }, sums)
}

interface PricedLine {
  stored: StoredLine
  /** What it comes to, in minor units: with tax, if the prices include it. */
  amount: bigint
  /** How the file has it: `3 × 9.99`. */
  was: string
  isRewritten: boolean
}

/** Half away from zero, as everywhere. Null: it has more decimals than the currency. */
function toMinor(decimal: string, unit: bigint): bigint | null {
  const value = scaled(decimal) * unit
  return value % SCALE === 0n ? value / SCALE : null
}

/** As many decimals as a price of a file may have. */
export const PRICE_DECIMALS = 6
const SCALE = 10n ** BigInt(PRICE_DECIMALS)
const WHOLE = 100n * SCALE

function scaled(decimal: string): bigint {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(decimal)!
  return BigInt(`${sign}${whole}${fraction.padEnd(PRICE_DECIMALS, '0')}`)
}

/** Two decimals of a file together. */
export function sumOf(one: string, other: string): string {
  const all = scaled(one) + scaled(other)
  const digits = (all < 0n ? -all : all).toString().padStart(PRICE_DECIMALS + 1, '0')
  const fraction = digits.slice(-PRICE_DECIMALS).replace(/0+$/, '')
  return `${all < 0n ? '-' : ''}${digits.slice(0, -PRICE_DECIMALS)}${fraction && `.${fraction}`}`
}

const tooFine = ({ currency, taxAmount, total, discountAmount }: FileSums) => {
  const digits = minorDigits(currency)
  const fine = [taxAmount, total, discountAmount].find((sum) => (sum?.split('.')[1]?.length ?? 0) > digits)
  return `${fine} has more decimals than ${currency}, which has ${digits}.`
}

/** A line whose price the currency cannot say becomes one of its amount, and says in words what it was. */
function pricedLine(line: FileLine, unit: bigint): PricedLine {
  const { description, quantity, unitPrice, discountPercent = '0', discountAmount } = line
  const price = scaled(unitPrice) * unit
  const full = divide(scaled(quantity) * price * (WHOLE - scaled(discountPercent)), SCALE * SCALE * WHOLE)
  const less = discountAmount === undefined ? 0n : divide(scaled(discountAmount) * unit, SCALE)
  const amount = full - (less < 0n ? -less : less)
  const off = [discountPercent !== '0' && `${discountPercent} %`, discountAmount].filter(Boolean).join(' − ')
  const was = `${quantity} × ${unitPrice}${off && ` − ${off}`}`
  const rate = { taxRate: line.taxRate ?? '0' }
  if (price % SCALE === 0n) {
    const plain = { description, quantity, unitPriceMinor: Number(price / SCALE), ...rate }
    const fits = (percent: string) => amountOf({ ...plain, discountPercent: percent }) === amount
    const percent =
      less === 0n || discountPercent !== '0' ? discountPercent : nicest(full - amount, full, fits)
    if (percent !== null && fits(percent))
      return { stored: { ...plain, discountPercent: percent }, amount, was, isRewritten: false }
  }
  const one = { ...oneOf(amount), description: described(description, was), ...rate }
  return { stored: one, amount, was, isRewritten: true }
}

const MOST_DESCRIBED = 5000
const described = (description: string, was: string) =>
  `${description.slice(0, MOST_DESCRIBED - was.length - 3)} (${was})`
const oneOf = (amount: bigint) => ({ quantity: '1', unitPriceMinor: Number(amount), discountPercent: '0' })
const amountOf = (line: Omit<StoredLine, 'description'>) =>
  BigInt(totalsOf({ lines: [line], discountPercent: '0' }).subtotalMinor)

/** The percentage of `part` in `whole` with the fewest decimals that fits: 19 rather than 19.0012. */
function nicest(part: bigint, whole: bigint, fits: (percent: string) => boolean): string | null {
  if (whole === 0n || part < 0n !== whole < 0n) return part === 0n && fits('0') ? '0' : null
  for (const decimals of [0n, 1n, 2n, 3n, 4n]) {
    const one = 10n ** decimals
    const value = divide(part * 100n * one * (whole < 0n ? -1n : 1n), whole < 0n ? -whole : whole)
    if (value > 100n * one) return null
    const fraction = (value % one).toString().padStart(Number(decimals), '0')
    const percent = decimals === 0n ? `${value}` : `${value / one}.${fraction}`
    if (fits(percent)) return percent
  }
  return null
}

interface Discount {
  percent: string
  /** What no percentage says exactly, in minor units. */
  amount: bigint
}

function discountOf(priced: PricedLine[], percent: string | undefined, amount: bigint | undefined): Discount {
  if (percent !== undefined || amount === undefined || amount === 0n)
    return { percent: percent ?? '0', amount: 0n }
  const off = amount < 0n ? -amount : amount
  const whole = sum(priced.map((line) => line.amount))
  const line = oneOf(whole)
  const fits = (discountPercent: string) =>
    totalsOf({ lines: [{ ...line, taxRate: '0' }], discountPercent }).discountMinor === Number(off)
  const fitting = nicest(off, whole, fits)
  return fitting === null ? { percent: '0', amount: off } : { percent: fitting, amount: 0n }
}

interface Said {
  discount: Discount
  tax: bigint | undefined
  total: bigint | undefined
}

/** Every line with its rate: as the file says it, or as follows from its amounts. */
function withRates(
  priced: PricedLine[],
  lines: readonly FileLine[],
  { discount, tax, total }: Said,
  { pricesIncludeTax, currency }: FileSums,
): PricedLine[] | { fault: string } {
  const unit = 10n ** BigInt(minorDigits(currency))
  const rates = lines.map(({ taxRate }) => taxRate)
  for (const at of byAmount(priced)) {
    const { taxAmount } = lines[at]!
    if (rates[at] !== undefined || taxAmount === undefined) continue
    const its = divide(scaled(taxAmount) * unit, SCALE)
    const net = pricesIncludeTax ? priced[at]!.amount - its : priced[at]!.amount
    const fits = (rate: string) => divide(net * scaled(rate), WHOLE) === its
    // Of a small line many rates fit: that of a larger one is more likely.
    const rate = rates.find((other) => other !== undefined && fits(other)) ?? nicest(its, net, fits)
    if (rate === null)
      return { fault: `A tax of ${taxAmount} on ${inUnits(net, unit)} is no rate from 0 to 100 %.` }
    rates[at] = rate
  }

  const named = lines.flatMap(({ taxName }, at) =>
    rates[at] === undefined && taxName !== undefined ? [at] : [],
  )
  const isAnyRated = rates.some((rate) => rate !== undefined)
  const open = named.length > 0 || isAnyRated || tax === undefined ? named : [...lines.keys()]
  const rated = (rate: string) =>
    priced.map((line, at) => ({
      ...line,
      stored: { ...line.stored, taxRate: open.includes(at) ? rate : (rates[at] ?? '0') },
    }))
  if (open.length === 0) return rated('0')

  const names = [...new Set(named.map((at) => lines[at]!.taxName!))]
  if (names.length > 1)
    return {
      fault: `The rates of ${names.map((name) => `“${name}”`).join(' and ')} are not said. Write each as a percentage.`,
    }
  const gross = totalled(rated('0'), discount)
  const wanted =
    tax ?? (total === undefined ? undefined : total - BigInt(gross.subtotalMinor - gross.discountMinor))
  if (wanted === undefined)
    return {
      fault: `The rate of “${names[0]}” is not said, and neither the tax nor the total to work it out. Write it as a percentage.`,
    }
  if (pricesIncludeTax && tax === undefined)
    return {
      fault: `The rate of “${names[0]}” is not said, and the tax that the prices include is not said either. Write it as a percentage.`,
    }

  const known = BigInt(gross.taxMinor)
  const its = wanted - known
  const net = sum(open.map((at) => priced[at]!.amount))
  const discounted = net - divide(net * scaled(discount.percent), WHOLE) - discount.amount
  const base = pricesIncludeTax ? discounted - its : discounted
  const rate = nicest(its, base, (percent) =>
    pricesIncludeTax
      ? divide(discounted * scaled(percent), WHOLE + scaled(percent)) === its
      : totalled(rated(percent), discount).taxMinor === Number(wanted),
  )
  if (rate === null)
    return {
      fault: `A tax of ${inUnits(its, unit)} on ${inUnits(base, unit)} is no rate from 0 to 100 %. Correct the tax or the prices.`,
    }
  return rated(rate)
}

const byAmount = (priced: PricedLine[]) => {
  const size = (at: number) => Math.abs(Number(priced[at]!.amount))
  return [...priced.keys()].toSorted((a, b) => size(b) - size(a))
}

const totalled = (lines: PricedLine[], discount: Discount) =>
  totalsOf({
    lines: [...lines.map(({ stored }) => stored), ...discountLines(lines, discount)],
    discountPercent: discount.percent,
  })

const inUnits = (amount: bigint, unit: bigint) => {
  const digits = String(unit).length - 1
  const text = (amount < 0n ? -amount : amount).toString().padStart(digits + 1, '0')
  const sign = amount < 0n ? '-' : ''
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** A discount that no percentage says is a line below zero for each rate, in proportion. */
function discountLines(lines: PricedLine[], { amount }: Discount): StoredLine[] {
  if (amount === 0n) return []
  const byRate = new Map<string, bigint>()
  for (const { stored, amount: its } of lines)
    byRate.set(stored.taxRate, (byRate.get(stored.taxRate) ?? 0n) + its)
  const parts = [...byRate]
  const shares = spread(
    amount,
    parts.map(([, its]) => its),
  )
  return parts.flatMap(([taxRate], at) =>
    shares[at] === 0n ? [] : [{ ...oneOf(-shares[at]!), description: 'Discount', taxRate }],
  )
}

/** The lines without the tax that is in their amounts: of each rate together what is right, spread over its lines. */
function withoutTax(lines: PricedLine[]): PricedLine[] {
  const net = [...lines]
  for (const rate of new Set(lines.map(({ stored }) => stored.taxRate))) {
    const ofRate = [...lines.keys()].filter((at) => lines[at]!.stored.taxRate === rate)
    const amounts = ofRate.map((at) => lines[at]!.amount)
    const shares = spread(divide(sum(amounts) * WHOLE, WHOLE + scaled(rate)), amounts)
    ofRate.forEach((at, of) => (net[at] = ofAmount(lines[at]!, shares[of]!)))
  }
  return net
}

/** The same line with another amount: its quantity stays where the price is still one. */
function ofAmount(line: PricedLine, amount: bigint): PricedLine {
  const { stored } = line
  if (amount === line.amount) return line
  const price = scaled(stored.quantity) === 0n ? 0n : divide(amount * SCALE, scaled(stored.quantity))
  const kept = { ...stored, unitPriceMinor: Number(price), discountPercent: '0' }
  if (amountOf(kept) === amount) return { ...line, stored: kept, amount }
  const description = line.isRewritten ? stored.description : described(stored.description, line.was)
  return { ...line, amount, stored: { ...stored, ...oneOf(amount), description } }
}

/** Splits a whole in proportion to parts; what rounding leaves over goes to the largest remainders. */
function spread(whole: bigint, parts: bigint[]): bigint[] {
  const all = sum(parts)
  if (all === 0n) return parts.map((_, at) => (at === 0 ? whole : 0n))
  const [sign, by] = all < 0n ? [-1n, -all] : [1n, all]
  const shares = parts.map((part, at) => {
    const product = sign * whole * part
    const remainder = ((product % by) + by) % by
    return { at, share: (product - remainder) / by, remainder }
  })
  const missing = Number(whole - sum(shares.map(({ share }) => share)))
  const byRemainder = shares.toSorted((a, b) => Number(b.remainder - a.remainder) || a.at - b.at)
  for (const one of byRemainder.slice(0, missing)) one.share += 1n
  return shares.map(({ share }) => share)
}

/** What rounding alone may explain becomes a line: programs round the tax of each line, or that of a whole invoice. */
function rounded(
  fitted: Fitted,
  priced: PricedLine[],
  { tax, total }: Omit<Said, 'discount'>,
  { pricesIncludeTax, currency, taxAmount }: FileSums,
): Fitted | { fault: string } {
  const totals = totalsOf(fitted)
  const inclusive = pricesIncludeTax
    ? BigInt(
        totalsOf({
          lines: priced.map(({ amount }) => ({ ...oneOf(amount), taxRate: '0' })),
          discountPercent: fitted.discountPercent,
        }).totalMinor,
      )
    : undefined
  const wanted =
    total ??
    inclusive ??
    (tax === undefined ? undefined : BigInt(totals.subtotalMinor - totals.discountMinor) + tax)
  if (wanted === undefined) return fitted
  const unit = 10n ** BigInt(minorDigits(currency))
  const difference = wanted - BigInt(totals.totalMinor)
  const taxed = fitted.lines.filter(({ taxRate }) => taxRate !== '0')
  const explained = BigInt(Math.floor(taxed.length / 2) + (pricesIncludeTax ? totals.taxes.length : 0))
  if (difference === 0n) return fitted
  if ((difference < 0n ? -difference : difference) > explained) {
    // Where the file says the total, whoever asks compares it.
    if (total !== undefined || tax === undefined) return fitted
    return {
      fault: `The taxes come to ${inUnits(BigInt(totals.taxMinor), unit)} ${currency}, but the file says ${taxAmount}. Correct the file, or leave out a column of the tax at Columns.`,
    }
  }
  for (const more of [0n, 1n, -1n, 2n, -2n]) {
    const line = { ...oneOf(difference + more), description: 'Rounding', taxRate: '0' }
    const lines = [...fitted.lines, line]
    if (BigInt(totalsOf({ ...fitted, lines }).totalMinor) !== wanted) continue
    const says = `The file rounds otherwise: a line “Rounding” of ${inUnits(difference, unit)} ${currency} makes the total its own.`
    return { ...fitted, lines, says: [...fitted.says, says] }
  }
  return fitted
}

const sum = (values: bigint[]) => values.reduce((all, value) => all + value, 0n)
