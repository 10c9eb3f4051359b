import { Button, Checkbox, SimpleGrid, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Contact } from '../../../server/contacts/contacts.api.ts'
import type { Receives } from '../../../server/contacts/receives.ts'
import { languageChoices, timeZoneChoices } from '../../lib/choices.ts'
import { languageName } from '../../lib/formats.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { organizationQuery } from '../organization/organization-queries.ts'
import classes from './contact-panel.module.css'
import { ReceivesField } from './receives-field.tsx'

export interface ContactValues {
  email: string
  firstName: string
  lastName: string
  phone: string
  secondPhone: string
  language: string | null
  timeZone: string | null
  jobTitle: string
  receives: Receives
  primary: boolean
}

export function contactValues(contact?: Contact): ContactValues {
  return {
    email: contact?.email ?? '',
    firstName: contact?.firstName ?? '',
    lastName: contact?.lastName ?? '',
    phone: contact?.phone ?? '',
    secondPhone: contact?.secondPhone ?? '',
    language: contact?.language ?? null,
    timeZone: contact?.timeZone ?? null,
    jobTitle: contact?.jobTitle ?? '',
    receives: contact?.receives ?? {},
    primary: contact?.primary ?? false,
  }
}

type Form = Pick<UseFormReturnType<ContactValues>, 'getInputProps' | 'values' | 'errors' | 'setFieldValue'>

/** What belongs to the person, and is the same at every customer of theirs. */
export function PersonFields({ form }: { form: Form }) {
  return (
    <TwoColumns>
      <NameFields form={form} />
      <TextInput label="Phone" type="tel" {...form.getInputProps('phone')} />
      <LessUsedFields form={form} />
    </TwoColumns>
  )
}

/** The same for somebody new, with the job title at this customer: fields that are seldom needed are a click away. */
export function NewPersonFields({ form }: { form: Form }) {
  const [wantsMore, setWantsMore] = useState(false)
  const isOpen = wantsMore || LESS_USED.some((field) => Boolean(form.errors[field]))
  return (
    <>
      <TwoColumns>
        <NameFields form={form} />
        <TextInput label="Phone" type="tel" {...form.getInputProps('phone')} />
        <JobTitleField form={form} />
        {isOpen && <LessUsedFields form={form} />}
      </TwoColumns>
      {!isOpen && (
        <Button
          className={classes.more}
          size="compact-sm"
          variant="subtle"
          aria-expanded={false}
          onClick={() => setWantsMore(true)}
        >
          Second phone, language, time zone
        </Button>
      )}
    </>
  )
}

const LESS_USED = ['secondPhone', 'language', 'timeZone']

function NameFields({ form }: { form: Form }) {
  return (
    <>
      <TextInput label="First name" {...form.getInputProps('firstName')} />
      <TextInput label="Last name" {...form.getInputProps('lastName')} />
    </>
  )
}

function LessUsedFields({ form }: { form: Form }) {
  const { data: organization } = useQuery(organizationQuery)
  const { language, timeZone } = form.values
  const otherwise = (what: string | undefined) => ({
    value: '',
    label: what ? `The organization’s (${what})` : 'The organization’s',
  })
  const choice = (field: 'language' | 'timeZone') => ({
    ...form.getInputProps(field),
    value: form.values[field] ?? '',
    onChange: (chosen: string | null) => form.setFieldValue(field, chosen || null),
  })
  return (
    <>
      <TextInput label="Second phone" type="tel" {...form.getInputProps('secondPhone')} />
      <ChoiceField
        className={classes.wide}
        label="Language"
        noun="language"
        data={[
          otherwise(organization && languageName(organization.language)),
          ...languageChoices(language ?? undefined),
        ]}
        {...choice('language')}
      />
      <ChoiceField
        className={classes.wide}
        label="Time zone"
        noun="time zone"
        data={[otherwise(organization?.timeZone.replaceAll('_', ' ')), ...timeZoneChoices(timeZone)]}
        {...choice('timeZone')}
      />
    </>
  )
}

function TwoColumns({ children }: { children: ReactNode }) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
      {children}
    </SimpleGrid>
  )
}

export function JobTitleField({ form }: { form: Form }) {
  return <TextInput label="Job title" {...form.getInputProps('jobTitle')} />
}

/** What belongs to the person's place at this customer. */
export function PlaceFields({
  form,
  wasPrimary = false,
  receivesSource,
}: {
  form: Form
  wasPrimary?: boolean
  /** Says where the proposed choice comes from. */
  receivesSource?: string | undefined
}) {
  return (
    <>
      <ReceivesField
        label="Receives"
        description={receivesSource}
        {...form.getInputProps('receives')}
        value={form.values.receives}
      />
      <Checkbox
        label="Primary contact"
        description={wasPrimary ? undefined : 'Replaces the current primary contact'}
        {...form.getInputProps('primary', { type: 'checkbox' })}
      />
    </>
  )
}
