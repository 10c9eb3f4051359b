import { Spoiler } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import classes from './customer-note.module.css'
import { customerQuery } from './customer-queries.ts'

const LINES_MOST_PX = 90

/** "PO number on every invoice": what colleagues noted about a customer, shown where it matters. */
export function CustomerNote({ customerId }: { customerId: string }) {
  const { data: customer } = useQuery({ ...customerQuery(customerId), enabled: customerId !== '' })
  if (!customer?.notes) return null
  return (
    <aside className={`${classes.note} ${classes.small}`} aria-label="Note on the customer">
      <Spoiler maxHeight={LINES_MOST_PX} showLabel="Show all of it" hideLabel="Show less">
        <strong>Note</strong>
        <p dir="auto">{customer.notes}</p>
      </Spoiler>
    </aside>
  )
}
