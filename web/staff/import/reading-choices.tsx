import { Group } from '@mantine/core'
import type { CsvImport } from '../../../server/imports/imports.api.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'

export type Reading = Pick<CsvImport, 'dateOrder' | 'decimalSign'>

interface ReadingChoicesProps {
  reading: Reading
  setReading: (reading: Reading) => void
}

const UNSAID = 'unsaid'

/** What dates and amounts mean that may be read in two ways. */
export function ReadingChoices({ reading, setReading }: ReadingChoicesProps) {
  return (
    <Group gap="md" align="start">
      <ChoiceField
        label="A date such as 01/02/2021"
        noun="way"
        w={260}
        data={[
          { value: UNSAID, label: 'Refuse if it could be either' },
          { value: 'dayFirst', label: '1 February (day first)' },
          { value: 'monthFirst', label: 'January 2 (month first)' },
        ]}
        value={reading.dateOrder ?? UNSAID}
        onChange={(value) =>
          setReading({ ...reading, dateOrder: value === 'dayFirst' || value === 'monthFirst' ? value : null })
        }
      />
      <ChoiceField
        label="An amount such as 1.234 or 1,234"
        noun="way"
        w={260}
        data={[
          { value: UNSAID, label: 'Refuse if it could be either' },
          { value: 'point', label: 'Decimal point' },
          { value: 'comma', label: 'Decimal comma' },
        ]}
        value={reading.decimalSign ?? UNSAID}
        onChange={(value) =>
          setReading({ ...reading, decimalSign: value === 'point' || value === 'comma' ? value : null })
        }
      />
    </Group>
  )
}
