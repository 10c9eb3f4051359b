import { Checkbox, Fieldset, NumberInput, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { type ComponentType, useState } from 'react'
import type { Address } from '../../../server/customers/address.api.ts'
import { customerFields } from '../../../server/customers/customer-fields.ts'
import type { Customer } from '../../../server/customers/customers.api.ts'
import { type FormValues, formValues } from '../../../server/fields/field.ts'
import { receivesWords, type Receives } from '../../../server/contacts/receives.ts'
import { currencyChoices } from '../../lib/choices.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { ReceivesField } from '../contacts/receives-field.tsx'
import { organizationQuery } from '../organization/organization-queries.ts'
import { CustomerField } from './customer-field.tsx'
import classes from './customer-fields.module.css'

export interface CustomerValues extends FormValues<typeof customerFields> {
  shipsElsewhere: boolean
}

export const valuesOf = (customer?: Customer): CustomerValues => ({
  ...formValues(customerFields, customer && { ...customer, parentId: customer.parent?.id ?? null }),
  shipsElsewhere: Boolean(customer?.shippingAddress),
})

/** What was typed, as the API takes it: nothing where nothing was typed. */
export function bodyOf({ shipsElsewhere, ...values }: CustomerValues) {
  return {
    ...values,
    email: values.email.trim() || null,
    billingAddress: filled(values.billingAddress),
    shippingAddress: shipsElsewhere ? filled(values.shippingAddress) : null,
    paymentTermsDays: values.paymentTermsDays === '' ? null : values.paymentTermsDays,
  }
}

function filled(address: Address) {
  return Object.values(address).some((line) => line.trim()) ? address : null
}

type Form = UseFormReturnType<CustomerValues>

interface FieldProps {
  form: Form
  customer?: Customer | undefined
}

/** The fields in the order of the form. */
const inputs: Record<keyof typeof customerFields, ComponentType<FieldProps>> = {
  name: ({ form, customer }) => <TextInput required autoFocus={!customer} {...field(form, 'name')} />,
  accountNumber: ({ form }) => <TextInput {...field(form, 'accountNumber')} />,
  email: ({ form, customer }) => (
    <TextInput
      type="email"
      description={customer ? undefined : 'Becomes the primary contact'}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      {...field(form, 'email')}
    />
  ),
  parentId: ParentField,
  phone: ({ form }) => <TextInput type="tel" {...field(form, 'phone')} />,
  secondPhone: ({ form }) => <TextInput type="tel" {...field(form, 'secondPhone')} />,
  billingAddress: ({ form }) => <AddressFields form={form} name="billingAddress" />,
  shippingAddress: ({ form }) => (
    <>
      <Checkbox
        label="Ship to another address"
        className={classes.wholeRow}
        {...form.getInputProps('shipsElsewhere', { type: 'checkbox' })}
      />
      {form.values.shipsElsewhere && <AddressFields form={form} name="shippingAddress" />}
    </>
  ),
  currency: ({ form }) => (
    <ChoiceField
      noun="currency"
      placeholder="The organization’s"
      data={currencyChoices()}
      clearable
      {...field(form, 'currency')}
    />
  ),
  paymentTermsDays: ({ form }) => (
    <NumberInput
      placeholder="The organization’s"
      min={0}
      max={365}
      allowDecimal={false}
      {...field(form, 'paymentTermsDays')}
    />
  ),
  externalId: ({ form }) => (
    <TextInput
      description="What another system calls this customer"
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      {...field(form, 'externalId')}
    />
  ),
  defaultReceives: DefaultReceivesField,
  notes: ({ form }) => (
    <Textarea
      className={classes.wholeRow}
      description="Only staff see these"
      autosize
      minRows={3}
      maxRows={12}
      {...field(form, 'notes')}
    />
  ),
}

export function CustomerFields(props: FieldProps) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="md">
      {Object.entries(inputs).map(([name, Input]) => (
        <Input key={name} {...props} />
      ))}
    </SimpleGrid>
  )
}

const field = (form: Form, name: keyof typeof customerFields) => ({
  label: customerFields[name].label,
  ...form.getInputProps(name),
})

/** What new contacts receive: as the organization says, until the customer gets a choice of its own. */
function DefaultReceivesField({ form }: FieldProps) {
  const { data: organization } = useQuery(organizationQuery)
  const own = form.values.defaultReceives
  const proposal = organization?.newContactsReceive ?? {}
  const set = (receives: Receives | null) => form.setFieldValue('defaultReceives', receives)
  return (
    <div className={classes.wholeRow}>
      <Checkbox
        label="Choose what new contacts of this customer receive"
        description={
          own ? undefined : `Otherwise as set in Organization > Settings: ${receivesWords(proposal)}`
        }
        checked={own !== null}
        onChange={(event) => set(event.currentTarget.checked ? proposal : null)}
        mb={own ? 'sm' : 0}
      />
      {own && (
        <ReceivesField
          label="New contacts receive"
          value={own}
          onChange={set}
          error={form.errors['defaultReceives']}
        />
      )}
    </div>
  )
}

function AddressFields({ form, name }: { form: Form; name: 'billingAddress' | 'shippingAddress' }) {
  const field = (key: keyof Address) => form.getInputProps(`${name}.${key}`)
  return (
    <Fieldset legend={customerFields[name].label} variant="unstyled" className={classes.wholeRow}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" mt="xs">
        <TextInput label="Street and number" {...field('line1')} />
        <TextInput label="Second line" {...field('line2')} />
        <TextInput label="Postal code" {...field('postalCode')} />
        <TextInput label="City" {...field('city')} />
        <TextInput label="State or region" {...field('region')} />
        <TextInput label="Country" {...field('country')} />
      </SimpleGrid>
    </Fieldset>
  )
}

function ParentField({ form, customer }: FieldProps) {
  const { value, onChange, ...input } = field(form, 'parentId')
  const [picked, setPicked] = useState(customer?.parent ?? null)
  const parent = [picked, customer?.parent].find((one) => one?.id === value)
  return (
    <CustomerField
      placeholder="Such as the group it belongs to"
      clearable
      except={customer?.id}
      customer={parent ?? null}
      onPick={(chosen) => {
        setPicked(chosen)
        onChange(chosen?.id ?? null)
      }}
      {...input}
    />
  )
}
