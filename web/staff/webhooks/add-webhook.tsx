import { Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { webhooksApi } from '../../../server/webhooks/webhooks.api.ts'
import { call } from '../../lib/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormFoot } from '../../ui/form-foot.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { changed } from '../stale-queries.ts'
import { bodyOf, valuesOf, WebhookFields } from './webhook-fields.tsx'

interface Props {
  close: () => void
  /** Shows its secret, which cannot be read later. */
  added: (webhook: { id: string; secret: string }) => void
}

export function AddWebhook({ close, added }: Props) {
  const form = useForm({ initialValues: valuesOf() })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: (values) => call(webhooksApi.add, { body: bodyOf(values) }),
    saved: async (webhook) => {
      added(webhook)
      await changed('webhook')
    },
  })
  return (
    <Dialog title="Add webhook" size={560} close={close}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          <WebhookFields form={form} />
          <FormFoot error={error} busy={busy} verb="Add webhook" close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}
