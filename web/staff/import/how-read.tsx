import { Button, Group, Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import {
  type CsvImport,
  importsApi,
  type ReadingOfFile,
  type Rereading,
} from '../../../server/imports/imports.api.ts'
import { encodings } from '../../../server/imports/reading/ways-to-read.ts'
import { call } from '../../lib/client.ts'
import { queryClient } from '../../lib/query-client.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { importQuery } from './import-queries.ts'
import { delimiterWords } from './import-words.ts'
import classes from './import.module.css'

interface HowReadProps {
  one: CsvImport
  reading: ReadingOfFile
  file: Rereading['file']
}

const MOST_ASKED = 6

/** What was left out of a file or is not sure about it, and the choices to read it in another way. */
export function HowRead({ one, reading, file }: HowReadProps) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const isPlain = (reading.headerLine ?? 1) === 1 && reading.sheets.length < 2 && reading.notes.length === 0
  const [isOpen, setIsOpen] = useState(!isPlain)

  const read = async (choice: Partial<Rereading>) => {
    setBusy(true)
    setError(null)
    try {
      const params = { importId: one.id }
      const again = await call(importsApi.reread, { params, body: { ...choice, file } })
      queryClient.removeQueries({ queryKey: [...importQuery(one.id).queryKey, 'rows'] })
      queryClient.setQueryData(importQuery(one.id).queryKey, again)
    } catch (refusal) {
      setError(refusal)
    }
    setBusy(false)
  }
  return (
    <div className={classes.howRead} aria-busy={busy}>
      {reading.encodingIsAsked && <WhichLetters reading={reading} read={read} />}
      {reading.notes.length > 0 && (
        <ul className={classes.notes} aria-label="What was left out or read otherwise">
          {reading.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {isOpen ? (
        <Choices reading={reading} read={read} />
      ) : (
        reading.format !== 'vcard' && (
          <Button variant="subtle" size="compact-sm" ml={-8} onClick={() => setIsOpen(true)}>
            Read the file in another way
          </Button>
        )
      )}
      {error !== null && (
        <div className={classes.notice}>
          <ErrorNotice error={error} />
        </div>
      )}
    </div>
  )
}

type Read = (choice: Partial<Rereading>) => Promise<void>

/** Words of the file in each encoding that they may be in: people know how their customers are written. */
function WhichLetters({ reading, read }: { reading: ReadingOfFile; read: Read }) {
  const bySamples = new Map<string, ReadingOfFile['encodings'][number]>()
  for (const one of reading.encodings) {
    const words = one.samples.join(' · ')
    if (!bySamples.has(words)) bySamples.set(words, one)
  }
  return (
    <Notice tone="attention">
      <Radio.Group
        label="Which of these is written right?"
        description="The file does not say how its letters are written, and they can be read in more than one way."
        value={null}
        onChange={(encoding) => void read({ encoding: encoding as keyof typeof encodings })}
      >
        <Stack gap="xs" mt="sm">
          {[...bySamples].slice(0, MOST_ASKED).map(([words, { encoding }]) => (
            <Radio key={encoding} value={encoding} label={words} description={encodings[encoding]} />
          ))}
        </Stack>
      </Radio.Group>
    </Notice>
  )
}

const NO_LINE = '0'

function Choices({ reading, read }: { reading: ReadingOfFile; read: Read }) {
  const { encoding, delimiter, sheet, sheets, headerLine, firstRows } = reading
  return (
    <Group gap="md" align="start">
      {sheets.length > 1 && (
        <ChoiceField
          label="Sheet"
          noun="sheet"
          w={220}
          data={sheets.map((name) => ({ value: name, label: name }))}
          value={sheet}
          onChange={(name) => void read({ sheet: name })}
        />
      )}
      {headerLine !== null && (
        <ChoiceField
          label="Columns are named in"
          noun="line"
          w={320}
          data={[
            ...firstRows.map(({ line, cells }) => ({
              value: String(line),
              label: `Line ${line}: ${cells.filter((cell) => cell.trim() !== '').join(', ')}`,
            })),
            { value: NO_LINE, label: 'No line: there are only rows' },
          ]}
          value={String(headerLine)}
          onChange={(line) => void read({ headerLine: Number(line) })}
        />
      )}
      {encoding !== null && (
        <ChoiceField
          label="Letters"
          noun="way to write letters"
          w={320}
          data={lettersChoices(reading)}
          value={encoding}
          onChange={(chosen) => void read({ encoding: chosen as keyof typeof encodings })}
        />
      )}
      {delimiter !== null && (
        <ChoiceField
          label="Between the columns"
          noun="sign"
          w={160}
          data={Object.entries(delimiterWords).map(([value, words]) => ({ value, label: capital(words) }))}
          value={delimiter}
          onChange={(chosen) => void read({ delimiter: chosen as ReadingOfFile['delimiter'] })}
        />
      )}
    </Group>
  )
}

/** With words of the file where they differ; a file of plain letters says the same in all. */
function lettersChoices({ encoding, encodings: known }: ReadingOfFile) {
  const samples = new Map(known.map((one) => [one.encoding, one.samples.slice(0, 2).join(' ')]))
  const names = Object.keys(encodings) as (keyof typeof encodings)[]
  return names
    .filter((name) => samples.size === 0 || samples.has(name) || name === encoding)
    .map((name) => ({
      value: name,
      label: samples.get(name) ? `${encodings[name]}: ${samples.get(name)}` : encodings[name],
    }))
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

/** "read as UTF-8 with commas between the columns" */
export function readInWords(reading: ReadingOfFile): string {
  const { format, encoding, delimiter, sheet, headerLine } = reading
  const guessed = reading.encodingIsAsked ? ' (a guess)' : ''
  const letters = encoding ? `read as ${encodings[encoding]}${guessed}` : ''
  const how = {
    csv: `${letters} with ${delimiterWords[delimiter ?? ',']} between the columns`,
    xlsx: `from the sheet “${sheet}” of an Excel workbook`,
    ods: `from the sheet “${sheet}” of an OpenDocument workbook`,
    vcard: `from a vCard file, ${letters}`,
  }[format]
  if (headerLine === 0) return `${how}. No line names the columns`
  return headerLine !== null && headerLine > 1 ? `${how}. Columns are named in line ${headerLine}` : how
}
