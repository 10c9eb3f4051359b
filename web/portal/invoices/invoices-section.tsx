import { SegmentedControl } from '@mantine/core'
import { mdiFileDocumentOutline } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { choiceFieldLater } from '../../ui/choice-field-later.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import type { Customer } from '../home/home.ts'
import { useDoor } from '../portal.ts'
import { Section } from '../shell/page.tsx'
import { DueSummary } from './due-summary.tsx'
import { invoiceColumns } from './invoice-columns.tsx'
import { invoicesQuery } from './invoice-queries.ts'
import { type InvoicesWanted, useInvoicesWanted } from './invoices-wanted.ts'
import classes from './invoices.module.css'

const CompanyField = choiceFieldLater(42)

/** What is due, and every invoice: of all companies of the contact, or of one. */
export function InvoicesSection({ customers }: { customers: Customer[] | undefined }) {
  const [asked, want] = useInvoicesWanted()
  // An address may name a customer that is no longer theirs.
  const isTheirs = !customers || customers.some(({ id }) => id === asked.customer)
  const customer = isTheirs ? asked.customer : undefined
  const wanted: InvoicesWanted = { ...(asked.show && { show: asked.show }), ...(customer && { customer }) }
  const query = useInfiniteQuery(invoicesQuery(wanted))
  const ofSeveral = customers !== undefined && customers.length > 1
  return (
    <Section title="Invoices">
      <DueSummary customerId={customer} />
      <div className={classes.tools}>
        <SegmentedControl
          aria-label="Which invoices"
          value={asked.show ?? 'all'}
          onChange={(show) => want({ show: show === 'all' ? undefined : (show as 'open' | 'paid') })}
          data={[
            { value: 'all', label: 'All' },
            { value: 'open', label: 'Open' },
            { value: 'paid', label: 'Paid' },
          ]}
        />
        {ofSeveral && (
          <CompanyField
            className={classes.customer}
            noun="company"
            aria-label="Company"
            value={customer ?? 'all'}
            onChange={(chosen) => want({ customer: chosen === 'all' || !chosen ? undefined : chosen })}
            data={[
              { value: 'all', label: `All ${customers.length} companies` },
              ...customers.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
      </div>
      <PagedTable
        label="Invoices"
        query={query}
        columns={invoiceColumns(ofSeveral && !customer)}
        keyOf={({ id }) => id}
        isQuiet={({ status }) => status === 'void'}
        more="Show earlier invoices"
        empty={<NoInvoices wanted={wanted} />}
      />
    </Section>
  )
}

function NoInvoices({ wanted: { show } }: { wanted: InvoicesWanted }) {
  const { name } = useDoor()
  const titles = { open: 'Nothing to pay', paid: 'No paid invoice yet', all: 'No invoices yet' }
  return (
    <Empty icon={mdiFileDocumentOutline} title={titles[show ?? 'all']}>
      {show === undefined ? (
        <>
          Once <bdi>{name}</bdi> sends one, you will find it here.
        </>
      ) : (
        'Choose All to see the others.'
      )}
    </Empty>
  )
}
