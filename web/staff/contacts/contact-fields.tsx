import { Button, Checkbox, SimpleGrid, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { type ComponentType, type ReactNode, useState } from 'react'
import { contactFields } from '../../../server/contacts/contact-fields.ts'
import type { Contact } from '../../../server/contacts/contacts.api.ts'
import {
  type FormValues,
  formValues,
  namesOf,
  textNames,
  type TextNames,
  wordsOf,
} from '../../../server/fields/field.ts'
import { personFields } from '../../../server/people/person-fields.ts'
import { languageChoices, timeZoneChoices } from '../../lib/choices.ts'
import { languageName } from '../../lib/formats.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { organizationQuery } from '../organization/organization-queries.ts'
import classes from './contact-panel.module.css'
import { ReceivesField } from './receives-field.tsx'

export type ContactValues = FormValues<typeof personFields> & FormValues<typeof contactFields>

export const contactValues = (contact?: Contact): ContactValues => ({
  ...formValues(personFields, contact),
  ...formValues(contactFields, contact),
})

type Form = Pick<UseFormReturnType<ContactValues>, 'getInputProps' | 'values' | 'errors' | 'setFieldValue'>

/** What belongs to the person besides the address, in the order of the form. */
const personInputs: Record<Exclude<keyof typeof personFields, 'email'>, ComponentType<{ form: Form }>> = {
  firstName: ({ form }) => <TextInput {...person(form, 'firstName')} />,
  lastName: ({ form }) => <TextInput {...person(form, 'lastName')} />,
  phone: ({ form }) => <TextInput type="tel" {...person(form, 'phone')} />,
  secondPhone: ({ form }) => <TextInput type="tel" {...person(form, 'secondPhone')} />,
  language: LanguageField,
  timeZone: TimeZoneField,
}
const PERSON = namesOf(personInputs)
const PLACE = textNames(contactFields)
/** What somebody new is asked for at once, so that the form fits on a screen. The other fields are a click away. */
const ASKED_FIRST: readonly string[] = ['firstName', 'lastName', 'phone', 'jobTitle']
const isAskedFirst = (name: string) => ASKED_FIRST.includes(name)
const isAskedLater = (name: string) => !isAskedFirst(name)
const LATER = [
  ...PLACE.filter(isAskedLater).map((name) => ({ name, words: wordsOf(contactFields)[name]! })),
  ...PERSON.filter(isAskedLater).map((name) => ({ name, words: wordsOf(personFields)[name]! })),
]

/** What belongs to the person, and is the same at every customer of theirs. */
export function PersonFields({ form }: { form: Form }) {
  return (
    <TwoColumns>
      <PersonInputs names={PERSON} form={form} />
    </TwoColumns>
  )
}

/** The same for somebody new, with what they are at this customer. */
export function NewPersonFields({ form }: { form: Form }) {
  const [wantsMore, setWantsMore] = useState(false)
  const isOpen = wantsMore || LATER.some(({ name }) => Boolean(form.errors[name]))
  const words = LATER.map((one) => one.words).join(', ')
  return (
    <>
      <TwoColumns>
        <PersonInputs names={PERSON.filter(isAskedFirst)} form={form} />
        <PlaceInputs names={PLACE.filter(isAskedFirst)} form={form} />
        {isOpen && (
          <>
            <PlaceInputs names={PLACE.filter(isAskedLater)} form={form} />
            <PersonInputs names={PERSON.filter(isAskedLater)} form={form} />
          </>
        )}
      </TwoColumns>
      {!isOpen && (
        <Button
          classNames={{ root: classes.more!, label: classes.moreWords! }}
          size="compact-sm"
          variant="subtle"
          aria-expanded={false}
          onClick={() => setWantsMore(true)}
        >
          {words.charAt(0).toUpperCase() + words.slice(1)}
        </Button>
      )}
    </>
  )
}

function PersonInputs({ names, form }: { names: readonly (keyof typeof personInputs)[]; form: Form }) {
  return names.map((name) => {
    const Input = personInputs[name]
    return <Input key={name} form={form} />
  })
}

const person = (form: Form, name: keyof typeof personFields) => ({
  label: personFields[name].label,
  ...form.getInputProps(name),
})

const choice = (form: Form, name: 'language' | 'timeZone') => ({
  ...person(form, name),
  value: form.values[name] ?? '',
  onChange: (chosen: string | null) => form.setFieldValue(name, chosen || null),
})

const otherwise = (what: string | undefined) => ({
  value: '',
  label: what ? `The organization’s (${what})` : 'The organization’s',
})

function LanguageField({ form }: { form: Form }) {
  const { data: organization } = useQuery(organizationQuery)
  return (
    <ChoiceField
      className={classes.wide}
      noun="language"
      data={[
        otherwise(organization && languageName(organization.language)),
        ...languageChoices(form.values.language ?? undefined),
      ]}
      {...choice(form, 'language')}
    />
  )
}

function TimeZoneField({ form }: { form: Form }) {
  const { data: organization } = useQuery(organizationQuery)
  return (
    <ChoiceField
      className={classes.wide}
      noun="time zone"
      data={[
        otherwise(organization?.timeZone.replaceAll('_', ' ')),
        ...timeZoneChoices(form.values.timeZone),
      ]}
      {...choice(form, 'timeZone')}
    />
  )
}

function TwoColumns({ children }: { children: ReactNode }) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
      {children}
    </SimpleGrid>
  )
}

/** What somebody is at this customer. */
export function PlaceLines({ form }: { form: Form }) {
  return (
    <TwoColumns>
      <PlaceInputs names={PLACE} form={form} />
    </TwoColumns>
  )
}

function PlaceInputs({ names, form }: { names: typeof PLACE; form: Form }) {
  return names.map((name) => (
    <TextInput key={name} label={contactFields[name].label} {...form.getInputProps(name)} />
  ))
}

interface PlaceProps {
  form: Form
  wasPrimary?: boolean
  /** Says where the proposed choice comes from. */
  receivesSource?: string | undefined
}

const placeInputs: Record<
  Exclude<keyof typeof contactFields, TextNames<typeof contactFields>>,
  ComponentType<PlaceProps>
> = {
  receives: ({ form, receivesSource }) => (
    <ReceivesField
      label={contactFields.receives.label}
      description={receivesSource}
      {...form.getInputProps('receives')}
      value={form.values.receives}
    />
  ),
  primary: ({ form, wasPrimary }) => (
    <Checkbox
      label={contactFields.primary.label}
      description={wasPrimary ? undefined : 'Replaces the current primary contact'}
      {...form.getInputProps('primary', { type: 'checkbox' })}
    />
  ),
}

/** What they receive there, and whether they come first. */
export function PlaceFields(props: PlaceProps) {
  return Object.entries(placeInputs).map(([name, Input]) => <Input key={name} {...props} />)
}
