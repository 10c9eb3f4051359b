import { TextInput } from '@mantine/core'
import type { OpenItem } from '../../../server/statements/statements.api.ts'
import { calendarDay } from '../../lib/formats.ts'
import { Amount } from '../../ui/amount.tsx'
import { dueWords } from '../invoices/invoice-words.ts'
import { useToday } from '../invoices/invoice-queries.ts'
import type { Shares } from './shares.ts'
import classes from './payments.module.css'

interface Props {
  items: OpenItem[]
  currency: string
  shares: Shares
  change: (invoiceId: string, typed: string) => void
}

/** Which invoice gets how much of it: the oldest first, until somebody says otherwise; and what is left over. */
export function AllocationFields({ items, currency, shares, change }: Props) {
  const today = useToday()
  const { leftMinor } = shares
  return (
    <fieldset>
      <legend className={classes.legend}>Pays</legend>
      {items.length > 0 && (
        <ul className={classes.list}>
          {items.map((item) => {
            const isLate = item.dueDate < today
            return (
              <li key={item.invoiceId} className={classes.invoice}>
                <div>
                  {item.number}
                  <div className={`${classes.due} muted small numbers`} data-late={isLate || undefined}>
                    <time dateTime={item.dueDate} title={calendarDay(item.dueDate)}>
                      {isLate
                        ? dueWords({ ...item, status: 'overdue' }, today)
                        : `Due ${calendarDay(item.dueDate)}`}
                    </time>
                  </div>
                </div>
                <div className={classes.owed}>
                  <span className="muted small">of</span>{' '}
                  <Amount minor={item.balanceMinor} currency={currency} />
                </div>
                <TextInput
                  className={classes.amount}
                  aria-label={`For ${item.number}`}
                  inputMode="decimal"
                  placeholder="–"
                  value={shares.typed[item.invoiceId] ?? ''}
                  error={shares.errors[item.invoiceId]}
                  onChange={(event) => change(item.invoiceId, event.currentTarget.value)}
                />
              </li>
            )
          })}
        </ul>
      )}
      <div className={classes.rest} data-wrong={leftMinor < 0 || undefined} role="status">
        <span>
          {items.length === 0 && 'Nothing is open in this currency. '}
          {leftMinor < 0
            ? 'This adds up to more than is available. Lower an amount.'
            : leftMinor === 0
              ? 'Nothing is left over.'
              : 'Kept as credit'}
        </span>
        {leftMinor !== 0 && <Amount minor={leftMinor} currency={currency} />}
      </div>
    </fieldset>
  )
}
