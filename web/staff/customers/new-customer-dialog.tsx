import { Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type Customer, customersApi } from '../../../server/customers/customers.api.ts'
import { call } from '../../lib/client.ts'
import { shortened } from '../../lib/formats.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { done } from '../../ui/done.tsx'
import { FormFoot } from '../../ui/form-foot.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { customerChanged } from './customer-queries.ts'

interface Props {
  /** As it was typed where the customer was looked for. */
  name: string
  added: (customer: Customer) => void
  close: () => void
}

/** A customer in two fields, in the middle of other work; all else can be filled in later, at the customer. */
export function NewCustomerDialog({ name, added, close }: Props) {
  const form = useForm({ initialValues: { name, email: '' } })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: (values) =>
      call(customersApi.add, { body: { name: values.name, email: values.email.trim() || null } }),
    saved: (customer) => {
      customerChanged(customer)
      done(`${shortened(customer.name)} was added.`)
      close()
      added(customer)
    },
  })
  return (
    <Dialog title="New Customer" close={close}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          <TextInput label="Name" required {...form.getInputProps('name')} />
          <TextInput
            label="E-mail"
            type="email"
            data-autofocus
            description="Becomes the primary contact, who gets the invoices"
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            {...form.getInputProps('email')}
          />
          <FormFoot error={error} busy={busy} verb="Add" close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}
