import { Select } from '@mantine/core'
import { useState } from 'react'
import type { Recipient } from '../../../server/invoices/invoices.api.ts'
import { listOf } from '../../lib/formats.ts'
import { WordsPreview } from '../words/words-preview.tsx'
import classes from './sending.module.css'

type Reader = Recipient & { subject: string | null; message: string | null }

/** What one of the readers gets to read; which one is chosen above. */
export function SendingPreview({
  readers,
  attachment,
  link,
}: {
  readers: Reader[]
  attachment: string | null
  link: string | undefined
}) {
  const [email, setEmail] = useState<string | null>(null)
  const reader = readers.find((one) => one.email === email) ?? readers[0]
  if (!reader) return null
  const others = readers.filter((one) => one !== reader).map(({ name }) => name)
  const who = (
    <Select
      label="Preview for"
      size="xs"
      allowDeselect={false}
      value={reader.email}
      onChange={setEmail}
      data={readers.map((one) => ({
        value: one.email,
        label: `${one.name} (${one.role === 'cc' ? 'Cc' : 'To'})`,
      }))}
    />
  )
  return (
    <WordsPreview head={who} subject={reader.subject} message={reader.message}>
      <div className={classes.quiet}>
        {link &&
          (attachment === null
            ? `No attachment, except for those without portal access, and ${link}. `
            : `${attachment} attached, and ${link}. `)}
        {others.length > 0 && `Says that it also went to ${listOf(others)}.`}
      </div>
    </WordsPreview>
  )
}
