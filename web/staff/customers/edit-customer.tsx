import { Button, Group, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { type Customer, customersApi } from '../../../server/customers/customers.api.ts'
import { call } from '../../lib/client.ts'
import { shortened } from '../../lib/formats.ts'
import { queryClient } from '../../lib/query-client.ts'
import { done } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { useSubmit } from '../../ui/use-submit.ts'
import { bodyOf, CustomerFields, valuesOf } from './customer-fields.tsx'
import { customerChanged, customerQuery } from './customer-queries.ts'

export function EditCustomer() {
  const { customerId } = useParams({ from: '/shell/customers/$customerId' })
  const { data: customer } = useQuery(customerQuery(customerId))
  usePageTitle('Edit', customer?.name, 'Portico')
  return customer ? <EditForm customer={customer} /> : <SkeletonRows rows={8} height={60} />
}

function EditForm({ customer: present }: { customer: Customer }) {
  // What the form was filled from: what others save meanwhile must not be overwritten unseen.
  const [customer] = useState(present)
  const navigate = useNavigate()
  const params = { customerId: customer.id }
  const form = useForm({ initialValues: valuesOf(customer) })
  const back = () => navigate({ to: '/customers/$customerId', params })
  const loadNewer = async () => {
    customerChanged(await queryClient.fetchQuery({ ...customerQuery(customer.id), staleTime: 0 }))
    form.reset()
    await back()
  }
  const { onSubmit, busy, error } = useSubmit(form, async (values) => {
    customerChanged(
      await call(customersApi.change, { params, body: bodyOf(values), version: customer.version }),
    )
    done(`${shortened(values.name)} was saved.`)
    await back()
  })
  return (
    <form onSubmit={onSubmit} noValidate style={{ maxWidth: 720 }}>
      <Stack gap="lg">
        <CustomerFields form={form} customer={customer} />
        <ErrorNotice error={error} loadNewer={loadNewer} />
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
