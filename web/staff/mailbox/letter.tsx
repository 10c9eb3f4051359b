import { Anchor, SegmentedControl, Title } from '@mantine/core'
import { mdiArrowLeft } from '@mdi/js'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { mailboxApi, type OpenedMailboxLetter } from '../../../server/mail/mailbox/mailbox.api.ts'
import { addressOf } from '../../lib/client.ts'
import { fileSize } from '../../lib/formats.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { IconAction } from '../../ui/icon-action.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { When } from '../../ui/when.tsx'
import classes from './mailbox.module.css'
import { letterQuery } from './mailbox-queries.ts'

export function Letter() {
  const { deliveryId } = useParams({ from: '/shell/mailbox/$deliveryId' })
  const { data: letter, error, refetch } = useQuery(letterQuery(deliveryId))
  if (error && !letter) return <ErrorNotice error={error} retry={refetch} />
  if (!letter) return <SkeletonRows rows={8} height={40} />
  return <OpenLetter key={letter.id} letter={letter} />
}

function OpenLetter({ letter }: { letter: OpenedMailboxLetter }) {
  const navigate = useNavigate()
  const [view, setView] = useState(letter.html ? 'html' : 'text')
  return (
    <article className={classes.open} aria-label="E-mail">
      <div className={classes.head}>
        <div className={classes.back}>
          <IconAction
            name="Back to the mailbox"
            icon={mdiArrowLeft}
            onClick={() => navigate({ to: '/mailbox' })}
          />
        </div>
        <div className={classes.about}>
          <Title order={2}>{letter.subject}</Title>
          <div className="muted small">
            {letter.from} to {letter.to}, <When at={letter.at} />
          </div>
        </div>
        {letter.html && (
          <SegmentedControl
            aria-label="How to show the e-mail"
            value={view}
            onChange={setView}
            data={[
              { value: 'html', label: 'HTML' },
              { value: 'text', label: 'Text' },
              { value: 'headers', label: 'Headers' },
            ]}
          />
        )}
      </div>
      {letter.attachments.length > 0 && (
        <ul className={classes.files} aria-label="Attachments">
          {letter.attachments.map(({ filename, bytes }, at) => (
            <li key={at}>
              <Anchor
                href={addressOf(mailboxApi.attachment, { params: { deliveryId: letter.id, number: at + 1 } })}
                target="_blank"
              >
                {filename}
              </Anchor>{' '}
              <span className="muted small">{fileSize(bytes)}</span>
            </li>
          ))}
        </ul>
      )}
      {view === 'html' && letter.html && (
        // No scripts, no forms, no access to this page; links open beside it.
        <iframe
          className={classes.frame}
          title={`E-mail: ${letter.subject}`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerPolicy="no-referrer"
          srcDoc={`<base target="_blank">${letter.html}`}
        />
      )}
      {view === 'text' && <pre className={classes.text}>{letter.text}</pre>}
      {view === 'headers' && (
        <pre className={classes.text}>
          {letter.headers.map(({ name, value }) => `${name}: ${value}`).join('\n')}
        </pre>
      )}
    </article>
  )
}
