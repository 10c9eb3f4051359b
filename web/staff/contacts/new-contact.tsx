import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Link, useParams } from '@tanstack/react-router'
import { contactFields } from '../../../server/contacts/contact-fields.ts'
import { type Contact, contactsApi } from '../../../server/contacts/contacts.api.ts'
import type { Receives } from '../../../server/contacts/receives.ts'
import { only } from '../../../server/fields/field.ts'
import { parseEmailAddress } from '../../../server/people/email-address.ts'
import type { Customer } from '../../../server/customers/customers.api.ts'
import { personFields } from '../../../server/people/person-fields.ts'
import type { KnownPerson } from '../../../server/people/people.api.ts'
import { call } from '../../lib/client.ts'
import { listOf, personName, shortened } from '../../lib/formats.ts'
import { done } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { customerQuery } from '../customers/customer-queries.ts'
import { Panel, PanelFoot } from '../shell/panel.tsx'
import {
  type ContactValues,
  contactValues,
  NewPersonFields,
  PlaceFields,
  PlaceLines,
} from './contact-fields.tsx'
import classes from './contact-panel.module.css'
import { useContactPlaces } from './contact-places.ts'
import { contactChanged } from './contact-queries.ts'
import { shortName } from './contact-words.ts'
import { issuedBy, passwordMissing, passwordWish, PasswordWishFields, useIssuing } from './password-wish.tsx'
import { useRecognized } from './recognize.ts'

export function NewContact() {
  const { customerId } = useParams({ from: '/shell/customers/$customerId/contacts/new' })
  const { data: customer } = useQuery(customerQuery(customerId))
  const { list, open } = useContactPlaces(customerId)
  const { mailsLink, what } = useIssuing()
  const form = useForm({
    initialValues: {
      ...contactValues(),
      receives: customer?.newContactsReceive ?? {},
      portalPassword: passwordWish,
      noAccess: false,
    },
    validate: {
      email: (email: string) => {
        const parsed = parseEmailAddress(email)
        return parsed.ok ? null : parsed.reason
      },
      portalPassword: {
        password: (_password, { portalPassword, noAccess }) =>
          mayIssue && !noAccess ? passwordMissing(portalPassword) : null,
      },
    },
  })
  const { email, firstName, lastName, noAccess } = form.values
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
  const mayIssue = known === null || (known.portalAccess === 'none' && !here)

  const { onSubmit, busy, error } = useSubmit(form, {
    save: (values) =>
      call(contactsApi.add, {
        params: { customerId },
        body: {
          ...(known ? placeOnly(values) : everything(values)),
          portalPassword: mayIssue && !noAccess ? issuedBy(values.portalPassword) : null,
        },
      }),
    saved: async (contact) => {
      contactChanged(contact)
      done(addedWords(contact, what))
      await open(contact.id)
    },
  })

  return (
    <Panel label="Contact" close={list} title="New Contact" lead={customer && `at ${customer.name}`}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="sm">
          <TextInput
            label="E-mail"
            type="email"
            required
            autoFocus
            autoComplete="off"
            {...form.getInputProps('email')}
          />
          {known && <Known person={known} here={here} />}
          {!known && <NewPersonFields form={form} />}
          {known && !here && <PlaceLines form={form} />}
          {!here && <PlaceFields form={form} receivesSource={customer && receivesSource(customer)} />}
          {mayIssue && (
            <fieldset className={classes.access}>
              <legend>Portal access</legend>
              {!noAccess && (
                <PasswordWishFields
                  label="Generate the temporary password automatically"
                  wish={form.values.portalPassword}
                  field={(field, type) => form.getInputProps(`portalPassword.${field}`, { type })}
                  around={[...namesOf(known ?? { firstName, lastName, email }), customer?.name ?? '']}
                />
              )}
              <Checkbox
                label="No portal access for now"
                {...form.getInputProps('noAccess', { type: 'checkbox' })}
              />
              <Text size="xs" c="dimmed">
                {noAccess
                  ? 'You can give access later with the key icon in the contact’s details.'
                  : mailsLink
                    ? 'Save mails the contact a link to set a password. It works once.'
                    : 'Save mails the contact a temporary password. It works once: with it they choose their own.'}
              </Text>
            </fieldset>
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

const namesOf = ({ firstName, lastName, email }: Pick<KnownPerson, 'firstName' | 'lastName' | 'email'>) => [
  firstName,
  lastName,
  email,
]

/** What was done, as the server says: somebody may have taken the address in the meantime. */
function addedWords(contact: Contact, what: string) {
  const name = shortened(personName(contact))
  const added =
    contact.elsewhereCount > 0
      ? `${name} is now a contact of ${shortened(contact.customerName)} too.`
      : `${name} was added.`
  const isIssued = contact.recentActivity.some(
    ({ action, contactId }) =>
      contactId === contact.id &&
      (action === 'portal-access.password-issued' || action === 'portal-access.link-issued'),
  )
  if (isIssued) return `${added} The ${what} is on its way to ${shortened(contact.email)}.`
  return contact.portalAccess.state === 'none' ? `${added} They have no portal access for now.` : added
}

/** Who says what a new contact is proposed to receive. */
function receivesSource({ name, defaultReceives }: Customer) {
  return `As set for new contacts ${defaultReceives ? `of ${name}` : 'in Organization > Settings'}`
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
        Save links {name} to this customer too, and tells {name} by e-mail. {staysWords(person)}
      </Text>
    </div>
  )
}

function staysWords(person: KnownPerson) {
  const name = shortName(person)
  if (person.portalAccess === 'none')
    return `Name, phone and language stay as they are. ${name} has no portal access.`
  if (person.portalAccess === 'given') return 'Name, phone and portal password stay as they are.'
  return `Name and phone stay as they are. ${name}’s portal access was revoked, and stays revoked until you give it back.`
}

const placeOnly = (values: ContactValues) => ({ email: values.email, ...only(contactFields, values) })

const everything = (values: ContactValues) => ({ ...only(personFields, values), ...placeOnly(values) })
