import { Anchor, Button, Group, SegmentedControl, Text, Title } from '@mantine/core'
import { mdiTrashCanOutline, mdiTrayArrowDown } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import {
  type CsvImport,
  importKinds,
  type ImportKind,
  importsApi,
} from '../../../server/imports/imports.api.ts'
import { exportsApi } from '../../../server/exports/exports.api.ts'
import { addressOf, call } from '../../lib/client.ts'
import { count, shortened } from '../../lib/formats.ts'
import { rowsOf } from '../../lib/paging.ts'
import { queryClient } from '../../lib/query-client.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { done } from '../../ui/done.tsx'
import { Icon } from '../../ui/icon.tsx'
import { IconAction } from '../../ui/icon-action.tsx'
import { ListItem, PagedList } from '../../ui/paged-list.tsx'
import { rowLink } from '../../ui/row-parts.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { When } from '../../ui/when.tsx'
import { useMay } from '../session.ts'
import { changed } from '../stale-queries.ts'
import { CsvDrop } from './csv-drop.tsx'
import { importQuery, importsQuery } from './import-queries.ts'
import { kindWords, stateOf } from './import-words.ts'
import classes from './import.module.css'
import { Steps } from './steps.tsx'

/** Receivables > Customers > Import: takes a file, and lists those taken before. */
export function ImportPage() {
  usePageTitle('Import', 'Portico')
  const mayImport = useMay('manager')
  const navigate = useNavigate()
  const open = async (uploaded: CsvImport) => {
    void changed('import')
    queryClient.setQueryData(importQuery(uploaded.id).queryKey, uploaded)
    await navigate({ to: '/import/$importId', params: { importId: uploaded.id } })
  }
  const [kind, setKind] = useState<ImportKind>('contacts')
  return (
    <div className="page medium">
      <div className="page-head">
        <Title order={1}>Import {kindWords[kind].toLowerCase()}</Title>
      </div>
      {mayImport ? (
        <Take kind={kind} setKind={setKind} open={open} />
      ) : (
        <Text>Your role can export but not import. Ask an owner of the organization.</Text>
      )}
      <Exports />
    </div>
  )
}

interface TakeProps {
  kind: ImportKind
  setKind: (kind: ImportKind) => void
  open: (uploaded: CsvImport) => unknown
}

function Take({ kind, setKind, open }: TakeProps) {
  return (
    <>
      <Steps at="upload" />
      <SegmentedControl
        aria-label="What the file holds"
        mb="md"
        data={importKinds.map((value) => ({ value, label: kindWords[value] }))}
        value={kind}
        onChange={setKind}
      />
      <CsvDrop kind={kind} onUploaded={open} />
      {kind === 'contacts' ? <AboutContacts /> : <AboutInvoices />}
      <EarlierImports />
    </>
  )
}

function AboutInvoices() {
  return (
    <Text c="dimmed" mt="sm" maw={640}>
      One row per invoice, or one per line with the invoice’s columns repeated. If the lines are in a separate
      file, you add it in the next step. Customers are found by account number, e-mail or name. The invoices
      keep their numbers and dates, and no mail goes out.
    </Text>
  )
}

function AboutContacts() {
  return (
    <Text c="dimmed" mt="sm" maw={640}>
      One row per contact, with the customer’s columns repeated; a person without a company becomes a customer
      of their own. You see what would happen, row by row, before anything is imported. An{' '}
      <Anchor href={addressOf(exportsApi.customersCsv)} download="customers.csv" underline="always" inherit>
        export
      </Anchor>{' '}
      has the right columns to start from.
    </Text>
  )
}

const formats = { csv: 'CSV', xlsx: 'Excel', vcf: 'vCard' }
type Format = keyof typeof formats
const isFormat = (value: string): value is Format => value in formats

/** With the inactive customers: the file says which they are. */
const ALL = { query: { status: 'all' } }

