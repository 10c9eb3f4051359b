import { Checkbox, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Invoice } from '../../../server/invoices/invoices.api.ts'
import { methodWords, type PaymentMethod, paymentsApi } from '../../../server/payments/payments.api.ts'
import type { CustomerAccount, OpenItem } from '../../../server/statements/statements.api.ts'
import { call } from '../../lib/client.ts'
import { bareMoney, count, money } from '../../lib/formats.ts'
import { readMoney } from '../../lib/typed-numbers.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { done } from '../../ui/done.tsx'
import { FormFoot } from '../../ui/form-foot.tsx'
import { Notice } from '../../ui/notice.tsx'
import { isUnfinished } from '../../ui/unfinished-fields.ts'
import { useUnsaved } from '../../ui/unsaved.ts'
import { useToday } from '../invoices/invoice-queries.ts'
import { AllocationFields } from './allocation-fields.tsx'
import { paymentChanged, receiversQuery } from './payment-queries.ts'
import classes from './payments.module.css'
import { sharesOf } from './shares.ts'
import { WhoReceives } from './who-receives.tsx'

interface Props {
  customerId: string
  customerName: string
  invoice: Invoice | undefined
  account: CustomerAccount
  ownCurrency: string
  close: () => void
}

const SHOWN_MOST = 100

export function RecordPaymentForm({ customerId, customerName, invoice, account, ownCurrency, close }: Props) {
  const currencies = [
    ...new Set([invoice?.currency, ...account.currencies.map((one) => one.currency), ownCurrency]),
  ].filter((one) => one !== undefined)
  const today = useToday()
  const amountField = useRef<HTMLInputElement>(null)
  const [currency, setCurrency] = useState(
    invoice?.currency ?? account.currencies[0]?.currency ?? ownCurrency,
  )
  const [amount, setAmount] = useState(invoice ? bareMoney(invoice.balanceMinor, invoice.currency) : '')
  const [receivedOn, setReceivedOn] = useState(today)
  const [method, setMethod] = useState<PaymentMethod>('transfer')
  const [reference, setReference] = useState('')
  const [typed, setTyped] = useState<Record<string, string> | null>(null)
  const [wantsReceipt, setWantsReceipt] = useState<boolean | null>(null)
  const [wasTried, setWasTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const entered = JSON.stringify([amount, currency, receivedOn, method, reference, typed])
  const [enteredAtFirst] = useState(entered)
  useUnsaved(() => entered !== enteredAtFirst)
  const receivers = useQuery(receiversQuery(customerId, 'receipts')).data
  const recipients = receivers?.recipients
  const people = recipients?.filter(({ role }) => role !== null).length ?? 0
  const sendReceipt = wantsReceipt ?? people > 0

  // It comes after the account was read, or the customer chosen: the work goes on at the amount.
  useEffect(() => amountField.current?.focus(), [])

  const items = inOrder(account, currency, invoice)
  const read = readMoney(amount, currency)
  const amountMinor = read.ok && read.value > 0 ? read.value : 0
  const amountError = !read.ok ? read.reason : amountMinor === 0 ? 'Use an amount above zero.' : null
  const shares = sharesOf(amountMinor, items, typed, currency)

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (isUnfinished(event.currentTarget)) return
    setWasTried(true)
    if (amountError) return amountField.current?.focus()
    if (shares.leftMinor < 0 || Object.keys(shares.errors).length > 0) return
    setBusy(true)
    setError(null)
    try {
      const body = {
        customerId,
        amountMinor,
        currency,
        receivedOn,
        method,
        reference: reference || null,
        allocations: shares.allocations,
        sendReceipt,
      }
      const { receipt, ...payment } = await call(paymentsApi.add, { body })
      paymentChanged(payment)
      done(
        [
          `${money(amountMinor, currency)} from ${customerName} recorded.`,
          receipt === 'sent' && `The receipt is on its way to ${count(people, 'recipient')}.`,
          receipt === 'nobody' && 'Nobody receives receipts, so none was sent.',
        ]
          .filter(Boolean)
          .join(' '),
      )
      close()
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }

  return (
    <form onSubmit={onSubmit} noValidate className={classes.form}>
      <div className={classes.pair}>
        <TextInput
          ref={amountField}
          label="Amount"
          required
          inputMode="decimal"
          data-autofocus
          value={amount}
          error={wasTried && amountError}
          onChange={(event) => setAmount(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
        />
        <ChoiceField
          label="Currency"
          noun="currency"
          data={currencies.map((code) => ({ value: code, label: code }))}
          value={currency}
          disabled={currencies.length === 1}
          onChange={(value) => {
            setCurrency(value ?? currency)
            setTyped(null)
          }}
        />
        <TextInput
          label="Received on"
          type="date"
          max={today}
          value={receivedOn}
          onChange={(event) => setReceivedOn(event.currentTarget.value)}
        />
        <ChoiceField
          label="Method"
          noun="method"
          data={Object.entries(methodWords).map(([value, label]) => ({ value, label }))}
          value={method}
          onChange={(value) => setMethod((value ?? method) as PaymentMethod)}
        />
      </div>
      <TextInput
        label="Reference"
        description="Such as the one on the bank statement. The receipt shows it."
        maxLength={200}
        value={reference}
        onChange={(event) => setReference(event.currentTarget.value)}
      />
      <AllocationFields
        items={items}
        currency={currency}
        shares={shares}
        change={(invoiceId, text) => setTyped({ ...shares.typed, [invoiceId]: text })}
      />
      <div>
        <Checkbox
          label="Send receipt"
          checked={sendReceipt}
          onChange={(event) => setWantsReceipt(event.currentTarget.checked)}
        />
        {sendReceipt && recipients && (
          <WhoReceives customerId={customerId} customerName={customerName} recipients={recipients} />
        )}
        {sendReceipt && receivers?.notPrinted && <Notice tone="attention">{receivers.notPrinted}</Notice>}
      </div>
      <FormFoot
        error={error}
        busy={busy}
        verb={sendReceipt && people > 0 ? 'Record and send receipt' : 'Record payment'}
        close={close}
      />
    </form>
  )
}

/** The invoice that the form was opened from, and then those that have been due longest. */
function inOrder({ items }: CustomerAccount, currency: string, first: Invoice | undefined): OpenItem[] {
  const open = items.filter((item) => item.currency === currency)
  if (!first || first.currency !== currency) return open.slice(0, SHOWN_MOST)
  const { id, number, issueDate, dueDate, totalMinor, balanceMinor, disputed } = first
  const named = {
    invoiceId: id,
    number: number!,
    currency,
    issueDate,
    dueDate,
    totalMinor,
    balanceMinor,
    disputed,
  }
  return [named, ...open.filter(({ invoiceId }) => invoiceId !== id)].slice(0, SHOWN_MOST)
}
