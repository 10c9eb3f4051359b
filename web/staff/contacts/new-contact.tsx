import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Link, useParams } from '@tanstack/react-router'
import { contactsApi } from '../../../server/contacts/contacts.api.ts'
import type { Receives } from '../../../server/contacts/receives.ts'
import { parseEmailAddress } from '../../../server/people/email-address.ts'
import type { Customer } from '../../../server/customers/customers.api.ts'
import type { KnownPerson } from '../../../server/people/people.api.ts'
import { call } from '../../lib/client.ts'
import { listOf, personName, shortened } from '../../lib/formats.ts'
import { done } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { customerQuery } from '../customers/customer-queries.ts'
import { usePasswordMinLength } from '../organization/organization-queries.ts'
import { Panel, PanelFoot } from '../shell/panel.tsx'
import { type ContactValues, contactValues, PersonFields, PlaceFields } from './contact-fields.tsx'
import classes from './contact-panel.module.css'
import { useContactPlaces } from './contact-places.ts'
import { contactChanged } from './contact-queries.ts'
import { useRecognized } from './recognize.ts'

export function NewContact() {
  const { customerId } = useParams({ from: '/shell/customers/$customerId/contacts/new' })
  const { data: customer } = useQuery(customerQuery(customerId))
  const { list, open } = useContactPlaces(customerId)
  const minLength = usePasswordMinLength()
  const form = useForm({
    initialValues: {
      ...contactValues(),
      receives: customer?.newContactsReceive ?? {},
      generate: true,
      password: '',
    },
    validate: {
      email: (email: string) => {
        const parsed = parseEmailAddress(email)
        return parsed.ok ? null : parsed.reason
      },
    },
  })
  const { email, firstName, lastName, generate, password } = form.values
  const proposed = useRef<Receives>(form.values.receives)
  useEffect(() => {
    // Opened by its address, the form is there before what it proposes.
    if (!customer || form.values.receives !== proposed.current) return
    proposed.current = customer.newContactsReceive
    form.setInitialValues({ ...form.getInitialValues(), receives: proposed.current })
    form.setFieldValue('receives', proposed.current)
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [customer])
  const known = useRecognized(email)
  const here = known?.contacts.find((contact) => contact.customerId === customerId)

  const { onSubmit, busy, error } = useSubmit(form, async (values) => {
    const body = known
      ? placeOnly(values)
      : { ...everything(values), portalPassword: generate ? { generate } : { password } }
    const contact = await call(contactsApi.add, { params: { customerId }, body })
    contactChanged(contact)
    done(
      known
        ? `${shortened(personName(contact))} is now a contact of ${shortened(contact.customerName)} too.`
        : `${shortened(personName(contact))} was added. The temporary password is on its way to ${shortened(contact.email)}.`,
    )
    await open(contact.id)
  })

  return (
    <Panel label="Contact" close={list} title="New Contact" lead={customer && `of ${customer.name}`}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          <TextInput
            label="E-mail"
            type="email"
            required
            autoFocus
            autoComplete="off"
            {...form.getInputProps('email')}
          />
          {known && <Known person={known} here={here} />}
          {!known && <PersonFields form={form} />}
          {!here && <PlaceFields form={form} receivesSource={customer && receivesSource(customer)} />}
          {!known && (
            <>
              <Checkbox
                label="Generate the temporary password automatically"
                {...form.getInputProps('generate', { type: 'checkbox' })}
              />
              {!generate && (
                <PasswordField
                  label="Temporary password"
                  rules={{ minLength, around: [firstName, lastName, email, customer?.name ?? ''] }}
                  {...form.getInputProps('password')}
                />
              )}
              <Text size="xs" c="dimmed">
                Save mails the temporary password to the contact. It works once, to choose their own.
              </Text>
            </>
          )}
        </Stack>
        <PanelFoot>
          <ErrorNotice error={error} />
          <Group gap="xs">
            <Button type="submit" loading={busy} disabled={Boolean(here)}>
              Save
            </Button>
            <Button variant="default" onClick={list}>
              Cancel
            </Button>
          </Group>
        </PanelFoot>
      </form>
    </Panel>
  )
}

/** Who says what a new contact is proposed to receive. */
function receivesSource({ name, defaultReceives }: Customer) {
  return defaultReceives ? `As set for new contacts of ${name}` : 'As your settings say for new contacts'
}

/** Somebody has this address already: they are linked, not copied. */
function Known({ person, here }: { person: KnownPerson; here: KnownPerson['contacts'][number] | undefined }) {
  const name = personName(person)
  if (here) {
    return (
      <div className={classes.shared} role="status">
        <Text>
          {name} is already {here.active ? 'a contact' : 'an inactive contact'} of this customer.{' '}
          <Link
            to="/customers/$customerId/contacts/$contactId"
            params={{ customerId: here.customerId, contactId: here.contactId }}
            className={classes.customer}
          >
            Open {name}
          </Link>
        </Text>
      </div>
    )
  }
  const places = person.contacts.map(({ customerName, active }) =>
    active ? customerName : `${customerName} (inactive)`,
  )
  return (
    <div className={classes.shared} role="status">
      <Text fw={550}>
        {name} {places.length > 0 ? `is already a contact of ${listOf(places)}.` : 'is already known.'}
      </Text>
      <Text>
        Save links {name} to this customer too. Name, phone and{' '}
        {person.hasPortalAccess ? 'portal password' : 'language'} stay as they are; a letter tells {name}{' '}
        about it.
      </Text>
    </div>
  )
}

function placeOnly({ email, jobTitle, receives, primary }: ContactValues) {
  return { email, jobTitle, receives, primary, portalPassword: null }
}

function everything({
  language,
  generate: _generate,
  password: _password,
  ...values
}: ContactValues & { generate: boolean; password: string }) {
  return { ...values, ...(language && { language }) }
}
