import { Anchor, Button, Checkbox, Group, Stack, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { type AnyField, type CsvImport, importsApi } from '../../../server/imports/imports.api.ts'
import { call } from '../../lib/client.ts'
import { queryClient } from '../../lib/query-client.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { isUnfinished } from '../../ui/unfinished-fields.ts'
import { useIssuing } from '../contacts/password-wish.tsx'
import { ColumnTable } from './column-table.tsx'
import { HowRead } from './how-read.tsx'
import { importQuery, rowsQuery } from './import-queries.ts'
import classes from './import.module.css'
import { LinesFile } from './lines-file.tsx'
import { type Reading, ReadingChoices } from './reading-choices.tsx'
import { Understood } from './understood.tsx'

const PREVIEWED_ROWS = 20

/** What each column is: found by itself, changeable, with values from the file beside it. */
export function Columns({ one, onPlanned }: { one: CsvImport; onPlanned: () => void }) {
  const [fields, setFields] = useState(() => one.columns.map((column) => column.field))
  const [lineFields, setLineFields] = useState(() => one.lines?.columns.map((column) => column.field))
  const [issuePasswords, setIssuePasswords] = useState(one.issuePasswords)
  const [updatePeople, setUpdatePeople] = useState(one.updatePeople)
  const [remind, setRemind] = useState(one.remind)
  const [inactive, setInactive] = useState(one.inactive)
  const [reading, setReading] = useState<Reading>({ dateOrder: one.dateOrder, decimalSign: one.decimalSign })
  const { mailsLink } = useIssuing()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const choices = useRef<HTMLDivElement>(null)

  const plan = async () => {
    if (isUnfinished(choices.current)) return
    setBusy(true)
    setError(null)
    const params = { importId: one.id }
    const ofKind =
      one.kind === 'invoices'
        ? { lineFields, remind, ...reading }
        : { issuePasswords, updatePeople, inactive }
    try {
      await call(importsApi.map, { params, body: { fields, ...ofKind } })
      const planning = await call(importsApi.plan, { params })
      // What an earlier check found no longer holds.
      queryClient.removeQueries({ queryKey: [...importQuery(one.id).queryKey, 'rows'] })
      queryClient.setQueryData(importQuery(one.id).queryKey, planning)
      onPlanned()
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  const takeLines = (uploaded: CsvImport) => {
    setLineFields(uploaded.lines!.columns.map((column) => column.field))
    queryClient.setQueryData(importQuery(one.id).queryKey, uploaded)
  }
  return (
    <div ref={choices}>
      <HowRead one={one} reading={one.reading} file="first" />
      <Understood one={one} fields={fields} />
      <Remembered recognized={one.recognized} fields={fields} setFields={setFields} />
      <ColumnTable
        kind={one.kind}
        label="Columns"
        columns={one.columns}
        fields={fields}
        setFields={setFields}
      />
      {one.lines && lineFields && (
        <section className={classes.section}>
          <Title order={2} mb="xs">
            {one.lines.fileName}
          </Title>
          <HowRead one={one} reading={one.lines.reading} file="lines" />
          <Remembered recognized={one.lines.recognized} fields={lineFields} setFields={setLineFields} />
          <ColumnTable
            kind="invoices"
            label="Columns of the lines"
            columns={one.lines.columns}
            fields={lineFields}
            setFields={setLineFields}
          />
        </section>
      )}
      <Stack gap="sm" mt="lg">
        {one.kind === 'invoices' ? (
          <>
            <LinesFile one={one} onUploaded={takeLines} />
            <ReadingChoices reading={reading} setReading={setReading} />
            <Checkbox
              checked={remind}
              onChange={(event) => setRemind(event.currentTarget.checked)}
              label="Send reminders for these invoices"
              description="Off: reminders are paused for them. You can start them after the import, for all at once or one by one."
            />
          </>
        ) : (
          <>
            {(fields.includes('active') || fields.includes('inactive')) && (
              <Checkbox
                checked={inactive === 'leaveOut'}
                onChange={(event) => setInactive(event.currentTarget.checked ? 'leaveOut' : 'import')}
                label="Leave out customers that the file says are inactive"
                description="Off: they are imported as inactive customers, who receive nothing. Customers who are active here stay so either way."
              />
            )}
            <Checkbox
              checked={updatePeople}
              onChange={(event) => setUpdatePeople(event.currentTarget.checked)}
              label="Change the details of people who are already here"
              description="Off: people whose e-mail address is known are linked and keep their name, phones and language. On: these change at all of their customers."
            />
            <Checkbox
              checked={issuePasswords}
              onChange={(event) => setIssuePasswords(event.currentTarget.checked)}
              label={
                mailsLink
                  ? 'Mail a link to set a password to contacts who have no portal access'
                  : 'Mail a temporary password to contacts who have no portal access'
              }
              description="Off: the import sends no mail. You can give portal access later, contact by contact."
            />
          </>
        )}
      </Stack>
      {error !== null && (
        <div className={classes.notice}>
          <ErrorNotice error={error} />
        </div>
      )}
      <Group mt="lg">
        <Button loading={busy} onClick={plan}>
          Check the file
        </Button>
        <Text c="dimmed" size="sm">
          Shows what would happen to each {one.kind === 'invoices' ? 'invoice' : 'row'}. Changes nothing.
        </Text>
      </Group>
      <Preview one={one} />
    </div>
  )
}

interface RememberedProps {
  recognized: CsvImport['recognized']
  fields: (AnyField | null)[]
  setFields: (fields: (AnyField | null)[]) => void
}

/** Columns that are as somebody chose for an earlier file with the same headings, and the way back. */
function Remembered({ recognized, fields, setFields }: RememberedProps) {
  if (recognized === null || fields === recognized) return null
  return (
    <Text size="sm" mb="sm">
      Columns are as they were chosen for an earlier file with the same headings.{' '}
      <Anchor component="button" type="button" inherit onClick={() => setFields(recognized)}>
        Use what Portico recognizes
      </Anchor>
    </Text>
  )
}

function Preview({ one }: { one: CsvImport }) {
  const query = useInfiniteQuery(rowsQuery(one, undefined, PREVIEWED_ROWS))
  const rows = query.data?.pages[0]?.data ?? []
  return (
    <section className={classes.section}>
      <Title order={2} id="preview" mb="xs">
        {rows.length === one.rowCount - (one.lines?.rowCount ?? 0)
          ? 'All rows'
          : `The first ${PREVIEWED_ROWS} rows`}
      </Title>
      {query.isPending && <SkeletonRows rows={5} height={36} />}
      {query.error && <ErrorNotice error={query.error} retry={() => query.refetch()} />}
      {rows.length > 0 && (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- or the keyboard could not scroll it
        <div className={classes.previewFrame} tabIndex={0} role="region" aria-labelledby="preview">
          <table className={classes.preview}>
            <thead>
              <tr>
                <th scope="col">Line</th>
                {one.columns.map(({ name }) => (
                  <th scope="col" key={name}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ number, line, cells }) => (
                <tr key={number}>
                  <td className="numbers">{line}</td>
                  {one.columns.map(({ name }, at) => (
                    <td key={name}>{cells[at]}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
