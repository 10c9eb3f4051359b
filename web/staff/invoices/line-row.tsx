import { mdiArrowDown, mdiArrowUp, mdiClose } from '@mdi/js'
import { type Dispatch, memo, useLayoutEffect, useRef } from 'react'
import { Amount } from '../../ui/amount.tsx'
import { Icon } from '../../ui/icon.tsx'
import { type Cell, cells, type EditedLine, isEmpty, type LineAction, rowsOfPaste } from './edited-lines.ts'
import classes from './lines.module.css'

interface Props {
  line: EditedLine
  /** From 1. */
  number: number
  amountMinor: number
  currency: string
  errors: Partial<Record<Cell, string>> | undefined
  /** The cell that the keyboard goes to now. */
  focus: { cell: Cell } | null
  change: Dispatch<LineAction>
}

const names: Record<Cell, string> = {
  description: 'Description',
  quantity: 'Quantity',
  unitPrice: 'Unit price',
  discount: 'Discount %',
  taxRate: 'Tax %',
}

/** One line of the paper: Enter adds the next, Backspace takes an empty one away, Alt with an arrow moves it. */
export const LineRow = memo(function LineRow(props: Props) {
  const { line, number, amountMinor, currency, errors, focus, change } = props
  const row = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (!focus) return
    const cell = row.current!.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name="${focus.cell}"]`)!
    cell.focus()
    if (focus.cell !== 'description') cell.select()
  }, [focus])

  const onKeyDown = (event: React.KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    const { key } = line
    const cell = event.currentTarget.name as Cell
    const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.nativeEvent.isComposing
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null
    const act = (action: LineAction) => {
      event.preventDefault()
      change(action)
    }
    if (!isPlain) return
    if (step && event.altKey) act({ do: 'move', key, by: step, cell })
    else if (step && cell !== 'description') act({ do: 'go', key, by: step, cell })
    else if (event.key === 'Enter' && !event.altKey) {
      if (isEmpty(line)) event.preventDefault()
      else act({ do: 'add', after: key })
    } else if (event.key === 'Backspace' && isEmpty(line) && event.currentTarget.value === '')
      act({ do: 'remove', key })
  }
  const onPaste = (event: React.ClipboardEvent) => {
    const rows = rowsOfPaste(event.clipboardData.getData('text/plain'), currency)
    if (!rows?.length) return
    event.preventDefault()
    change({ do: 'paste', key: line.key, rows })
  }
  const field = (cell: Cell) => ({
    name: cell,
    value: line[cell],
    'aria-label': names[cell],
    'aria-invalid': Boolean(errors?.[cell]) || undefined,
    'aria-describedby': errors?.[cell] ? `line-${line.key}-${cell}` : undefined,
    autoComplete: 'off',
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      change({ do: 'type', key: line.key, cell, text: event.currentTarget.value }),
    onKeyDown,
    onPaste,
  })
  const wrong = cells.filter((cell) => errors?.[cell])

  return (
    <div ref={row} role="group" aria-label={`Line ${number}`} className={classes.line}>
      <div className={classes.description}>
        <Description {...field('description')} />
      </div>
      {(['quantity', 'unitPrice', 'discount', 'taxRate'] as const).map((cell) => (
        <label key={cell}>
          <span className={classes.label} aria-hidden>
            {names[cell]}
          </span>
          <input {...field(cell)} inputMode="decimal" className="numbers" />
        </label>
      ))}
      <output className={classes.amount} aria-label="Amount">
        <Amount minor={amountMinor} currency={currency} />
      </output>
      <span className={classes.tools}>
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Move line ${number} up`}
          title="Move up (Alt+↑)"
          onClick={() => change({ do: 'move', key: line.key, by: -1, cell: 'description' })}
        >
          <Icon path={mdiArrowUp} size={16} />
        </button>
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Move line ${number} down`}
          title="Move down (Alt+↓)"
          onClick={() => change({ do: 'move', key: line.key, by: 1, cell: 'description' })}
        >
          <Icon path={mdiArrowDown} size={16} />
        </button>
        <button
          type="button"
          aria-label={`Remove line ${number}`}
          title="Remove"
          onClick={() => change({ do: 'remove', key: line.key })}
        >
          <Icon path={mdiClose} size={16} />
        </button>
      </span>
      {wrong.length > 0 && (
        <ul className={classes.errors}>
          {wrong.map((cell) => (
            <li key={cell} id={`line-${line.key}-${cell}`}>
              {names[cell]}: {errors![cell]}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
})

/** As high as its text. */
function Description(props: React.ComponentProps<'textarea'>) {
  const area = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    const { style } = area.current!
    style.height = '0'
    style.height = `${area.current!.scrollHeight}px`
  }, [props.value])
  return <textarea ref={area} rows={1} placeholder="What it is for" {...props} />
}
