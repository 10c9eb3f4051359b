import { Box, Button, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type FormValues, formValues } from '../../../server/fields/field.ts'
import { personFields } from '../../../server/people/person-fields.ts'
import { portalApi, type PortalSession } from '../../../server/portal-access/portal-access.api.ts'
import { call } from '../../lib/client.ts'
import { listOf } from '../../lib/formats.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useRecord } from '../../ui/use-record.ts'
import { useSubmit } from '../../ui/use-submit.ts'
import { homeQuery } from '../home/home.ts'
import { Notice } from '../../ui/notice.tsx'
import formClasses from '../look/form.module.css'
import { portal, useDoor } from '../portal.ts'
import { keep, useSignedIn, whileSignedIn } from '../session.ts'
import { Page } from '../shell/page.tsx'

export function ProfilePage() {
  const door = useDoor()
  const person = useSignedIn()?.person
  const lead = (
    <>
      How <bdi>{door.name}</bdi> addresses and reaches you. <WhereItCounts />
    </>
  )
  return (
    <Page title="Profile" lead={lead}>
      {person && (
        <Box mt="xl">
          <ProfileForm person={person} />
        </Box>
      )}
    </Page>
  )
}

const NAMES_WORTH_READING = 3

/** One person, stored once: the one who changes something should know where it shows. */
function WhereItCounts() {
  const customers = useQuery(homeQuery).data?.customers ?? []
  if (customers.length < 2) return null
  if (customers.length > NAMES_WORTH_READING)
    return <>A change applies to all {customers.length} companies.</>
  return <>A change applies to {listOf(customers.map(({ name }) => name))}.</>
}

type Person = PortalSession['person']
const { firstName, lastName, phone, secondPhone } = personFields
const ownFields = { firstName, lastName, phone, secondPhone }
type Values = FormValues<typeof ownFields>

function ProfileForm({ person }: { person: Person }) {
  const [isSaid, setIsSaid] = useState(false)
  const form = useForm<Values>({
    initialValues: valuesOf(person),
    onValuesChange: () => setIsSaid(false),
  })
  const { saveUpon, news } = useRecord(form, {
    record: person,
    valuesOf,
    readAgain: async () => (await whileSignedIn(call(portalApi.session, { params: { portal } }))).person,
  })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: saveUpon(async (values, base) => {
      const body = changed(valuesOf(base), values)
      const version = base.version
      const session = await whileSignedIn(call(portalApi.changeMe, { params: { portal }, body, version }))
      keep(session)
      return session.person
    }),
    saved: () => setIsSaid(true),
    unchanged: () => {},
  })

  return (
    <form onSubmit={onSubmit} noValidate className={formClasses.form}>
      <div className={formClasses.pair}>
        <TextInput label={firstName.label} autoComplete="given-name" {...form.getInputProps('firstName')} />
        <TextInput label={lastName.label} autoComplete="family-name" {...form.getInputProps('lastName')} />
      </div>
      <div className={formClasses.pair}>
        <TextInput label={phone.label} type="tel" autoComplete="tel" {...form.getInputProps('phone')} />
        <TextInput
          label={secondPhone.label}
          type="tel"
          autoComplete="off"
          {...form.getInputProps('secondPhone')}
        />
      </div>
      <EmailAddress email={person.email} />
      <ErrorNotice error={error ?? news} />
      {isSaid && <Notice>Saved.</Notice>}
      <div>
        <Button type="submit" loading={busy}>
          Save
        </Button>
      </div>
    </form>
  )
}

function EmailAddress({ email }: { email: string }) {
  const door = useDoor()
  return (
    <div>
      <Text fw={500} size="md">
        E-mail
      </Text>
      <Text>
        <bdi>{email}</bdi>
      </Text>
      <Text size="sm" c="dimmed">
        You sign in with it. To change it, ask <bdi>{door.name}</bdi>.
      </Text>
    </div>
  )
}

const valuesOf = (person: Person): Values => formValues(ownFields, person)

function changed(read: Values, values: Values): Partial<Values> {
  return Object.fromEntries(
    Object.entries(values).filter(([field, value]) => value !== read[field as keyof Values]),
  )
}
