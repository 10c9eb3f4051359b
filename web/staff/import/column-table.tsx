import {
  type AnyField,
  type CsvImport,
  fieldsOf,
  type ImportKind,
} from '../../../server/imports/imports.api.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { choicesOf, LEFT_OUT } from './import-words.ts'
import classes from './import.module.css'

interface ColumnTableProps {
  kind: ImportKind
  label: string
  columns: CsvImport['columns']
  fields: (AnyField | null)[]
  setFields: (fields: (AnyField | null)[]) => void
}

/** The columns of a file, each with values from it and a choice of what it is. */
export function ColumnTable({ kind, label, columns, fields, setFields }: ColumnTableProps) {
  // A field has one column: choosing it here takes it away there.
  const choose = (at: number, field: AnyField | null) =>
    setFields(fields.map((other, index) => (index === at ? field : other === field ? null : other)))
  return (
    <div role="table" aria-label={label} className={classes.columns}>
      <div role="row" className={classes.columnsHead}>
        <span role="columnheader">Column in the file</span>
        <span role="columnheader">Values</span>
        <span role="columnheader">Import as</span>
      </div>
      {columns.map(({ name, samples }, at) => (
        <div role="row" key={at} className={classes.column} data-left-out={fields[at] === null || undefined}>
          <span role="cell" className={`${classes.columnName} one-line`}>
            {name}
          </span>
          <span role="cell" className="muted one-line">
            {samples.filter(Boolean).join(' · ') || '(empty)'}
          </span>
          <span role="cell">
            <ChoiceField
              aria-label={`What “${name}” is`}
              noun="field"
              data={choicesOf(kind)}
              value={fields[at] ?? LEFT_OUT}
              onChange={(value) => choose(at, value && value in fieldsOf[kind] ? (value as AnyField) : null)}
              maxDropdownHeight={320}
            />
          </span>
        </div>
      ))}
    </div>
  )
}
