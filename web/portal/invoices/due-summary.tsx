import { Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { dueQuery } from './invoice-queries.ts'
import { dueWords } from './invoice-words.ts'
import classes from './invoices.module.css'

/** What is to be paid, before anything else. */
export function DueSummary({ customerId }: { customerId: string | undefined }) {
  const { data, error } = useQuery(dueQuery(customerId))
  // The list below says what went wrong and offers to try again.
  if (error && !data) return null
  const words = data && dueWords(data.due)
  return (
    <div className={classes.due} role="status" aria-label={words ? undefined : 'Loading'}>
      {words ? (
        <>
          <Text className={`${classes.amount} numbers`}>{words.due}</Text>
          {words.overdue && <Text className={`${classes.late} numbers`}>{words.overdue}</Text>}
        </>
      ) : (
        <Skeleton height={24} width={260} my={4} />
      )}
    </div>
  )
}
