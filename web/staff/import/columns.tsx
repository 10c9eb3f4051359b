import { Button, Checkbox, Group, Select, Stack, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type CsvImport,
  importField,
  type ImportField,
  importsApi,
} from '../../../server/imports/imports.api.ts'
import { call } from '../../lib/client.ts'
import { queryClient } from '../../lib/query-client.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { importQuery, rowsQuery } from './import-queries.ts'
import { fieldChoices, LEFT_OUT } from './import-words.ts'
import classes from './import.module.css'

const PREVIEWED_ROWS = 20

/** What each column is: found by itself, changeable, with values from the file beside it. */
export function Columns({ one, onPlanned }: { one: CsvImport; onPlanned: () => void }) {
  const [fields, setFields] = useState(() => one.columns.map((column) => column.field))
  const [issuePasswords, setIssuePasswords] = useState(one.issuePasswords)
  const [updatePeople, setUpdatePeople] = useState(one.updatePeople)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  // A field has one column: choosing it here takes it away there.
  const choose = (at: number, field: ImportField | null) =>
    setFields(fields.map((other, index) => (index === at ? field : other === field ? null : other)))
  const plan = async () => {
    setBusy(true)
    setError(null)
    const params = { importId: one.id }
    try {
      await call(importsApi.map, { params, body: { fields, issuePasswords, updatePeople } })
      const planning = await call(importsApi.plan, { params })
      // What an earlier dry run found no longer holds.
      queryClient.removeQueries({ queryKey: [...importQuery(one.id).queryKey, 'rows'] })
      queryClient.setQueryData(importQuery(one.id).queryKey, planning)
      onPlanned()
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  return (
    <>
      <div role="table" aria-label="Columns" className={classes.columns}>
        <div role="row" className={classes.columnsHead}>
          <span role="columnheader">Column in the file</span>
          <span role="columnheader">Values</span>
          <span role="columnheader">Is</span>
        </div>
        {one.columns.map(({ name, samples }, at) => (
          <div
            role="row"
            key={at}
            className={classes.column}
            data-left-out={fields[at] === null || undefined}
          >
            <span role="cell" className={`${classes.columnName} one-line`}>
              {name}
            </span>
            <span role="cell" className={`${classes.samples} one-line`}>
              {samples.filter(Boolean).join(' · ') || '(empty)'}
            </span>
            <span role="cell">
              <Select
                aria-label={`What “${name}” is`}
                data={fieldChoices}
                value={fields[at] ?? LEFT_OUT}
                onChange={(value) => choose(at, importField.safeParse(value).data ?? null)}
                allowDeselect={false}
                searchable
                maxDropdownHeight={320}
              />
            </span>
          </div>
        ))}
      </div>
      <Stack gap="sm" mt="lg">
        <Checkbox
          checked={updatePeople}
          onChange={(event) => setUpdatePeople(event.currentTarget.checked)}
          label="Change the details of people who are already here"
          description="Off: somebody whose address is known is linked, and their name, phones and language stay. On: they change at all their customers."
        />
        <Checkbox
          checked={issuePasswords}
          onChange={(event) => setIssuePasswords(event.currentTarget.checked)}
          label="Mail a temporary password to contacts who have no portal access"
          description="Off: the import sends no mail at all. You can issue passwords later, one by one."
        />
      </Stack>
      {error !== null && (
        <div className={classes.notice}>
          <ErrorNotice error={error} />
        </div>
      )}
      <Group mt="lg">
        <Button loading={busy} onClick={plan}>
          Dry run
        </Button>
        <Text c="dimmed" size="sm">
          Shows what would happen to each row. Changes nothing.
        </Text>
      </Group>
      <Preview one={one} />
    </>
  )
}

function Preview({ one }: { one: CsvImport }) {
  const query = useInfiniteQuery(rowsQuery(one, undefined, PREVIEWED_ROWS))
  const rows = query.data?.pages[0]?.data ?? []
  return (
    <section className={classes.section}>
      <Title order={2} id="preview" mb="xs">
        {rows.length === one.rowCount ? 'All rows' : `The first ${PREVIEWED_ROWS} rows`}
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
