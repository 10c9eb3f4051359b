import { Button } from '@mantine/core'
import { mdiPlus } from '@mdi/js'
import type { Dispatch } from 'react'
import { Icon } from '../../ui/icon.tsx'
import type { EditedLines, LineAction } from './edited-lines.ts'
import { LineRow } from './line-row.tsx'
import classes from './lines.module.css'

interface Props {
  state: EditedLines
  amountsMinor: number[]
  currency: string
  change: Dispatch<LineAction>
}

export function LinesGrid({ state, amountsMinor, currency, change }: Props) {
  return (
    <section aria-label="Lines" data-path="lines" className={classes.grid}>
      <div className={classes.head} aria-hidden>
        <span>Description</span>
        <span>Quantity</span>
        <span>Unit price</span>
        <span>Discount %</span>
        <span>Tax %</span>
        <span>Amount</span>
      </div>
      {state.lines.map((line, at) => (
        <LineRow
          key={line.key}
          line={line}
          number={at + 1}
          amountMinor={amountsMinor[at]!}
          currency={currency}
          errors={state.errors[line.key]}
          focus={state.focus?.key === line.key ? state.focus : null}
          change={change}
        />
      ))}
      <div className={classes.foot}>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<Icon path={mdiPlus} size={16} />}
          onClick={() => change({ do: 'add' })}
        >
          Add a line
        </Button>
        <span className={`${classes.hint} muted`}>
          Enter adds a line, Backspace removes an empty one, Alt+↑ or ↓ moves it. Rows of a spreadsheet can be
          pasted.
        </span>
      </div>
    </section>
  )
}
