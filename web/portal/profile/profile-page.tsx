import { Box, Button, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { portalApi, type PortalSession } from '../../../server/portal-access/portal-access.api.ts'
import { call } from '../../lib/client.ts'
import { listOf } from '../../lib/formats.ts'
import { hasStatus } from '../../lib/problem.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { checkedBy, useSubmit } from '../../ui/use-submit.ts'
import { homeQuery } from '../home/home.ts'
import { Notice } from '../../ui/notice.tsx'
import formClasses from '../look/form.module.css'
import { portal, useDoor } from '../portal.ts'
import { keep, useSignedIn, whileSignedIn } from '../session.ts'
import { Page } from '../shell/page.tsx'
import { rebase } from './rebase.ts'

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

/** One person, stored once: whoever changes something should know where it shows. */
function WhereItCounts() {
  const customers = useQuery(homeQuery).data?.customers ?? []
  if (customers.length < 2) return null
  if (customers.length > NAMES_WORTH_READING)
    return <>A change applies to all {customers.length} customers.</>
  return <>A change applies to {listOf(customers.map(({ name }) => name))}.</>
}

type Person = PortalSession['person']
const LABELS = {
  firstName: 'First name',
  lastName: 'Last name',
  phone: 'Phone',
  secondPhone: 'Second phone',
}
type Values = Record<keyof typeof LABELS, string>

function ProfileForm({ person }: { person: Person }) {
  const [read, setRead] = useState(person)
  const [notice, setNotice] = useState<{ tone?: 'attention'; words: ReactNode }>()
  const form = useForm<Values>({
    initialValues: valuesOf(person),
    validate: checkedBy(portalApi.changeMe.body),
    onValuesChange: () => setNotice(undefined),
  })
  const accept = (session: PortalSession, values: Values) => {
    keep(session)
    setRead(session.person)
    form.setInitialValues(valuesOf(session.person))
    form.setValues(values)
  }
  const { onSubmit, busy, error } = useSubmit(form, async (values) => {
    const body = changed(valuesOf(read), values)
    if (Object.keys(body).length === 0) return setNotice({ words: 'Nothing was changed.' })
    try {
      const session = await whileSignedIn(
        call(portalApi.changeMe, { params: { portal }, body, version: read.version }),
      )
      accept(session, valuesOf(session.person))
      setNotice({ words: 'Saved.' })
    } catch (refusal) {
      if (!hasStatus(refusal, 412)) throw refusal
      const session = await whileSignedIn(call(portalApi.session, { params: { portal } }))
      const stored = valuesOf(session.person)
      const rebased = rebase(valuesOf(read), values, stored)
      accept(session, rebased.values)
      setNotice({
        tone: 'attention',
        words: <ChangedMeanwhile stored={stored} contested={rebased.contested} />,
      })
    }
  })

  return (
    <form onSubmit={onSubmit} noValidate className={formClasses.form}>
      <div className={formClasses.pair}>
        <TextInput label={LABELS.firstName} autoComplete="given-name" {...form.getInputProps('firstName')} />
        <TextInput label={LABELS.lastName} autoComplete="family-name" {...form.getInputProps('lastName')} />
      </div>
      <div className={formClasses.pair}>
        <TextInput label={LABELS.phone} type="tel" autoComplete="tel" {...form.getInputProps('phone')} />
        <TextInput
          label={LABELS.secondPhone}
          type="tel"
          autoComplete="off"
          {...form.getInputProps('secondPhone')}
        />
      </div>
      <EmailAddress email={person.email} />
      <ErrorNotice error={error} />
      {notice && <Notice tone={notice.tone}>{notice.words}</Notice>}
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

function ChangedMeanwhile({ stored, contested }: { stored: Values; contested: (keyof Values)[] }) {
  return (
    <>
      Your details were changed elsewhere a moment ago, so nothing is saved yet. What is stored now is below,
      with your own changes on top.{' '}
      {contested.map((field) => (
        <span key={field}>
          {LABELS[field]} is now {stored[field] ? <bdi>“{stored[field]}”</bdi> : 'empty'}; yours is still in
          the form.{' '}
        </span>
      ))}
      Save again to keep what you see.
    </>
  )
}

function valuesOf(person: Person): Values {
  return {
    firstName: person.firstName,
    lastName: person.lastName,
    phone: person.phone ?? '',
    secondPhone: person.secondPhone ?? '',
  }
}

function changed(read: Values, values: Values): Partial<Values> {
  return Object.fromEntries(
    Object.entries(values).filter(([field, value]) => value !== read[field as keyof Values]),
  )
}
