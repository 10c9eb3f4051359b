import { VisuallyHidden } from '@mantine/core'
import { mdiArrowRight } from '@mdi/js'
import { Link } from '@tanstack/react-router'
import type { JournalEntry } from '../../../server/journal/journal.api.ts'
import { Icon } from '../../ui/icon.tsx'
import { ListItem } from '../../ui/paged-list.tsx'
import { When } from '../../ui/when.tsx'
import classes from './journal.module.css'
import { type ChangeInWords, changesInWords } from './changes-in-words.ts'

interface Props {
  entry: JournalEntry
  /** Where the page does not say it: who it was done to, and at which customer. */
  withPerson?: boolean
  withCustomer?: boolean
}

/** One thing that somebody did, with the old and the new values. */
export function JournalLine({ entry, withPerson = false, withCustomer = false }: Props) {
  const { actor, personName, invoiceId, invoiceNumber } = entry
  const changes = changesInWords(entry)
  const says = `${actor.name} ${entry.sentence}`
  return (
    <ListItem className={classes.line}>
      <div>
        <span className={classes.actor}>{actor.name}</span> <span>{entry.sentence}</span>
        {withPerson && personName && !says.includes(personName) && ` · ${personName}`}
        {invoiceId && invoiceNumber && (
          <>
            {' · '}
            <Link to="/receivables/invoices/$invoiceId" params={{ invoiceId }} className={classes.invoice}>
              {invoiceNumber}
            </Link>
          </>
        )}
        {withCustomer && entry.customerId && entry.customerName && (
          <>
            {' · '}
            <Link
              to="/customers/$customerId"
              params={{ customerId: entry.customerId }}
              className={classes.customer}
            >
              {entry.customerName}
            </Link>
          </>
        )}
        {entry.times > 1 && entry.lastAt && (
          <>
            {` · ${entry.times} times, last `}
            <When at={entry.lastAt} />
          </>
        )}
        {changes.length > 0 && (
          <ul className={classes.changes}>
            {changes.map((change) => (
              <li key={change.field}>
                <ChangeLine change={change} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <span className={classes.when}>
        <When at={entry.at} />
      </span>
    </ListItem>
  )
}

function ChangeLine({ change: { words, old, new: now } }: { change: ChangeInWords }) {
  if (old === null && now === null) return words
  if (old === null)
    return (
      <>
        {words}: <ins>{now}</ins>
      </>
    )
  if (now === null)
    return (
      <>
        {words} removed: <del>{old}</del>
      </>
    )
  return (
    <>
      {words}: <del>{old}</del> <Became /> <ins>{now}</ins>
    </>
  )
}

function Became() {
  return (
    <span className={classes.became}>
      <Icon path={mdiArrowRight} size={13} />
      <VisuallyHidden>became</VisuallyHidden>
    </span>
  )
}
