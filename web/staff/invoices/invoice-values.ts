import { useLayoutEffect, useReducer, useRef, useState } from 'react'
import type { Invoice } from '../../../server/invoices/invoices.api.ts'
import { decimalWords } from '../../lib/formats.ts'
import type { FormOfRecord } from '../../ui/use-record.ts'
import { changeLines, type EditedLine, startLines } from './edited-lines.ts'
import type { HeadValues } from './invoice-head-fields.tsx'

/** An invoice as it is typed: text in every field. */
export interface InvoiceValues {
  head: HeadValues
  notes: string
  discount: string
  lines: EditedLine[]
}

/** `taxRate` is that of a line that is added. */
export function valuesOf(invoice: Invoice, taxRate: string): InvoiceValues {
  const { customerId, customerName, currency, issueDate, dueDate, purchaseOrder } = invoice
  return {
    head: { customerId, customerName, currency, issueDate, dueDate, purchaseOrder: purchaseOrder ?? '' },
    notes: invoice.notes ?? '',
    discount: invoice.discountPercent === '0' ? '' : decimalWords(invoice.discountPercent),
    lines: startLines(invoice.lines, currency, decimalWords(taxRate)).lines,
  }
}

export const emptyInvoice = (head: HeadValues, taxRate: string): InvoiceValues => ({
  head,
  notes: '',
  discount: '',
  lines: startLines([], head.currency, decimalWords(taxRate)).lines,
})

/** What is in the fields of an invoice, as a form over a record. */
export function useInvoiceValues(start: InvoiceValues, taxRate: string) {
  const [{ head, notes, discount }, setFields] = useState<Omit<InvoiceValues, 'lines'>>(start)
  const [grid, changeGrid] = useReducer(changeLines, null, () => ({
    ...startLines([], start.head.currency, decimalWords(taxRate)),
    lines: start.lines,
    nextKey: start.lines.length,
  }))
  const [initial, setInitialValues] = useState(start)
  const values = { head, notes, discount, lines: grid.lines }
  const latest = useRef(values)
  useLayoutEffect(() => {
    latest.current = values
  })
  const form: FormOfRecord<InvoiceValues> = {
    getValues: () => latest.current,
    setValues: ({ lines, ...fields }) => {
      setFields(fields)
      if (lines !== latest.current.lines) changeGrid({ do: 'replace', lines })
    },
    setInitialValues,
  }
  return {
    ...form,
    values,
    initial,
    setHead: (change: (now: HeadValues) => HeadValues) =>
      setFields((now) => ({ ...now, head: change(now.head) })),
    setNotes: (typed: string) => setFields((now) => ({ ...now, notes: typed })),
    setDiscount: (typed: string) => setFields((now) => ({ ...now, discount: typed })),
    grid,
    changeGrid,
  }
}
export type InvoiceForm = ReturnType<typeof useInvoiceValues>
