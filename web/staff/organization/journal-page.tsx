import { Title } from '@mantine/core'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { JournalList } from '../journal/journal-list.tsx'

export function JournalPage() {
  usePageTitle('Journal', 'Portico')
  return (
    <div className="page narrow">
      <div className="page-head">
        <Title order={1}>Journal</Title>
      </div>
      <JournalList of={{}} />
    </div>
  )
}
