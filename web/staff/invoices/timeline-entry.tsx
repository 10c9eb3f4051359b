import { Anchor } from '@mantine/core'
import { type Invoice, invoicesApi } from '../../../server/invoices/invoices.api.ts'
import type { JournalEntry } from '../../../server/journal/journal.api.ts'
import { addressOf } from '../../lib/client.ts'
import { When } from '../../ui/when.tsx'
import { changesOfEntry, changesOfRevision, type Revision, type RevisionChange } from './revision-words.ts'
import classes from './timeline.module.css'

interface Props {
  entry: JournalEntry
  invoice: Invoice
  revisions: Revision[]
}

/** What somebody did; where it made a revision, what that changed, and its PDF. */
export function TimelineEntry({ entry, invoice, revisions }: Props) {
  const made = ['invoice.issued', 'invoice.imported', 'invoice.revised'].includes(entry.action)
  const revision = made ? revisions.find(({ madeAt }) => madeAt === entry.at) : undefined
  const before = revision && revisions.find(({ number }) => number === revision.number - 1)
  const changes =
    revision && before
      ? changesOfRevision(revision, before, invoice.currency)
      : changesOfEntry(entry, invoice.currency)
  return (
    <li className={classes.event}>
      <div className={classes.what}>
        <span className={classes.strong}>{entry.actor.name}</span> {entry.sentence}
        <Changes changes={changes} />
        {revision && (
          <Anchor
            href={addressOf(invoicesApi.pdf, {
              params: { invoiceId: invoice.id },
              query: { revision: revision.number },
            })}
            target="_blank"
            className={classes.pdf}
          >
            PDF of revision {revision.number}
          </Anchor>
        )}
      </div>
      <span className={classes.when}>
        <When at={entry.at} />
      </span>
    </li>
  )
}

function Changes({ changes }: { changes: RevisionChange[] }) {
  if (changes.length === 0) return null
  return (
    <ul className={classes.changes}>
      {changes.map(({ what, old, now }, at) => (
        <li key={at}>
          {what && `${what}: `}
          {old !== null && <del>{old}</del>} {now !== null && <ins>{now}</ins>}
        </li>
      ))}
    </ul>
  )
}
