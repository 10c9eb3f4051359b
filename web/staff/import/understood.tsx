import { List, Text } from '@mantine/core'
import type { AnyField, CsvImport } from '../../../server/imports/imports.api.ts'
import classes from './import.module.css'
import { leftOutWords } from './left-out.ts'

/** Whose file it is, and what of it is left out although it could be something. */
export function Understood({ one, fields }: { one: CsvImport; fields: (AnyField | null)[] }) {
  const leftOut = leftOutWords(one.kind, one.columns, fields)
  return (
    <div className={classes.understood}>
      {one.maker !== null && (
        <Text>
          Recognized as {one.kind} from <strong>{one.maker}</strong>, by the names of the columns.
        </Text>
      )}
      {leftOut.length > 0 && (
        <List size="sm" role="status">
          {leftOut.map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
      )}
    </div>
  )
}
