import { Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { webhooksApi, type Webhook } from '../../../server/webhooks/webhooks.api.ts'
import { call } from '../../lib/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { done } from '../../ui/done.tsx'
import { FormFoot } from '../../ui/form-foot.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { changed } from '../stale-queries.ts'
import { bodyOf, valuesOf, WebhookFields } from './webhook-fields.tsx'

export function EditWebhook({ webhook, close }: { webhook: Webhook; close: () => void }) {
  const form = useForm({ initialValues: valuesOf(webhook) })
  const { id: webhookId, version } = webhook
  const { onSubmit, busy, error } = useSubmit(form, {
    save: (values) => call(webhooksApi.change, { params: { webhookId }, version, body: bodyOf(values) }),
    saved: async () => {
      done('The webhook was changed.')
      close()
      await changed('webhook')
    },
    unchanged: close,
  })
  return (
    <Dialog title="Edit webhook" size={560} close={close}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          <WebhookFields form={form} />
          <FormFoot error={error} busy={busy} verb="Save" close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}
