import { Checkbox, Fieldset, NumberInput, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Address } from '../../../server/customers/address.api.ts'
import { customerFields } from '../../../server/customers/customer-fields.ts'
import { type Customer, customersApi } from '../../../server/customers/customers.api.ts'
import { type FormValues, formValues } from '../../../server/fields/field.ts'
import { receivesWords, type Receives } from '../../../server/contacts/receives.ts'
import { call } from '../../lib/client.ts'
import { currencyCodes } from '../../lib/choices.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { ReceivesField } from '../contacts/receives-field.tsx'
import { organizationQuery } from '../organization/organization-queries.ts'

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

export function CustomerFields({ form, customer }: { form: Form; customer?: Customer }) {
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput label="Name" required autoFocus={!customer} {...form.getInputProps('name')} />
        <TextInput label="Account number" {...form.getInputProps('accountNumber')} />
        <TextInput
          label="E-mail"
          type="email"
          description={customer ? undefined : 'Becomes the primary contact'}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.getInputProps('email')}
        />
        <ParentField form={form} customer={customer} />
        <TextInput label="Phone" type="tel" {...form.getInputProps('phone')} />
        <TextInput label="Second phone" type="tel" {...form.getInputProps('secondPhone')} />
      </SimpleGrid>
      <AddressFields form={form} name="billingAddress" legend="Billing address" />
      <Checkbox
        label="Ship to another address"
        {...form.getInputProps('shipsElsewhere', { type: 'checkbox' })}
      />
      {form.values.shipsElsewhere && (
        <AddressFields form={form} name="shippingAddress" legend="Shipping address" />
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <ChoiceField
          label="Currency"
          noun="currency"
          placeholder="The organization’s"
          data={currencyCodes(form.values.currency)}
          clearable
          {...form.getInputProps('currency')}
        />
        <NumberInput
          label="Payment terms in days"
          placeholder="The organization’s"
          min={0}
          max={365}
          allowDecimal={false}
          {...form.getInputProps('paymentTermsDays')}
        />
      </SimpleGrid>
      <DefaultReceivesField form={form} />
      <Textarea
        label="Notes"
        description="Only staff see these"
        autosize
        minRows={3}
        maxRows={12}
        {...form.getInputProps('notes')}
      />
    </>
  )
}

/** What new contacts receive: as the organization says, until the customer gets a choice of its own. */
function DefaultReceivesField({ form }: { form: Form }) {
  const { data: organization } = useQuery(organizationQuery)
  const own = form.values.defaultReceives
  const proposal = organization?.newContactsReceive ?? {}
  const set = (receives: Receives | null) => form.setFieldValue('defaultReceives', receives)
  return (
    <div>
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

function AddressFields({
  form,
  name,
  legend,
}: {
  form: Form
  name: 'billingAddress' | 'shippingAddress'
  legend: string
}) {
  const field = (key: keyof Address) => form.getInputProps(`${name}.${key}`)
  return (
    <Fieldset legend={legend} variant="unstyled">
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

function ParentField({ form, customer }: { form: Form; customer?: Customer }) {
  const [typed, setTyped] = useState(customer?.parent?.name ?? '')
  const [search] = useDebouncedValue(typed.trim(), 150)
  const { data } = useQuery({
    queryKey: ['customers', 'parent', search],
    queryFn: ({ signal }) =>
      call(customersApi.list, { query: { search: search || undefined, limit: 20 }, signal }),
  })
  const found = (data?.data ?? []).filter(({ id }) => id !== customer?.id)
  const choices = new Map(
    found.map(({ id, name, accountNumber }) => [id, [name, accountNumber].filter(Boolean).join(' · ')]),
  )
  if (customer?.parent && form.values.parentId === customer.parent.id)
    choices.set(customer.parent.id, customer.parent.name)
  return (
    <Select
      label="Parent customer"
      placeholder="Such as the group it belongs to"
      searchable
      clearable
      data={[...choices].map(([value, label]) => ({ value, label }))}
      filter={({ options }) => options}
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage="No customer matches"
      {...form.getInputProps('parentId')}
    />
  )
}
