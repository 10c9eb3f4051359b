import { Button, Group, Stack, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { customersApi } from '../../../server/customers/customers.api.ts'
import { call } from '../../lib/client.ts'
import { shortened } from '../../lib/formats.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { done } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { useSubmit } from '../../ui/use-submit.ts'
import { bodyOf, CustomerFields, valuesOf } from './customer-fields.tsx'
import { customerChanged } from './customer-queries.ts'

export function NewCustomer() {
  usePageTitle('New Customer', 'Portico')
  const navigate = useNavigate()
  const form = useForm({ initialValues: valuesOf() })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: (values) => call(customersApi.add, { body: bodyOf(values) }),
    saved: (customer) => {
      customerChanged(customer)
      done(`${shortened(customer.name)} was added.`)
      return navigate({ to: '/customers/$customerId/contacts', params: { customerId: customer.id } })
    },
  })
  return (
    <div className="page narrow">
      <Title order={1} mb="lg">
        New Customer
      </Title>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="lg">
          <CustomerFields form={form} />
          <ErrorNotice error={error} />
          <Group gap="xs">
            <Button type="submit" loading={busy}>
              Save
            </Button>
            <ButtonLink to="/customers" variant="default">
              Cancel
            </ButtonLink>
          </Group>
        </Stack>
      </form>
    </div>
  )
}
