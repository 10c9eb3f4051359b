import { Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { webhooksApi, type Webhook } from '../../../server/webhooks/webhooks.api.ts'
import { call } from '../../lib/client.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { done, failed } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { changed } from '../stale-queries.ts'
import { EditWebhook } from './edit-webhook.tsx'
import { SigningSecret } from './signing-secret.tsx'

/** What an owner does with a webhook. */
export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const params = { webhookId: webhook.id }
  const navigate = useNavigate()
  const [isEditing, setIsEditing] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const sendTest = useMutation({
    mutationFn: () => call(webhooksApi.sendTest, { params }),
    onSuccess: async ({ id }) => {
      void changed('webhook')
      await navigate({
        to: '/organization/webhooks/$webhookId/$messageId',
        params: { ...params, messageId: id },
        search: true,
        resetScroll: false,
      })
    },
  })
  const switchTo = useMutation({
    mutationFn: (on: boolean) => call(webhooksApi.change, { params, version: webhook.version, body: { on } }),
    onSuccess: ({ on }) => done(on ? 'The webhook is on.' : 'The webhook is off.'),
    onSettled: () => changed('webhook'),
  })
  const rotate = async () => {
    try {
      setSecret((await call(webhooksApi.rotateSecret, { params })).secret)
    } catch (error) {
      failed(error)
    }
    await changed('webhook')
  }
  const remove = async () => {
    try {
      await call(webhooksApi.delete, { params })
      done('The webhook was deleted.')
      await navigate({ to: '/organization/webhooks' })
      await changed('webhook')
    } catch (error) {
      failed(error)
    }
  }
  return (
    <>
      <Group gap="xs" my="md">
        <Button variant="default" loading={sendTest.isPending} onClick={() => sendTest.mutate()}>
          Send a test event
        </Button>
        <Button variant="default" onClick={() => setIsEditing(true)}>
          Edit
        </Button>
        <Confirm
          consequence="A new secret is made and shown once. For 24 hours the one before signs as well."
          verb="Rotate"
          destructive={false}
          onConfirm={rotate}
        >
          {(open) => (
            <Button variant="default" onClick={open}>
              Rotate the secret
            </Button>
          )}
        </Confirm>
        <Button
          variant={webhook.on ? 'default' : 'filled'}
          loading={switchTo.isPending}
          onClick={() => switchTo.mutate(!webhook.on)}
        >
          {webhook.on ? 'Switch off' : 'Switch on'}
        </Button>
        <Confirm
          consequence="Its program is told nothing more. What waits for it and its log are deleted."
          verb="Delete"
          onConfirm={remove}
        >
          {(open) => (
            <Button variant="default" onClick={open}>
              Delete
            </Button>
          )}
        </Confirm>
      </Group>
      <ErrorNotice error={sendTest.error ?? switchTo.error} />
      {isEditing && <EditWebhook webhook={webhook} close={() => setIsEditing(false)} />}
      {secret && <SigningSecret secret={secret} isRotated close={() => setSecret(null)} />}
    </>
  )
}
