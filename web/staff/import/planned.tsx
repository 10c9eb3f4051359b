import { Button, Group, Text } from '@mantine/core'
import { type CsvImport, importsApi } from '../../../server/imports/imports.api.ts'
import { count } from '../../lib/formats.ts'
import { useIssuing } from '../contacts/password-wish.tsx'
import { sumsInWords } from './import-words.ts'
import { ColumnsLeftOut } from './columns-left-out.tsx'
import classes from './import.module.css'
import { OutcomeRows } from './outcome-rows.tsx'
import { RefusedRows } from './refused-rows.tsx'
import { useAction } from './use-action.tsx'

/** What the check found, and the button that imports it. */
export function Planned({ one, changeColumns }: { one: CsvImport; changeColumns: () => void }) {
  const { what } = useIssuing()
  const run = useAction(one, importsApi.run)
  const { create, link, change, unchanged, ask, refuse } = one.counts!
  const toDo = create + link + change
  const mayRun = toDo > 0 || (one.issuePasswords && unchanged > 0)
  return (
    <>
      <div className={classes.verdict}>
        <Text>
          {one.kind === 'invoices' ? invoiceVerdict(one) : verdict(one, toDo, { ask, refuse, what })}
        </Text>
        <Group gap="xs">
          {mayRun && (
            <Button onClick={run.run} loading={run.busy}>
              Import
            </Button>
          )}
          <Button variant="default" onClick={changeColumns}>
            Change columns
          </Button>
          <RefusedRows one={one} />
        </Group>
      </div>
      {run.notice}
      <ColumnsLeftOut one={one} />
      <OutcomeRows one={one} />
    </>
  )
}

function verdict(
  one: CsvImport,
  toDo: number,
  { ask, refuse, what }: { ask: number; refuse: number; what: string },
): string {
  const mail = one.toMail
    ? `${count(one.toMail, 'contact')} without portal access ${one.toMail === 1 ? 'is' : 'are'} mailed a ${what}.`
    : 'No mail is sent.'
  const others = toDo > 0 ? '; all others can' : ''
  const left =
    (ask > 0
      ? ` ${count(ask, 'row needs', 'rows need')} attention and ${ask === 1 ? 'is' : 'are'} not imported.`
      : '') +
    (refuse > 0 ? ` ${count(refuse, 'row')} cannot be imported, for the reasons below${others}.` : '')
  if (toDo === 0 && one.counts!.unchanged === 0) return `There is nothing to import.${left}`
  if (toDo === 0) return `Nothing would change.${left} ${mail}`
  return `${count(toDo, 'row')} would create, link or change something.${left} ${mail}`
}

function invoiceVerdict({ counts, invoices, remind }: CsvImport): string {
  const { create, unchanged, refuse } = counts!
  const others = create + unchanged > 0 ? '; all others can' : ''
  const left =
    refuse > 0 ? ` ${count(refuse, 'invoice')} cannot be imported, for the reasons below${others}.` : ''
  if (create === 0)
    return `${unchanged === 0 ? 'There is nothing to import.' : 'Nothing would change.'}${left} No mail is sent.`
  return `${count(create, 'invoice')} would be created, ${sumsInWords(invoices!)} in total.${left} No mail is sent now; ${
    remind ? 'reminders go out as your reminder settings say' : 'reminders are paused for these invoices'
  }.`
}
