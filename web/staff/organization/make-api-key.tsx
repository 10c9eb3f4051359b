import { Checkbox, Input, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { apiKeysApi } from '../../../server/api-keys/api-keys.api.ts'
import { KEY_AREAS, type KeyScope } from '../../../server/http/key-scopes.ts'
import { call } from '../../lib/client.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormFoot } from '../../ui/form-foot.tsx'
import { ShownOnce } from '../../ui/shown-once.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { changed } from '../stale-queries.ts'
import classes from './api-keys-page.module.css'

const LIVES = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'never', label: 'Never' },
]

export function MakeApiKey({ close }: { close: () => void }) {
  const [key, setKey] = useState<string | null>(null)
  const form = useForm({
    initialValues: { name: '', scopes: [] as KeyScope[], expiresAt: '365', networks: '' },
  })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: ({ name, scopes, expiresAt, networks }) =>
      call(apiKeysApi.make, {
        body: {
          name,
          scopes,
          expiresAt: inDays(expiresAt),
          networks: networks.split(/[\s,;]+/).filter(Boolean),
        },
      }),
    saved: (made) => {
      setKey(made.key)
      return changed('apiKey')
    },
  })
  if (key !== null)
    return (
      <Dialog title="New API key" close={close}>
        <ShownOnce secret={key} name="The key" close={close}>
          Copy the key to where the program keeps its secrets. It is shown this once, and kept nowhere.
        </ShownOnce>
      </Dialog>
    )
  return (
    <Dialog title="New API key" close={close} size={620}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          <TextInput
            label="Name"
            description="Of the program that will use it, such as Web shop."
            required
            data-autofocus
            {...form.getInputProps('name')}
          />
          <Scopes
            chosen={form.values.scopes}
            choose={(scopes) => form.setFieldValue('scopes', scopes)}
            error={errorAt(form.errors, 'scopes')}
          />
          <ChoiceField label="Expires" noun="time" data={LIVES} {...form.getInputProps('expiresAt')} />
          <Textarea
            label="Only from"
            description="Addresses or networks, such as 203.0.113.0/24, one a line. Empty: from anywhere."
            autosize
            minRows={2}
            maxRows={6}
            {...form.getInputProps('networks')}
            error={errorAt(form.errors, 'networks')}
          />
          <FormFoot error={error} busy={busy} verb="Make key" close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}

interface ScopesProps {
  chosen: KeyScope[]
  choose: (scopes: KeyScope[]) => void
  error: string | undefined
}

/** What may be written may be read: then that is no choice. */
function Scopes({ chosen, choose, error }: ScopesProps) {
  return (
    <Input.Wrapper label="What it may do" required error={error} labelElement="div">
      <div role="group" aria-label="What it may do">
        {Object.entries(KEY_AREAS).map(([area, words]) => {
          const read = 'read' in words ? (`${area}:read` as KeyScope) : null
          const write = 'write' in words ? (`${area}:write` as KeyScope) : null
          const writes = write !== null && chosen.includes(write)
          const others = chosen.filter((scope) => scope !== read && scope !== write)
          return (
            <div key={area} className={classes.area}>
              <Text fw={550}>{words.name}</Text>
              <Stack gap={6}>
                {read !== null && (
                  <Checkbox
                    label={'read' in words ? words.read : ''}
                    checked={writes || chosen.includes(read)}
                    disabled={writes}
                    onChange={({ currentTarget }) =>
                      choose(currentTarget.checked ? [...others, read] : others)
                    }
                  />
                )}
                {write !== null && (
                  <Checkbox
                    label={'write' in words ? words.write : ''}
                    checked={writes}
                    onChange={({ currentTarget }) =>
                      choose(currentTarget.checked ? [...others, write] : others)
                    }
                  />
                )}
              </Stack>
            </div>
          )
        })}
      </div>
    </Input.Wrapper>
  )
}

function inDays(choice: string): string | null {
  return choice === 'never' ? null : new Date(Date.now() + Number(choice) * 86_400_000).toISOString()
}

/** The refusal of a field, or of one of its parts. */
const errorAt = (errors: Record<string, unknown>, field: string) =>
  Object.entries(errors).find(([path]) => path === field || path.startsWith(`${field}.`))?.[1] as
    string | undefined
