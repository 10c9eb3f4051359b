import { Button, Group } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { mdiPlus } from '@mdi/js'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { DocumentKind } from '../../../server/documents/kinds.ts'
import type { Recipient, SendingPreview as PreviewReply } from '../../../server/documents/sending.api.ts'
import { todayIn } from '../../../server/time/day.ts'
import { count } from '../../lib/formats.ts'
import { instantOf } from '../../../server/time/wall-clock.ts'
import { momentWords } from '../../lib/moment-words.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { fieldErrors } from '../../ui/form-problems.ts'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { isUnfinished } from '../../ui/unfinished-fields.ts'
import { cancelling, useUnsaved } from '../../ui/unsaved.ts'
import { organizationQuery } from '../organization/organization-queries.ts'
import { WordsFields } from '../words/words-fields.tsx'
import { wrongWords } from '../words/wrong-words.ts'
import { asSending, type Choices, newAddress, nothingChosen, readersOf, wrongAddresses } from './choices.ts'
import { type Choice, RecipientRows } from './recipient-rows.tsx'
import classes from './sending.module.css'
import { SendingPreview } from './sending-preview.tsx'
import { TypedAddresses } from './typed-addresses.tsx'
import { WhenField } from './when-field.tsx'

export type SendingBody = ReturnType<typeof asSending> & { at?: string }

interface Props {
  title: string
  kind: DocumentKind
  customerId: string
  /** Below the title: what else happens. */
  hint?: string
  /** Above all else: what to know before it goes out. */
  notice?: ReactNode
  /** What leads a reader with portal access further: "a button to the invoice". Without one it is words alone, and goes out at once. */
  link?: string
  previewKey: readonly unknown[]
  preview: (body: ReturnType<typeof asSending>, signal: AbortSignal) => Promise<PreviewReply>
  /** `when`: "tomorrow 09:00", or nothing for now. */
  send: (body: SendingBody, summary: { people: number; when: string }) => Promise<void>
  close: () => void
  /** What may be done instead. */
  otherwise?: ReactNode
  /** Above the recipients: which of several it is. */
  which?: ReactNode
  /** It cannot wait for another time. */
  isNowOnly?: boolean
}

const UNWRITTEN = 'Write your message.'

