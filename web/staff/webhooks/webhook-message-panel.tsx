import { Button, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import {
  webhooksApi,
  type Webhook,
  type WebhookMessageDetails,
} from '../../../server/webhooks/webhooks.api.ts'
import { call } from '../../lib/client.ts'
import { done } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { When } from '../../ui/when.tsx'
import { WhenRead } from '../../ui/when-read.tsx'
import { Attempt } from '../deliveries/attempt.tsx'
import { ServerWords } from '../deliveries/server-words.tsx'
import { Panel } from '../shell/panel.tsx'
import { Section } from '../shell/section.tsx'
import { changed } from '../stale-queries.ts'
import { messageQuery, webhookQuery } from './webhook-queries.ts'
import { messageStateWords, whyWaiting } from './webhook-words.ts'

/** One message to a webhook: every attempt with how the program answered, and Send again. */
export function WebhookMessagePanel() {
  const { webhookId, messageId } = useParams({ from: '/shell/organization/webhooks/$webhookId/$messageId' })
  const webhook = useQuery(webhookQuery(webhookId)).data
  const query = useQuery(messageQuery(webhookId, messageId))
  const navigate = useNavigate()
  const close = () =>
    navigate({
      to: '/organization/webhooks/$webhookId',
      params: { webhookId },
      search: true,
      resetScroll: false,
    })
  return (
    <Panel label="Message" title={query.data?.type ?? 'Message'} close={close}>
      <WhenRead query={query} rows={6} height={36}>
        {(message) => webhook && <Details key={message.id} message={message} webhook={webhook} />}
      </WhenRead>
    </Panel>
  )
}

function Details({ message, webhook }: { message: WebhookMessageDetails; webhook: Webhook }) {
  const { word, tone } = messageStateWords[message.state]
  return (
    <>
      <Facts>
        <Fact name="Status">
          <StatusBadge tone={tone}>{word}</StatusBadge>
          {message.state === 'waiting' && <div>{whyWaiting(message, webhook)}</div>}
        </Fact>
        <Fact name="webhook-id">{message.id}</Fact>
        <Fact name="Created">
          <When at={message.createdAt} />
        </Fact>
        <Fact name="Next try">{message.nextTryAt && <When at={message.nextTryAt} />}</Fact>
        <Fact name="Finished">{message.finishedAt && <When at={message.finishedAt} />}</Fact>
      </Facts>
      <SendAgain message={message} webhook={webhook} />
      <Section>
        <Title order={3}>Attempts</Title>
        {message.attempts.length === 0 ? (
          'None yet.'
        ) : (
          <ol>
            {message.attempts.map(({ number, at, status, durationMs, error, answer }) => (
              <Attempt
                key={number}
                name={`Attempt ${number}`}
                tone={error === null ? 'good' : 'bad'}
                at={at}
                said={answer}
              >
                {error ?? `It answered ${status}.`}
                {durationMs !== null && (
                  <span className="muted"> After {durationMs.toLocaleString('en')} ms.</span>
                )}
              </Attempt>
            ))}
          </ol>
        )}
      </Section>
      <Section>
        <Title order={3}>What is sent</Title>
        <ServerWords>{JSON.stringify(JSON.parse(message.body), null, 2)}</ServerWords>
      </Section>
    </>
  )
}

function SendAgain({ message, webhook }: { message: WebhookMessageDetails; webhook: Webhook }) {
  const params = { webhookId: webhook.id, webhookMessageId: message.id }
  const sendAgain = useMutation({
    mutationFn: () => call(webhooksApi.sendAgain, { params }),
    onSuccess: () => done('The message is on its way again.'),
    onSettled: () => changed('webhook'),
  })
  if (message.waitsForEarlier || (!webhook.on && message.type !== 'webhook.test')) return null
  return (
    <>
      <Button mt="sm" variant="default" loading={sendAgain.isPending} onClick={() => sendAgain.mutate()}>
        Send again
      </Button>
      <ErrorNotice error={sendAgain.error} />
    </>
  )
}
