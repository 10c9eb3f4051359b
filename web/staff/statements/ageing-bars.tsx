import type { AccountInCurrency } from '../../../server/statements/statements.api.ts'
import { bareMoney } from '../../lib/formats.ts'
import { Amount } from '../../ui/amount.tsx'
import classes from './statements.module.css'

const ages = [
  { of: 'currentMinor', name: 'Not yet due', tone: 'var(--age-none)' },
  { of: 'days1To30Minor', name: '1–30 days', tone: 'var(--age-30)' },
  { of: 'days31To60Minor', name: '31–60 days', tone: 'var(--age-60)' },
  { of: 'days61To90Minor', name: '61–90 days', tone: 'var(--age-90)' },
  { of: 'daysOver90Minor', name: 'Over 90 days', tone: 'var(--age-more)' },
] as const

/** What is owed in one currency: the sums, and how long each part of it has been due. */
export function AgeingBars({ account }: { account: AccountInCurrency }) {
  const { currency, totalMinor, overdueMinor, creditMinor, ageing } = account
  const most = Math.max(...Object.values(ageing), 1)
  return (
    <section className={classes.currency} aria-label={`Open in ${currency}`}>
      <dl className={classes.sums}>
        <div>
          <dt>Open</dt>
          <dd>
            <Amount minor={totalMinor} currency={currency} />
          </dd>
        </div>
        <div data-late={overdueMinor > 0 || undefined}>
          <dt>Overdue</dt>
          <dd>
            <Amount minor={overdueMinor} currency={currency} />
          </dd>
        </div>
        {creditMinor !== 0 && (
          <div>
            <dt>Credit</dt>
            <dd>
              <Amount minor={creditMinor} currency={currency} />
            </dd>
          </div>
        )}
      </dl>
      <ul className={classes.ages} aria-label="By age">
        {ages.map(({ of, name, tone }) => {
          const minor = ageing[of]
          const share = `${(100 * minor) / most}%`
          const isEmpty = minor === 0 || undefined
          return (
            <li key={of}>
              <div className={classes.bar} aria-hidden="true">
                <div
                  className={classes.fill}
                  style={{ height: share, '--share': share, '--tone': tone } as React.CSSProperties}
                  data-empty={isEmpty}
                />
              </div>
              <div className={classes.age}>{name}</div>
              <div className={`${classes.ageAmount} amount`} data-empty={isEmpty}>
                {bareMoney(minor, currency)}
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