/** Who gets it and why, what they will read, and when: all of it is seen, and may be changed, before anything goes out. */
export function SendDialog(props: Props) {
  const { title, kind, customerId, hint, notice, link, close, otherwise, which, isNowOnly } = props
  const [choices, setChoices] = useState<Choices>(nothingChosen)
  const [now] = useState(() => new Date())
  const [at, setAt] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<unknown>(null)
  const [wasTried, setWasTried] = useState(false)
  const { data: organization } = useQuery(organizationQuery)
  const timeZone = organization?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const { data, error, refetch } = usePreview(props, choices)
  useUnsaved(() => at !== null || JSON.stringify(choices) !== JSON.stringify(nothingChosen))
  const readers = data ? readersOf(data.recipients) : []
  const words = {
    subject: choices.subject ?? data?.template.subject ?? '',
    message: choices.message ?? data?.template.message ?? '',
  }
  const when = at === null ? '' : momentWords(at, todayIn(timeZone, now))
  const refused = fieldErrors(refusal)
  const addressErrors = wrongAddresses(choices.addresses, wasTried, refused)
  // Only staff can write a notice: the template only greets.
  const isUnwritten = kind === 'notice' && choices.message === null
  const change = (part: Partial<Choices>) => setChoices((former) => ({ ...former, ...part }))
  const choose = (contactId: string, choice: Choice) =>
    change({ roles: { ...choices.roles, [contactId]: choice } })

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (isUnfinished(event.currentTarget)) return
    setWasTried(true)
    setRefusal(null)
    if (isUnwritten) return
    const isWrong =
      Object.keys(wrongAddresses(choices.addresses, true, {})).length > 0 ||
      Boolean(wrongWords(words.subject, kind) ?? wrongWords(words.message, kind))
    if (isWrong || busy || readers.length === 0) return
    setBusy(true)
    try {
      const body = {
        ...asSending(choices),
        ...(at !== null && { at: instantOf(at, timeZone).toISOString() }),
      }
      await props.send(body, { people: readers.length, when })
      close()
    } catch (trouble) {
      setRefusal(trouble)
      setBusy(false)
    }
  }

  return (
    <Dialog title={title} close={close} size={980}>
      {!data && !error && <SkeletonRows rows={6} height={56} />}
      {!data && error && <ErrorNotice error={error} retry={refetch} />}
      {data && (
        <form onSubmit={onSubmit} noValidate>
          {readers.length === 0 && <Nobody customerId={customerId} recipients={data.recipients} />}
          <div className={classes.notices}>
            {data.notPrinted && <Notice tone="attention">{data.notPrinted}</Notice>}
            {notice}
          </div>
          <div className={classes.columns}>
            <div className={classes.side}>
              {which}
              <fieldset>
                <legend className={classes.legend}>Recipients</legend>
                <RecipientRows
                  customerId={customerId}
                  recipients={data.recipients.filter(isContact)}
                  choose={choose}
                />
                <TypedAddresses
                  addresses={choices.addresses}
                  errors={addressErrors}
                  change={(addresses) => change({ addresses })}
                />
                <div className={classes.more}>
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    leftSection={<Icon path={mdiPlus} size={16} />}
                    onClick={() => change({ addresses: [...choices.addresses, newAddress(choices)] })}
                  >
                    Add an address
                  </Button>
                </div>
              </fieldset>
              <WordsFields
                kind={kind}
                words={words}
                field={(name) => ({
                  error: name === 'message' && wasTried && isUnwritten ? UNWRITTEN : refused[name],
                  onChange: (text) => change({ [name]: text }),
                })}
              />
            </div>
            <div className={classes.side}>
              <SendingPreview readers={readers} link={link} sellerEmail={data.sellerEmail} />
              {link && !isNowOnly && (
                <WhenField timeZone={timeZone} at={at} error={refused['at']} change={setAt} />
              )}
              {hint && <div className="muted small">{hint}</div>}
              {otherwise && <div>{otherwise}</div>}
            </div>
          </div>
          {refusal !== null && Object.keys(refused).length === 0 && (
            <div style={{ marginTop: 16 }}>
              <ErrorNotice error={refusal} />
            </div>
          )}
          <div className={classes.foot}>
            <Group gap="xs" ml="auto">
              <Button variant="default" onClick={cancelling(close)}>
                Cancel
              </Button>
              <Button type="submit" loading={busy} disabled={readers.length === 0}>
                {`Send to ${readers.length === 0 ? 'nobody' : readers.length} ${when}`.trim()}
              </Button>
            </Group>
          </div>
        </form>
      )}
    </Dialog>
  )
}

/** The server decides, as for every sending. What is typed is sent to it at the next pause. */
function usePreview({ previewKey, preview }: Props, choices: Choices) {
  const [subject] = useDebouncedValue(choices.subject, 250)
  const [message] = useDebouncedValue(choices.message, 250)
  const [addresses] = useDebouncedValue(choices.addresses, 250)
  const body = asSending({ roles: choices.roles, addresses, subject, message })
  return useQuery({
    queryKey: [...previewKey, body],
    queryFn: ({ signal }) => preview(body, signal),
    placeholderData: keepPreviousData,
    // Contacts may be corrected in another tab meanwhile.
    staleTime: 0,
    gcTime: 60_000,
  })
}

const isContact = <One extends Recipient>(one: One): one is One & { contactId: string } =>
  one.contactId !== null

/** Said before it is sent, with the ways out of it. */
export function Nobody({ customerId, recipients }: { customerId: string; recipients: Recipient[] }) {
  const isCustomerInactive = recipients.some(({ code }) => code === 'customer-inactive')
  return (
    <div className={classes.notice}>
      <Notice tone="attention">
        Nobody would receive this
        {recipients.length === 0
          ? ': the customer has no contacts. '
          : isCustomerInactive
            ? ': the customer is inactive. '
            : recipients.length === 1
              ? ': its only contact does not receive it. '
              : `: none of its ${count(recipients.length, 'contact')} receives it. `}
        {isCustomerInactive
          ? 'Make it active again: '
          : recipients.length === 0
            ? 'Add an address below, or add a contact: '
            : 'Choose To beside a contact, add an address below, or change for good what contacts receive: '}
        <AnchorLink
          underline="always"
          to={isCustomerInactive ? '/customers/$customerId' : '/customers/$customerId/contacts'}
          params={{ customerId }}
        >
          {isCustomerInactive ? 'open the customer' : 'open the contacts'}
        </AnchorLink>
        .
      </Notice>
    </div>
  )
}
