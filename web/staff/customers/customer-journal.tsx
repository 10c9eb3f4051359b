import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { JournalList } from '../journal/journal-list.tsx'
import { customerQuery } from './customer-queries.ts'

export function CustomerJournal() {
  const { customerId } = useParams({ from: '/shell/customers/$customerId' })
  const { data: customer } = useQuery(customerQuery(customerId))
  usePageTitle('Journal', customer?.name, 'Portico')
  return <JournalList of={{ customerId }} />
}
