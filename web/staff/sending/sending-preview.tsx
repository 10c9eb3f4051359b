import { useState } from 'react'
import type { SendingPreview as PreviewReply } from '../../../server/documents/sending.api.ts'
import { listOf } from '../../lib/formats.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { WordsPreview } from '../words/words-preview.tsx'

type Reader = PreviewReply['recipients'][number]

/** What one of the readers gets to read; which one is chosen above. */
export function SendingPreview({
  readers,
  link,
  sellerEmail,
}: {
  readers: Reader[]
  link: string | undefined
  sellerEmail: string | null
}) {
  const [email, setEmail] = useState<string | null>(null)
  const reader = readers.find((one) => one.email === email) ?? readers[0]
  if (!reader) return null
  const others = readers.filter((one) => one !== reader).map(({ name }) => name)
  const who = (
    <ChoiceField
      label="Preview for"
      noun="recipient"
      size="xs"
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
      <div className="muted small">
        {link && whatItBrings(reader, link, sellerEmail)}
        {others.length > 0 && `Says that it also went to ${listOf(others)}.`}
      </div>
    </WordsPreview>
  )
}

/** Besides the words: the server decides it, by whether the reader can open the portal. */
function whatItBrings({ name, attachment, portal }: Reader, link: string, sellerEmail: string | null) {
  const file = attachment === null ? 'No attachment' : `${attachment} attached`
  if (portal !== 'ask') return `${file}, and ${link}. `
  const where = sellerEmail === null ? 'you' : `you at ${sellerEmail}`
  return `${file}. No button, because ${name} has no portal access: the mail says to ask ${where} for it. `
}
