import { Checkbox, SimpleGrid, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { Contact } from '../../../server/contacts/contacts.api.ts'
import type { Receives } from '../../../server/contacts/receives.ts'
import { languageChoices, timeZoneChoices } from '../../lib/choices.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
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

type Form = Pick<UseFormReturnType<ContactValues>, 'getInputProps' | 'values'>

/** What belongs to the person, and is the same at every customer of theirs. */
export function PersonFields({ form }: { form: Form }) {
  const { language, timeZone } = form.values
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
      <TextInput label="First name" {...form.getInputProps('firstName')} />
      <TextInput label="Last name" {...form.getInputProps('lastName')} />
      <TextInput label="Phone" type="tel" {...form.getInputProps('phone')} />
      <TextInput label="Second phone" type="tel" {...form.getInputProps('secondPhone')} />
      <ChoiceField
        label="Language"
        noun="language"
        placeholder="The organization’s"
        data={languageChoices(language ?? undefined)}
        {...form.getInputProps('language')}
      />
      <ChoiceField
        label="Time zone"
        noun="time zone"
        placeholder="The organization’s"
        clearable
        data={timeZoneChoices(timeZone)}
        {...form.getInputProps('timeZone')}
      />
    </SimpleGrid>
  )
}

/** What belongs to the person's place at this customer. */
export function PlaceFields({
  form,
  wasPrimary = false,
  receivesSource,
}: {
  form: Form
  wasPrimary?: boolean
  /** Where what is proposed comes from. */
  receivesSource?: string | undefined
}) {
  return (
    <>
      <TextInput label="Job title" {...form.getInputProps('jobTitle')} />
      <ReceivesField
        label="Receives"
        description={receivesSource}
        {...form.getInputProps('receives')}
        value={form.values.receives}
      />
      <Checkbox
        label="Primary contact"
        description={wasPrimary ? undefined : 'Takes the place of the present one'}
        {...form.getInputProps('primary', { type: 'checkbox' })}
      />
    </>
  )
}
