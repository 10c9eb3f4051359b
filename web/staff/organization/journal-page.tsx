import { Title } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { JournalList } from '../journal/journal-list.tsx'

/** Who did what, everywhere; or what one import did. */
export function JournalPage() {
  usePageTitle('Journal', 'Portico')
  const { import: importId } = useSearch({ from: '/shell/organization/journal' })
  return (
    <div className="page narrow">
      {importId && (
        <AnchorLink to="/import/$importId" params={{ importId }} size="sm" c="dimmed">
          Import
        </AnchorLink>
      )}
      <div className="page-head">
        <Title order={1}>{importId ? 'What the import did' : 'Journal'}</Title>
      </div>
      <JournalList of={importId ? { importId } : {}} />
    </div>
  )
}
