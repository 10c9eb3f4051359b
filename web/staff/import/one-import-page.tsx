import { Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { CsvImport } from '../../../server/imports/imports.api.ts'
import { count } from '../../lib/formats.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { Columns } from './columns.tsx'
import { Done } from './done-import.tsx'
import { readInWords } from './how-read.tsx'
import { importQuery } from './import-queries.ts'
import { Planned } from './planned.tsx'
import { Working } from './working.tsx'
import { type Step, Steps } from './steps.tsx'

/** One import, at the step where it is. */
export function OneImportPage() {
  const { importId } = useParams({ from: '/shell/import/$importId' })
  const query = useQuery(importQuery(importId))
  usePageTitle(query.data?.fileName, 'Import', 'Portico')
  return (
    <div className="page medium">
      <AnchorLink to="/import" size="sm" c="dimmed">
        Import
      </AnchorLink>
      {query.data && <Known key={query.data.id} one={query.data} />}
      {query.isPending && <SkeletonRows rows={8} />}
      {query.error && !query.data && <ErrorNotice error={query.error} retry={() => query.refetch()} />}
    </div>
  )
}

function Known({ one }: { one: CsvImport }) {
  const [isMapping, setIsMapping] = useState(false)
  const isAtColumns = one.state === 'mapping' || (one.state === 'planned' && isMapping)
  return (
    <>
      <Title order={1} mt={4}>
        {one.fileName}
      </Title>
      <Text c="dimmed" mb="md">
        {count(one.rowCount - (one.lines?.rowCount ?? 0), 'row')}, {readInWords(one.reading)}
        {one.lines && `; lines from ${one.lines.fileName}: ${count(one.lines.rowCount, 'row')}`}
      </Text>
      <Steps at={isAtColumns ? 'columns' : stepOf(one)} />
      {isAtColumns && <Columns key={readAs(one)} one={one} onPlanned={() => setIsMapping(false)} />}
      {one.state === 'planned' && !isMapping && (
        <Planned one={one} changeColumns={() => setIsMapping(true)} />
      )}
      {['planning', 'running', 'undoing', 'interrupted'].includes(one.state) && <Working one={one} />}
      {(one.state === 'done' || one.state === 'undone') && <Done one={one} />}
    </>
  )
}

/** Read in another way, the file has other columns. */
const readAs = ({ reading, lines }: CsvImport) => JSON.stringify([reading.chosen, lines?.reading.chosen])

function stepOf({ state, counts, undoneAt }: CsvImport): Step {
  if (state === 'done' || undoneAt !== null) return 'done'
  if (state === 'running' || (state === 'interrupted' && counts)) return 'run'
  return 'plan'
}
