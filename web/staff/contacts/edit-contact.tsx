import { Button, Checkbox, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type Contact, type ContactChange, contactsApi } from '../../../server/contacts/contacts.api.ts'
import { parseEmailAddress } from '../../../server/people/email-address.ts'
import { personFields } from '../../../server/people/person-fields.ts'
import { call } from '../../lib/client.ts'
import { queryClient } from '../../lib/query-client.ts'
import { personName, shortened } from '../../lib/formats.ts'
import { done } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { useRecord } from '../../ui/use-record.ts'
import { useSubmit } from '../../ui/use-submit.ts'
import { whoSaved } from '../journal/who-saved.ts'
import { Panel, PanelFoot } from '../shell/panel.tsx'
import {
  type ContactValues,
  contactValues,
  PersonFields,
  PlaceFields,
  PlaceLines,
} from './contact-fields.tsx'
import classes from './contact-panel.module.css'
import { useContactPlaces } from './contact-places.ts'
import { contactChanged, contactQuery } from './contact-queries.ts'
import { addressWords, sharedWords, shortName } from './contact-words.ts'
import { useRecognized } from './recognize.ts'

export function EditContact() {
  const { customerId, contactId } = useParams({
    from: '/shell/customers/$customerId/contacts/$contactId/edit',
  })
  const { list } = useContactPlaces(customerId)
  const { data: contact, error, refetch } = useQuery(contactQuery(contactId))
  if (contact) return <EditForm key={contact.id} contact={contact} />
  return (
    <Panel label="Contact" title="Edit contact" close={list}>
      {error ? <ErrorNotice error={error} retry={refetch} /> : <SkeletonRows rows={7} height={60} />}
    </Panel>
  )
}

const valuesOf = (contact: Contact): EditValues => ({
  ...contactValues(contact),
  onlyThisCustomer: false,
  attach: false,
})

function EditForm({ contact }: { contact: Contact }) {
  const { open } = useContactPlaces(contact.customerId)
  const form = useForm({
    initialValues: valuesOf(contact),
    validate: {
      email: (email, { onlyThisCustomer }) => {
        const parsed = parseEmailAddress(email)
        if (!parsed.ok) return parsed.reason
        if (onlyThisCustomer && parsed.identity === contact.email.toLowerCase()) {
          return `Enter the address that ${shortName(contact)} uses only for ${contact.customerName}.`
        }
        return null
      },
    },
  })
  const { email, onlyThisCustomer, attach } = form.values
  const known = useRecognized(email)
  const other = known && known.id !== contact.personId ? known : null
  const changesAddress = email.trim().toLowerCase() !== contact.email.toLowerCase()
  const shared = sharedWords(contact)
  const onlyHereWords = `This changes only ${contact.customerName}.`
  const waitsForAttach = Boolean(other) && !attach

  const { saveUpon, news } = useRecord(form, {
    record: contact,
    valuesOf,
    readAgain: () => queryClient.fetchQuery({ ...contactQuery(contact.id), staleTime: 0 }),
    whoSaved: whoSaved({ contactId: contact.id }),
    whole: ['receives'],
  })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: saveUpon((values, base) =>
      call(contactsApi.change, {
        params: { contactId: contact.id },
        body: changeOf(base, values, Boolean(other)),
        version: base.version,
      }),
    ),
    saved: (saved) => {
      contactChanged(saved)
      done(`${shortened(personName(saved))} was saved.`)
      return open(saved.id)
    },
    unchanged: () => open(contact.id),
  })

  return (
    <Panel
      label="Contact"
      close={() => open(contact.id)}
      title={`Edit ${personName(contact)}`}
      lead={contact.customerName}
    >
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="lg">
          {shared && !other && (
            <div className={classes.shared}>
              <Text mb={6}>{onlyThisCustomer ? onlyHereWords : shared}</Text>
              <Checkbox
                label="Only this customer"
                description={`Gives ${shortName(contact)} a separate e-mail address at ${contact.customerName}; nothing changes for the other customers`}
                {...form.getInputProps('onlyThisCustomer', { type: 'checkbox' })}
              />
            </div>
          )}
          <Stack gap="sm">
            <TextInput
              label={onlyThisCustomer ? 'New e-mail, for this customer' : 'E-mail'}
              type="email"
              required
              autoFocus
              {...form.getInputProps('email')}
            />
            {changesAddress && !other && !onlyThisCustomer && (
              <Text size="sm" className={classes.shared} role="status">
                {addressWords(contact)}
              </Text>
            )}
            {other && (
              <div className={classes.shared} role="status">
                <Text mb={6}>
                  {other.email} belongs to {personName(other)}. Link this contact to {personName(other)},
                  whose name, phone and password stay as they are, or enter another address.
                </Text>
                <Checkbox
                  label={`Link to ${personName(other)}`}
                  {...form.getInputProps('attach', { type: 'checkbox' })}
                />
              </div>
            )}
            {!other && <PersonFields form={form} />}
          </Stack>
          <Fieldset legend={`At ${contact.customerName}`} variant="unstyled">
            <Stack gap="sm" mt="xs">
              <PlaceLines form={form} />
              <PlaceFields form={form} wasPrimary={contact.primary} />
            </Stack>
          </Fieldset>
        </Stack>
        <PanelFoot>
          <ErrorNotice error={error ?? news} />
          <Group gap="xs">
            <Button type="submit" loading={busy} disabled={waitsForAttach}>
              Save
            </Button>
            <Button variant="default" onClick={() => open(contact.id)}>
              Cancel
            </Button>
            {other && waitsForAttach && (
              <Text size="sm" c="dimmed">
                To save, tick “Link to {personName(other)}” or enter another address.
              </Text>
            )}
          </Group>
        </PanelFoot>
      </form>
    </Panel>
  )
}

type EditValues = ContactValues & {
  onlyThisCustomer: boolean
  attach: boolean
}

/** Only what differs is sent: a field that was not touched is not a change. */
function changeOf(contact: Contact, values: EditValues, isAttached: boolean): ContactChange {
  const { onlyThisCustomer, attach, ...typed } = values
  const before = contactValues(contact)
  const change: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(typed)) {
    const isPersonal = field in personFields && field !== 'email'
    if (isAttached && isPersonal) continue
    if (JSON.stringify(value) !== JSON.stringify(before[field as keyof typeof before])) change[field] = value
  }
  return { ...change, ...(onlyThisCustomer && { onlyThisCustomer }), ...(isAttached && attach && { attach }) }
}
