import { Button } from '@mantine/core'
import { mdiPencil } from '@mdi/js'
import { type Customer, customersApi } from '../../../server/customers/customers.api.ts'
import { call } from '../../lib/client.ts'
import { shortened } from '../../lib/formats.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { done, failed } from '../../ui/done.tsx'
import { Icon } from '../../ui/icon.tsx'
import { HeadActions } from '../shell/head-actions.tsx'
import { customerChanged } from './customer-queries.ts'
import { SendNotice } from './send-notice.tsx'

export function CustomerActions({ customer }: { customer: Customer }) {
  const params = { customerId: customer.id }
  const undelete = () => call(customersApi.undelete, { params }).then(customerChanged, failed)
  const makeInactive = async () => {
    try {
      customerChanged(await call(customersApi.delete, { params }))
      done(`${shortened(customer.name)} is inactive now.`, undelete)
    } catch (error) {
      failed(error)
    }
  }
  return (
    <HeadActions>
      <ButtonLink
        to="/customers/$customerId/edit"
        params={params}
        variant="default"
        leftSection={<Icon path={mdiPencil} />}
      >
        Edit
      </ButtonLink>
      {customer.active && <SendNotice customer={customer} />}
      {customer.active ? (
        <Confirm
          consequence={`${customer.name} leaves the list of active customers, and its contacts no longer see it in the portal. Nothing is deleted.`}
          verb="Make inactive"
          onConfirm={makeInactive}
        >
          {(open) => (
            <Button variant="default" onClick={open}>
              Make inactive
            </Button>
          )}
        </Confirm>
      ) : (
        <Button variant="default" onClick={undelete}>
          Make active
        </Button>
      )}
    </HeadActions>
  )
}
