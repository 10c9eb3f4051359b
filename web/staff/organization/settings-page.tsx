import { Anchor, ColorInput, NumberInput, Radio, Stack, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { BodyFor } from '../../../server/http/endpoint.ts'
import { type Organization, organizationApi } from '../../../server/organization/organization.api.ts'
import { currencyChoices, languageChoices, timeZoneChoices } from '../../lib/choices.ts'
import { call } from '../../lib/client.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { WhenRead } from '../../ui/when-read.tsx'
import { ReceivesField } from '../contacts/receives-field.tsx'
import { organizationQuery } from './organization-queries.ts'
import { SettingsForm, SettingsSection, WideSetting } from './settings-form.tsx'
import { useSettingsForm } from './use-settings.ts'

export function SettingsPage() {
  usePageTitle('Settings', 'Portico')
  const query = useQuery(organizationQuery)
  return (
    <div className="page narrow">
      <div className="page-head">
        <Title order={1}>Settings</Title>
      </div>
      <WhenRead query={query} rows={8} height={60}>
        {(organization) => <OrganizationSettings organization={organization} />}
      </WhenRead>
    </div>
  )
}

const hoursMissing = (hours: number | '') => (hours === '' ? 'Enter a number of hours.' : null)
const daysMissing = (days: number | '') => (days === '' ? 'Enter a number of days.' : null)

function valuesOf(organization: Organization) {
  const { name, accentColor, timeZone, language, currency, credentialMail } = organization
  return {
    name,
    accentColor,
    timeZone,
    language,
    currency,
    credentialMail,
    temporaryPasswordHours: organization.temporaryPasswordHours as number | '',
    passwordMinLength: organization.passwordMinLength as number | '',
    staffSessionIdleHours: organization.staffSessionIdleHours as number | '',
    staffSessionDays: organization.staffSessionDays as number | '',
    portalSessionIdleHours: organization.portalSessionIdleHours as number | '',
    portalSessionDays: organization.portalSessionDays as number | '',
    newContactsReceive: organization.newContactsReceive,
  }
}

function OrganizationSettings({ organization }: { organization: Organization }) {
  const { timeZone, language } = organization
  const { form, submit } = useSettingsForm({
    settings: organization,
    query: organizationQuery,
    change: 'organization',
    valuesOf,
    validate: {
      temporaryPasswordHours: hoursMissing,
      staffSessionIdleHours: hoursMissing,
      staffSessionDays: daysMissing,
      portalSessionIdleHours: hoursMissing,
      portalSessionDays: daysMissing,
      passwordMinLength: (length) => (length === '' ? 'Enter a number of characters.' : null),
    },
    whole: ['newContactsReceive'],
    save: (values, { version }) =>
      call(organizationApi.change, { body: values as BodyFor<typeof organizationApi.change>, version }),
    saved: 'The settings were saved.',
  })
  return (
    <SettingsForm {...submit}>
      <SettingsSection title="Organization">
        <TextInput label="Name" required {...form.getInputProps('name')} />
        <ChoiceField
          label="Currency"
          noun="currency"
          data={currencyChoices()}
          {...form.getInputProps('currency')}
        />
        <ChoiceField
          label="Language"
          noun="language"
          data={languageChoices(language)}
          {...form.getInputProps('language')}
        />
        <ChoiceField
          label="Time zone"
          noun="time zone"
          data={timeZoneChoices(timeZone)}
          {...form.getInputProps('timeZone')}
        />
      </SettingsSection>
      <SettingsSection title="Contacts">
        <ReceivesField
          label="What new contacts receive"
          description="A customer can have its own choice"
          value={form.values.newContactsReceive}
          onChange={(receives) => form.setFieldValue('newContactsReceive', receives)}
          error={form.errors['newContactsReceive']}
        />
      </SettingsSection>
      <SettingsSection
        title="Customer portal"
        lead={
          <>
            Contacts sign in at <Anchor href={organization.portalUrl}>{organization.portalUrl}</Anchor>
          </>
        }
      >
        <ColorInput
          label="Colour"
          description="Used in the portal and in e-mails"
          format="hex"
          eyeDropperButtonProps={{ 'aria-label': 'Pick a colour from the screen' }}
          {...form.getInputProps('accentColor')}
        />
        <NumberInput
          label="Minimum password length"
          description="In characters; 15 is recommended"
          min={8}
          max={64}
          allowDecimal={false}
          {...form.getInputProps('passwordMinLength')}
        />
      </SettingsSection>
      <SettingsSection title="Temporary passwords">
        <WideSetting>
          <Radio.Group label="The e-mail contains" {...form.getInputProps('credentialMail')}>
            <Stack gap="xs" mt={6}>
              <Radio value="password" label="The temporary password itself" />
              <Radio value="link" label="A link to set a password, which works once" />
            </Stack>
          </Radio.Group>
        </WideSetting>
        <NumberInput
          label="Valid for"
          description="In hours, up to 720 (30 days)"
          min={1}
          max={720}
          allowDecimal={false}
          {...form.getInputProps('temporaryPasswordHours')}
        />
      </SettingsSection>
      <SettingsSection
        title="Security"
        lead="When people have to sign in again. This also applies to those who are signed in now."
      >
        <NumberInput
          label="Sign staff out when idle for"
          description="In hours, up to 720 (30 days)"
          min={1}
          max={720}
          allowDecimal={false}
          {...form.getInputProps('staffSessionIdleHours')}
        />
        <NumberInput
          label="Sign staff out in any case after"
          description="In days, up to 90"
          min={1}
          max={90}
          allowDecimal={false}
          {...form.getInputProps('staffSessionDays')}
        />
        <NumberInput
          label="Sign contacts out when idle for"
          description="In hours, up to 720 (30 days)"
          min={1}
          max={720}
          allowDecimal={false}
          {...form.getInputProps('portalSessionIdleHours')}
        />
        <NumberInput
          label="Sign contacts out in any case after"
          description="In days, up to 90"
          min={1}
          max={90}
          allowDecimal={false}
          {...form.getInputProps('portalSessionDays')}
        />
      </SettingsSection>
    </SettingsForm>
  )
}
