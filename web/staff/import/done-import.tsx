import { Button, Group, Text } from '@mantine/core'
import { useEffect } from 'react'
import { type CsvImport, importsApi } from '../../../server/imports/imports.api.ts'
import { count, listOf } from '../../lib/formats.ts'
import { ColumnsLeftOut } from './columns-left-out.tsx'
import classes from './import.module.css'
import { ButtonLink } from '../../ui/button-link.tsx'
import { sumsInWords } from './import-words.ts'
import { OutcomeRows } from './outcome-rows.tsx'
import { RefusedRows } from './refused-rows.tsx'
import { changed } from '../stale-queries.ts'
import { UndoImport } from './undo-import.tsx'
import { useAction } from './use-action.tsx'

/** What came of the file, and where to go from here. */
export function Done({ one }: { one: CsvImport }) {
  useEffect(() => {
    void changed('imported')
  }, [one.id, one.state])
  const remind = useAction(one, importsApi.remind)
  const isPaused = one.kind === 'invoices' && one.state === 'done' && one.counts!.create > 0 && !one.remind
  return (
    <>
      <div className={classes.verdict}>
        <Text role="status">{one.undone ? undoing(one.undone) : result(one)}</Text>
        <Group gap="xs">
          {one.kind === 'invoices' ? (
            <ButtonLink to="/receivables/invoices">Show invoices</ButtonLink>
          ) : (
            <ButtonLink to="/customers">Show customers</ButtonLink>
          )}
          <RefusedRows one={one} />
          <ButtonLink to="/import" variant="default">
            Import another file
          </ButtonLink>
          <ButtonLink to="/organization/journal" search={{ import: one.id }} variant="default">
            Show in the journal
          </ButtonLink>
          {isPaused && (
            <Button variant="default" onClick={remind.run} loading={remind.busy}>
              Start reminders
            </Button>
          )}
          {(one.state === 'done' || one.undone!.staying > 0) && <UndoImport one={one} />}
        </Group>
      </div>
      {remind.notice}
      <ColumnsLeftOut one={one} />
      <OutcomeRows one={one} />
    </>
  )
}

const undoing = ({ rows, staying }: NonNullable<CsvImport['undone']>) =>
  `Undone: ${count(rows, 'row')}. ${
    staying === 0
      ? 'Nothing of it is left.'
      : `${count(staying, 'row stays', 'rows stay')}, because something was built on what the import did there.`
  }`

function result({ kind, counts, passwordCount, invoices, remind }: CsvImport): string {
  const { create, link, change, unchanged, ask, refuse } = counts!
  const parts = [
    create > 0 &&
      `${kind === 'invoices' ? count(create, 'invoice') : create.toLocaleString()} created${sums(invoices)}`,
    link > 0 && `${link.toLocaleString()} linked`,
    change > 0 && `${change.toLocaleString()} changed`,
    unchanged > 0 && `${unchanged.toLocaleString()} unchanged`,
    ask > 0 && `${ask.toLocaleString()} left for you to look at`,
    refuse > 0 && `${refuse.toLocaleString()} refused`,
  ].filter((part) => part !== false)
  const mail =
    passwordCount > 0
      ? `Portal access was mailed to ${count(passwordCount, 'contact')}.`
      : 'No mail was sent.'
  const isAnythingDone = create + link + change + passwordCount > 0
  const reminders =
    kind === 'contacts' || create === 0
      ? ''
      : remind
        ? ' Reminders go out for these invoices as your reminder settings say.'
        : ' Reminders are paused for these invoices.'
  return `${isAnythingDone ? 'Imported' : 'Nothing was imported'}: ${listOf(parts)}. ${mail}${reminders}`
}

/** " (€1,234.50)": what the invoices that were made come to. */
const sums = (invoices: CsvImport['invoices']) =>
  invoices && invoices.length > 0 ? ` (${sumsInWords(invoices)})` : ''
