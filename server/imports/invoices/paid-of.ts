import { invoiceFields } from '../imports.api.ts'
import { minorOf, money } from './minor-of.ts'
import { owedBy } from './invoice-status.ts'
import type { InvoiceCells } from './read-invoice-row.ts'

/**
 * What of an invoice is paid: the amount that the file says, or the total without what is left to pay, or all of it where a
 * status or a day says that it is paid. What contradicts that refuses the invoice. A sentence: why it cannot be told.
 */
export function paidOf(
  { paid, balance, status, paymentStatus, paidOn }: InvoiceCells,
  total: number,
  { currency, isDraft }: { currency: string; isDraft: boolean },
): { minor: number } | { fault: string } {
  const amount = paid === undefined ? undefined : minorOf(paid, currency)
  if (amount && 'fault' in amount) return { fault: `${invoiceFields.paid}: ${amount.fault}` }
  if (amount && (amount.minor < 0 || amount.minor > total))
    return {
      fault: `${invoiceFields.paid}: ${money(amount.minor, currency)} of ${money(total, currency)}. Use an amount from 0 to the total.`,
    }
  if (isDraft) {
    const isPaid = (amount?.minor ?? 0) > 0
    return isPaid
      ? { fault: `${invoiceFields.paid}: It is a draft, of which nothing can be paid.` }
      : { minor: 0 }
  }
  const left = balance === undefined ? undefined : minorOf(balance, currency)
  if (left && 'fault' in left) return { fault: `${invoiceFields.balance}: ${left.fault}` }
  if (left && (left.minor < 0 || left.minor > total))
    return {
      fault: `${invoiceFields.balance}: ${money(left.minor, currency)} of ${money(total, currency)}. Use an amount from 0 to the total.`,
    }
  if (amount && left && amount.minor + left.minor !== total)
    return {
      fault: `${money(amount.minor, currency)} is paid and ${money(left.minor, currency)} is left to pay, but the total is ${money(total, currency)}. Correct the one that is wrong, or leave its column out at Columns.`,
    }

  const minor = amount?.minor ?? (left && total - left.minor)
  for (const word of [status, paymentStatus]) {
    const fault = word === undefined ? null : againstStatus(word, minor, paidOn, total, currency)
    if (fault !== null) return { fault }
  }
  if (minor !== undefined) return { minor }
  const isPaid =
    paidOn !== undefined || [status, paymentStatus].some((word) => word && owedBy(word) === 'paid')
  return { minor: isPaid ? total : 0 }
}

function againstStatus(
  word: string,
  minor: number | undefined,
  paidOn: string | undefined,
  total: number,
  currency: string,
): string | null {
  const owed = owedBy(word)
  if (owed === 'partly' && minor === undefined)
    return `It is “${word}”, but the file does not say how much of it is paid. Say at Columns which column has the amount paid or the balance due.`
  if (owed === 'unpaid' && minor === undefined && paidOn !== undefined)
    return `It is “${word}”, but the file says that it was paid on ${paidOn}. Correct the one that is wrong, or leave its column out at Columns.`
  const isOtherwise =
    minor !== undefined &&
    total > 0 &&
    ((owed === 'paid' && minor < total) || (owed === 'unpaid' && minor === total))
  return isOtherwise
    ? `It is “${word}”, but ${money(minor, currency)} of ${money(total, currency)} is paid. Correct the one that is wrong, or leave its column out at Columns.`
    : null
}

/** A status that says nothing that Portico knows is told: what it means may matter. */
export function notesOnStatus({ status, paymentStatus }: InvoiceCells): string[] {
  return [status, paymentStatus].flatMap((word) =>
    word === undefined || owedBy(word) !== null
      ? []
      : [`The status “${word}” says nothing that Portico knows, and is left out.`],
  )
}
