import { NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { addressLines } from '../../../server/customers/address-lines.ts'
import { daysAfter, daysBetween } from '../../../server/time/day.ts'
import { useQuery } from '@tanstack/react-query'
import { currencyChoices } from '../../lib/choices.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { CustomerField } from '../customers/customer-field.tsx'
import { CustomerNote } from '../customers/customer-note.tsx'
import { customerQuery } from '../customers/customer-queries.ts'
import { NewCustomerDialog } from '../customers/new-customer-dialog.tsx'
import classes from './paper.module.css'

/** What stands above the lines. */
export interface HeadValues {
  customerId: string
  customerName: string
  currency: string
  issueDate: string
  dueDate: string
  purchaseOrder: string
}

interface Props {
  values: HeadValues
  change: (values: Partial<HeadValues>) => void
  pickCustomer: (customerId: string) => void
  errors: Record<string, string>
  /** What was sent keeps its customer and its currency. */
  wasSent: boolean
  isNew: boolean
}

export function InvoiceHeadFields({ values, change, pickCustomer, errors, wasSent, isNew }: Props) {
  const { customerId, customerName, currency, issueDate, dueDate, purchaseOrder } = values
  const termsDays = issueDate && dueDate ? daysBetween(issueDate, dueDate) : ''
  const [newName, setNewName] = useState<string | null>(null)
  const [currencies] = useState(currencyChoices)
  return (
    <div className={classes.who}>
      <div>
        {wasSent ? (
          <TextInput
            label="Customer"
            value={customerName}
            readOnly
            description="Stays as it was sent"
            inputWrapperOrder={['label', 'input', 'description']}
          />
        ) : (
          <CustomerField
            label="Customer"
            required
            placeholder="Name, account number or e-mail"
            data-path="head.customerId"
            customer={customerId ? { id: customerId, name: customerName } : null}
            onPick={(customer) => customer && pickCustomer(customer.id)}
            onNew={setNewName}
            error={errors['customerId']}
            autoFocus={isNew && !customerName}
          />
        )}
        {newName !== null && (
          <NewCustomerDialog
            name={newName}
            close={() => setNewName(null)}
            added={({ id }) => pickCustomer(id)}
          />
        )}
        <BillTo customerId={customerId} />
        <div className={classes.customerNote}>
          <CustomerNote customerId={customerId} />
        </div>
      </div>
      <div className={classes.facts}>
        <TextInput
          label="Issue date"
          data-path="head.issueDate"
          type="date"
          value={issueDate}
          error={errors['issueDate']}
          onChange={({ currentTarget: { value } }) =>
            // The terms stay what they are: the due date follows.
            change({
              issueDate: value,
              ...(value && termsDays !== '' && { dueDate: daysAfter(value, termsDays) }),
            })
          }
        />
        <NumberInput
          label="Due in days"
          min={0}
          max={3650}
          allowDecimal={false}
          allowNegative={false}
          value={termsDays}
          disabled={!issueDate}
          onChange={(days) => {
            if (typeof days === 'number' && issueDate) change({ dueDate: daysAfter(issueDate, days) })
          }}
        />
        <TextInput
          label="Due date"
          data-path="head.dueDate"
          type="date"
          value={dueDate}
          min={issueDate}
          error={errors['dueDate']}
          onChange={(event) => change({ dueDate: event.currentTarget.value })}
        />
        <TextInput
          label="PO number"
          data-path="head.purchaseOrder"
          value={purchaseOrder}
          error={errors['purchaseOrder']}
          onChange={(event) => change({ purchaseOrder: event.currentTarget.value })}
        />
        <ChoiceField
          label="Currency"
          data-path="head.currency"
          noun="currency"
          data={currencies}
          value={currency}
          disabled={wasSent}
          error={errors['currency']}
          onChange={(value) => value && change({ currency: value })}
        />
      </div>
    </div>
  )
}

function BillTo({ customerId }: { customerId: string }) {
  const { data } = useQuery({ ...customerQuery(customerId), enabled: customerId !== '' })
  const address = addressLines(data?.billingAddress)
  return address && <div className={classes.billTo}>{address}</div>
}
