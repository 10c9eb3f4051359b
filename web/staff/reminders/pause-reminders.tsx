import { Button, Group } from '@mantine/core'
import type { Customer } from '../../../server/customers/customers.api.ts'
import { remindersApi } from '../../../server/reminders/reminders.api.ts'
import { call } from '../../lib/client.ts'
import { shortened } from '../../lib/formats.ts'
import { done, failed } from '../../ui/done.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { customerChanged } from '../customers/customer-queries.ts'
import { useMay } from '../session.ts'
import { changed } from '../stale-queries.ts'

/** Whether reminders to a customer are paused, and the button for the other. */
export function PauseReminders({ customer }: { customer: Customer }) {
  const mayManage = useMay('manager')
  const { id: customerId, remindersPaused: isPaused } = customer
  const pause = async (paused: boolean) => {
    try {
      customerChanged(await call(remindersApi.pauseCustomer, { params: { customerId }, body: { paused } }))
      void changed('reminders')
      const name = shortened(customer.name)
      done(
        paused
          ? `Reminders to ${name} are paused until you resume them.`
          : `Reminders to ${name} are on again.`,
        () => pause(!paused),
      )
    } catch (error) {
      failed(error)
    }
  }
  return (
    <Group gap="4px 12px">
      {isPaused ? <StatusBadge tone="wait">Paused</StatusBadge> : 'Standard schedule'}
      {mayManage && (
        <Button variant="default" size="compact-sm" onClick={() => pause(!isPaused)}>
          {isPaused ? 'Resume reminders' : 'Pause reminders'}
        </Button>
      )}
    </Group>
  )
}