const exported: Record<Format, { href: string; file: string; name: string }[]> = {
  csv: [
    { href: addressOf(exportsApi.customersCsv, ALL), file: 'customers.csv', name: 'Customers and contacts' },
    { href: addressOf(exportsApi.invoicesCsv), file: 'invoices.csv', name: 'Invoices' },
    { href: addressOf(exportsApi.invoiceLinesCsv), file: 'invoice-lines.csv', name: 'Invoice lines' },
    { href: addressOf(exportsApi.paymentsCsv), file: 'payments.csv', name: 'Payments' },
    { href: addressOf(exportsApi.deliveriesCsv), file: 'deliveries.csv', name: 'Deliveries' },
  ],
  xlsx: [
    {
      href: addressOf(exportsApi.customersXlsx, ALL),
      file: 'customers.xlsx',
      name: 'Customers and contacts',
    },
    { href: addressOf(exportsApi.invoicesXlsx), file: 'invoices.xlsx', name: 'Invoices' },
    { href: addressOf(exportsApi.invoiceLinesXlsx), file: 'invoice-lines.xlsx', name: 'Invoice lines' },
    { href: addressOf(exportsApi.paymentsXlsx), file: 'payments.xlsx', name: 'Payments' },
    { href: addressOf(exportsApi.deliveriesXlsx), file: 'deliveries.xlsx', name: 'Deliveries' },
  ],
  vcf: [{ href: addressOf(exportsApi.contactsVcard), file: 'contacts.vcf', name: 'Contacts' }],
}

const TABLES =
  'Customers, contacts, invoices and their lines can be imported again. Inactive customers are in the file, and marked.'
const aboutFormat: Record<Format, string> = {
  csv: TABLES,
  xlsx: TABLES,
  vcf: 'The contacts of active customers, for an address book. They can be imported again.',
}

function Exports() {
  const [format, setFormat] = useState<Format>('csv')
  return (
    <section className={classes.section} aria-labelledby="exports">
      <Title order={2} id="exports" mb="xs">
        Export
      </Title>
      <SegmentedControl
        aria-label="Format of the file"
        size="sm"
        mb="sm"
        data={Object.entries(formats).map(([value, label]) => ({ value, label }))}
        value={format}
        onChange={(value) => isFormat(value) && setFormat(value)}
      />
      <Group gap="xs">
        {exported[format].map(({ href, file, name }) => (
          <Button
            key={file}
            component="a"
            variant="default"
            href={href}
            download={file}
            leftSection={<Icon path={mdiTrayArrowDown} />}
          >
            {name}
          </Button>
        ))}
      </Group>
      <Text c="dimmed" size="sm" mt="xs">
        {aboutFormat[format]}
      </Text>
    </section>
  )
}

function EarlierImports() {
  const query = useInfiniteQuery(importsQuery)
  if (query.data && rowsOf(query).length === 0) return null
  return (
    <section className={classes.section} aria-labelledby="earlier-imports">
      <Title order={2} id="earlier-imports" mb="xs">
        Earlier imports
      </Title>
      <PagedList query={query} itemHeight={56} skeletons={3} more="Show earlier" empty={null}>
        {(one) => <Earlier key={one.id} one={one} />}
      </PagedList>
    </section>
  )
}

const whatStays = ({ finishedAt, doneCount, state, undone }: CsvImport) =>
  finishedAt !== null || (state === 'interrupted' && doneCount > 0)
    ? undone?.staying === 0
      ? 'It is undone already.'
      : 'What was imported stays, and can no longer be undone at once.'
    : 'Nothing of it was imported.'

function Earlier({ one }: { one: CsvImport }) {
  const remove = async () => {
    await call(importsApi.delete, { params: { importId: one.id } })
    done(`${shortened(one.fileName)} and its rows were deleted. What was imported stays.`)
    await changed('import')
  }
  const { word, tone } = stateOf(one)
  return (
    <ListItem className={classes.earlier}>
      <div className={classes.earlierName}>
        <Link {...rowLink} to="/import/$importId" params={{ importId: one.id }}>
          {one.fileName}
        </Link>
        <Text c="dimmed" size="sm" className="one-line">
          {count(one.rowCount, 'row')} · {one.startedBy} · <When at={one.createdAt} />
        </Text>
      </div>
      <StatusBadge tone={tone}>{word}</StatusBadge>
      <Confirm
        consequence={`The uploaded file ${one.fileName} and its rows are deleted. ${whatStays(one)}`}
        verb="Delete"
        onConfirm={remove}
      >
        {(open) => <IconAction name={`Delete ${one.fileName}`} icon={mdiTrashCanOutline} onClick={open} />}
      </Confirm>
    </ListItem>
  )
}
