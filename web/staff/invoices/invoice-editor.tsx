import { Button, Text, Textarea, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { type ReactNode, useRef, useState } from 'react'
import type { Invoice, InvoiceChange } from '../../../server/invoices/invoices.api.ts'
import { daysBetween } from '../../../server/time/day.ts'
import { totalsOf } from '../../../server/invoices/totals.ts'
import { queryClient } from '../../lib/query-client.ts'
import { readPercent } from '../../lib/typed-numbers.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { fieldErrors } from '../../ui/form-problems.ts'
import { InvoiceTotals } from '../../ui/invoice-totals.tsx'
import { isUnfinished } from '../../ui/unfinished-fields.ts'
import { useUnsaved } from '../../ui/unsaved.ts'
import { customerQuery } from '../customers/customer-queries.ts'
import { errorsByCell, linesToSend, linesToSum } from './edited-lines.ts'
import { type HeadValues, InvoiceHeadFields } from './invoice-head-fields.tsx'
import type { InvoiceForm, InvoiceValues } from './invoice-values.ts'
import { LinesGrid } from './lines-grid.tsx'
import classes from './paper.module.css'
import { type Usual, usualFor, withCustomer } from './usual.ts'

interface Props {
  invoice?: Invoice
  form: InvoiceForm
  /** For customers who have no terms or currency of their own. */
  usual: Usual
  /** What comes of it, above the paper. */
  notice?: ReactNode
  /** On the button. */
  verb: string
  save: (body: InvoiceChange & { customerId: string }) => Promise<Invoice>
  /** Where to go when it is saved or cancelled. */
  leave: (saved?: Invoice) => unknown
  /** What somebody else did to it meanwhile. */
  news?: unknown
}

/** An invoice as it will look, with every word of it in a field. */
export function InvoiceEditor({ invoice, form, usual, ...rest }: Props) {
  const { notice, verb, save, leave, news } = rest
  const { notes, discount, lines: typedLines } = form.values
  const wasSent = invoice !== undefined && invoice.status !== 'draft'
  const head = wasSent ? { ...form.values.head, ...whatStays(invoice) } : form.values.head
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [refusal, setRefusal] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const savedAs = useRef('')
  const proposed = useRef<Usual>({
    currency: head.currency,
    termsDays: daysBetween(head.issueDate, head.dueDate),
  })
  const paper = useRef<HTMLDivElement>(null)

  const typed = written(form.values)
  useUnsaved(() => typed !== written(form.initial) && typed !== savedAs.current)

  const pickCustomer = async (customerId: string) => {
    const customer = await queryClient.ensureQueryData(customerQuery(customerId))
    setErrors(({ customerId: _, ...others }) => others)
    const before = proposed.current
    form.setHead((now) => withCustomer(now, customer, before, usual))
    proposed.current = usualFor(customer, usual)
    paper.current?.querySelector<HTMLElement>('textarea[name="description"]')?.focus()
  }
  const percent = readPercent(discount)
  const totals = totalsOf({
    lines: linesToSum(typedLines, head.currency),
    discountPercent: percent.ok ? percent.value : '0',
  })

  const onSave = async () => {
    if (busy || isUnfinished(paper.current)) return
    const lines = linesToSend(typedLines, head.currency)
    const missing = missingIn(head, percent.ok ? null : percent.reason)
    setErrors(missing)
    setRefusal(null)
    if (Object.keys(missing).length > 0 || !lines.isSound)
      return form.changeGrid({ do: 'refuse', errors: lines.errors })
    setBusy(true)
    try {
      const { customerName: _, currency, customerId, ...dated } = head
      const saved = await save({
        customerId,
        ...(wasSent ? {} : { currency }),
        ...dated,
        notes,
        lines: lines.body,
        discountPercent: percent.ok ? percent.value : '0',
      })
      savedAs.current = typed
      await leave(saved)
    } catch (error) {
      const { byCell, others } = errorsByCell(fieldErrors(error), lines.keys)
      form.changeGrid({ do: 'refuse', errors: byCell })
      setErrors(others)
      const paths = Object.keys(others)
      const isShown = paths.length > 0 || Object.keys(byCell).length > 0
      setRefusal(isShown && paths.every((path) => SHOWN.has(path)) ? null : error)
    } finally {
      setBusy(false)
    }
  }
  useHotkeys(
    [
      ['mod+S', onSave],
      ['mod+Enter', onSave],
    ],
    [],
  )

  return (
    <>
      {notice}
      <div ref={paper} className={classes.paper}>
        <InvoiceHeadFields
          values={head}
          change={(values) => form.setHead((now) => ({ ...now, ...values }))}
          pickCustomer={pickCustomer}
          errors={errors}
          wasSent={wasSent}
          isNew={!invoice}
        />
        <LinesGrid
          state={form.grid}
          amountsMinor={totals.amountsMinor}
          currency={head.currency}
          change={form.changeGrid}
        />
        {errors['lines'] && (
          <Text c="var(--mantine-color-error)" role="alert" mt="xs">
            {errors['lines']}
          </Text>
        )}
        <div className={classes.below}>
          <Textarea
            label="Notes"
            description="On the invoice, below the lines"
            autosize
            minRows={3}
            maxRows={14}
            data-path="notes"
            value={notes}
            error={errors['notes']}
            onChange={(event) => form.setNotes(event.currentTarget.value)}
          />
          <div className={classes.besideTools}>
            <InvoiceTotals
              {...totals}
              currency={head.currency}
              paidMinor={invoice?.paidMinor ?? 0}
              discount={
                <span className={classes.discount}>
                  Discount
                  <TextInput
                    size="xs"
                    aria-label="Discount %"
                    inputMode="decimal"
                    autoComplete="off"
                    placeholder="0"
                    data-path="discount"
                    value={discount}
                    error={Boolean(errors['discountPercent'])}
                    aria-invalid={Boolean(errors['discountPercent'])}
                    onChange={(event) => form.setDiscount(event.currentTarget.value)}
                  />
                  %
                </span>
              }
            />
          </div>
          {errors['discountPercent'] && (
            <Text c="var(--mantine-color-error)" role="alert" style={{ gridColumn: '2' }}>
              {errors['discountPercent']}
            </Text>
          )}
        </div>
      </div>
      <div className={classes.bar}>
        <Button onClick={onSave} loading={busy}>
          {verb}
        </Button>
        <Button variant="default" onClick={() => leave()}>
          Cancel
        </Button>
        <Text c="dimmed" size="sm" className={classes.keys}>
          <kbd>Ctrl</kbd> <kbd>S</kbd> saves
        </Text>
        <ErrorNotice error={refusal ?? news} />
      </div>
    </>
  )
}

/** What was sent keeps its customer and its currency. */
const whatStays = ({ customerId, customerName, currency }: Invoice) => ({
  customerId,
  customerName,
  currency,
})

/** The key of a line is nobody's words. */
const written = ({ lines, ...fields }: InvoiceValues) =>
  JSON.stringify([fields, lines.map(({ key: _, ...line }) => line)])

/** The fields that show their own refusal. */
const SHOWN = new Set([
  'customerId',
  'issueDate',
  'dueDate',
  'purchaseOrder',
  'currency',
  'notes',
  'lines',
  'discountPercent',
])

function missingIn(head: HeadValues, discount: string | null): Record<string, string> {
  return {
    ...(!head.customerId && { customerId: 'Choose a customer.' }),
    ...(!head.issueDate && { issueDate: 'Enter a date.' }),
    ...(!head.dueDate && { dueDate: 'Enter a date.' }),
    ...(discount !== null && { discountPercent: discount }),
  }
}
