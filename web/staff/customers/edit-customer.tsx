import { Button, Group, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { type Customer, customersApi } from '../../../server/customers/customers.api.ts'
import { call } from '../../lib/client.ts'
import { shortened } from '../../lib/formats.ts'
import { queryClient } from '../../lib/query-client.ts'
import { done } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { useRecord } from '../../ui/use-record.ts'
import { useSubmit } from '../../ui/use-submit.ts'
import { whoSaved } from '../journal/who-saved.ts'
import { bodyOf, CustomerFields, valuesOf } from './customer-fields.tsx'
import { customerChanged, customerQuery } from './customer-queries.ts'

export function EditCustomer() {
  const { customerId } = useParams({ from: '/shell/customers/$customerId' })
  const { data: customer } = useQuery(customerQuery(customerId))
  usePageTitle('Edit', customer?.name, 'Portico')
  return customer ? <EditForm key={customer.id} customer={customer} /> : <SkeletonRows rows={8} height={60} />
}

function EditForm({ customer }: { customer: Customer }) {
  const navigate = useNavigate()
  const params = { customerId: customer.id }
  const form = useForm({ initialValues: valuesOf(customer) })
  const back = () => navigate({ to: '/customers/$customerId', params })
  const { saveUpon, news } = useRecord(form, {
    record: customer,
    valuesOf,
    readAgain: () => queryClient.fetchQuery({ ...customerQuery(customer.id), staleTime: 0 }),
    whoSaved: whoSaved(params),
    whole: ['defaultReceives'],
  })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: saveUpon((values, { version }) =>
      call(customersApi.change, { params, body: bodyOf(values), version }),
    ),
    saved: (saved) => {
      customerChanged(saved)
      done(`${shortened(saved.name)} was saved.`)
      return back()
    },
    unchanged: back,
  })
  return (
    <form onSubmit={onSubmit} noValidate style={{ maxWidth: 720 }}>
      <Stack gap="lg">
        <CustomerFields form={form} customer={customer} />
        <ErrorNotice error={error ?? news} />
        <Group gap="xs">
          <Button type="submit" loading={busy}>
            Save
          </Button>
          <Button variant="default" onClick={back}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
