import { Checkbox, Radio, SimpleGrid, Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { EVENT_TYPES, eventTypes, type EventType } from '../../../server/events/event-types.ts'
import type { Webhook } from '../../../server/webhooks/webhooks.api.ts'

export interface WebhookValues {
  url: string
  description: string
  which: 'all' | 'some'
  eventTypes: EventType[]
}

export const valuesOf = (webhook?: Webhook): WebhookValues => ({
  url: webhook?.url ?? '',
  description: webhook?.description ?? '',
  which: webhook?.eventTypes ? 'some' : 'all',
  eventTypes: webhook?.eventTypes ?? [],
})

export const bodyOf = ({ which, eventTypes: chosen, ...values }: WebhookValues) => ({
  ...values,
  eventTypes: which === 'all' ? null : chosen,
})

/** What is asked of a webhook, new or known. */
export function WebhookFields({ form }: { form: UseFormReturnType<WebhookValues> }) {
  return (
    <>
      <TextInput
        label="Address"
        description="Where your program listens. Portico posts each event to it as JSON."
        placeholder="https://example.com/portico"
        inputMode="url"
        required
        data-autofocus
        {...form.getInputProps('url')}
      />
      <TextInput label="Description" placeholder="What it is for" {...form.getInputProps('description')} />
      <Radio.Group label="Events" {...form.getInputProps('which')}>
        <Stack gap="xs" mt={6}>
          <Radio value="all" label="All of them, later ones too" />
          <Radio value="some" label="Only these" />
        </Stack>
      </Radio.Group>
      {form.values.which === 'some' && (
        <Checkbox.Group aria-label="Which events" {...form.getInputProps('eventTypes')}>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
            {eventTypes.map((type) => (
              <Checkbox key={type} value={type} label={type} description={EVENT_TYPES[type]} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
      )}
    </>
  )
}
