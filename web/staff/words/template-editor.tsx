import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { fill, type Values } from '../../../server/documents/templates.ts'
import { money } from '../../lib/formats.ts'
import { organizationQuery } from '../organization/organization-queries.ts'
import { WordsFields, type WordsForm } from './words-fields.tsx'
import { WordsPreview } from './words-preview.tsx'
import classes from './words.module.css'

interface Props extends WordsForm {
  /** Above the preview. */
  title: string
  /** The days that are filled in; the rest is the same for all. */
  sample: Values
  /** Below the fields. */
  children?: ReactNode
}

/** The words that mails of a kind are written with, beside what a reader would see. */
export function TemplateEditor({ kind, words, field, title, sample, children }: Props) {
  const { data: organization } = useQuery(organizationQuery)
  const currency = organization?.currency ?? 'EUR'
  const amount = money(123_450, currency)
  const values: Values = {
    contact: 'Anna Berg',
    customer: 'Acme',
    organization: organization?.name ?? '',
    number: 'INV-0042',
    invoices: 'INV-0042',
    'purchase order': 'PO-4711',
    total: amount,
    amount,
    'amount due': amount,
    'amount overdue': money(50_000, currency),
    ...sample,
  }
  const head = (
    <Text size="xs" c="dimmed">
      {title}
    </Text>
  )
  return (
    <div className={classes.editor}>
      <div className={classes.fields}>
        <WordsFields kind={kind} words={words} field={field} />
        {children}
      </div>
      <WordsPreview
        head={head}
        subject={fill(words.subject, kind, values)}
        message={fill(words.message, kind, values)}
      />
    </div>
  )
}
