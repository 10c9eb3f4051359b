import { Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type CsvImport,
  type ImportRow,
  outcomes,
  type RowOutcome,
  undoOutcomes,
} from '../../../server/imports/imports.api.ts'
import { ListItem, PagedList } from '../../ui/paged-list.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { rowsQuery } from './import-queries.ts'
import { outcomeWords, whoIn } from './import-words.ts'
import classes from './import.module.css'

/** Row by row what will happen, or did, and why; filtered by outcome. */
export function OutcomeRows({ one }: { one: CsvImport }) {
  const [outcome, setOutcome] = useState<RowOutcome | undefined>()
  const query = useInfiniteQuery(rowsQuery(one, outcome))
  return (
    <>
      <Filter one={one} outcome={outcome} choose={setOutcome} />
      <PagedList
        label={one.kind === 'contacts' ? 'Rows' : 'Invoices'}
        query={query}
        itemHeight={60}
        more="Show more rows"
        empty={
          <Text c="dimmed" py="lg">
            No rows.
          </Text>
        }
      >
        {(row) => <Row key={row.number} row={row} one={one} />}
      </PagedList>
    </>
  )
}

interface FilterProps {
  one: CsvImport
  outcome: RowOutcome | undefined
  choose: (outcome: RowOutcome | undefined) => void
}

function Filter({ one, outcome, choose }: FilterProps) {
  const word = wordOf(one)
  const chips = [
    { key: undefined, name: 'All', amount: one.kind === 'contacts' ? one.rowCount : sumOf(one) },
    ...amountsOf(one).map(({ key, amount }) => ({ key, name: outcomeWords[key][word], amount })),
  ]
  return (
    <div role="group" aria-label="Filter by outcome" className={classes.chips}>
      {chips.map(({ key, name, amount }) => (
        <button
          type="button"
          key={name}
          className={classes.chip}
          aria-pressed={outcome === key}
          disabled={key !== undefined && amount === 0}
          onClick={() => choose(key)}
        >
          {name} <span className="numbers">{amount.toLocaleString()}</span>
        </button>
      ))}
    </div>
  )
}

const wordOf = ({ state }: CsvImport) => (state === 'done' || state === 'undone' ? 'after' : 'before')

/** Once undone, a row is that, or stays; the others had done nothing. */
function amountsOf({ kind, counts, undone }: CsvImport): { key: RowOutcome; amount: number }[] {
  if (undone)
    return undoOutcomes.map((key) => ({ key, amount: key === 'undone' ? undone.rows : undone.staying }))
  return (kind === 'contacts' ? OF_CONTACTS : OF_INVOICES).map((key) => ({ key, amount: counts?.[key] ?? 0 }))
}

/** What has to be seen comes first. */
const OF_CONTACTS = ['ask', ...outcomes.filter((one) => one !== 'ask')] as const
const OF_INVOICES = ['create', 'unchanged', 'refuse'] as const
const sumOf = ({ counts }: CsvImport) => Object.values(counts ?? {}).reduce((sum, amount) => sum + amount, 0)

function Row({ row, one }: { row: ImportRow; one: CsvImport }) {
  const { title, detail } = whoIn(row, one)
  const words = row.outcome && outcomeWords[row.outcome]
  return (
    <ListItem className={classes.row}>
      <span className={`${classes.line} muted numbers`}>
        <span className={classes.lineWord}>line </span>
        {row.line.toLocaleString()}
      </span>
      <span className={classes.who}>
        <Text fw={550} className="one-line">
          {title}
        </Text>
        {detail && (
          <Text c="dimmed" size="sm" className="one-line">
            {detail}
          </Text>
        )}
      </span>
      <span className={classes.outcome}>
        {words && <StatusBadge tone={words.tone}>{words[wordOf(one)]}</StatusBadge>}
      </span>
      <span className={classes.says}>
        {row.says.map((sentence) => (
          <Text key={sentence} size="sm">
            {sentence}
          </Text>
        ))}
      </span>
    </ListItem>
  )
}
