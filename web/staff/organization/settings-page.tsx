import { Anchor, ColorInput, NumberInput, Radio, Stack, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { BodyFor } from '../../../server/http/endpoint.ts'
import { type Organization, organizationApi } from '../../../server/organization/organization.api.ts'
import { currencyCodes, languageChoices, timeZoneChoices } from '../../lib/choices.ts'
import { call } from '../../lib/client.ts'
import { queryClient } from '../../lib/query-client.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { done } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { useSubmit } from '../../ui/use-submit.ts'
import { sessionQuery } from '../session.ts'
import { organizationQuery } from './organization-queries.ts'
import { SettingsForm, SettingsSection, WideSetting } from './settings-form.tsx'

export function SettingsPage() {
  usePageTitle('Settings', 'Portico')
  const { data, error, refetch } = useQuery(organizationQuery)
  return (
    <div className="page narrow">
      <div className="page-head">
        <Title order={1}>Settings</Title>
      </div>
      {error && !data && <ErrorNotice error={error} retry={refetch} />}
      {!data && !error && <SkeletonRows rows={8} height={60} />}
      {data && <OrganizationSettings key={data.version} organization={data} />}
    </div>
  )
}

const hoursMissing = (hours: number | '') => (hours === '' ? 'Fill in a number of hours.' : null)
const daysMissing = (days: number | '') => (days === '' ? 'Fill in a number of days.' : null)

function OrganizationSettings({ organization: present }: { organization: Organization }) {
  const [organization] = useState(present)
  const {
    name,
    accentColor,
    timeZone,
    language,
    currency,
    credentialMail,
    temporaryPasswordHours,
    passwordMinLength,
    staffSessionIdleHours,
    staffSessionDays,
    portalSessionIdleHours,
    portalSessionDays,
  } = organization
  const form = useForm({
    initialValues: {
      name,
      accentColor,
      timeZone,
      language,
      currency,
      credentialMail,
      temporaryPasswordHours: temporaryPasswordHours as number | '',
      passwordMinLength: passwordMinLength as number | '',
      staffSessionIdleHours: staffSessionIdleHours as number | '',
      staffSessionDays: staffSessionDays as number | '',
      portalSessionIdleHours: portalSessionIdleHours as number | '',
      portalSessionDays: portalSessionDays as number | '',
    },
    validate: {
      temporaryPasswordHours: hoursMissing,
      staffSessionIdleHours: hoursMissing,
      staffSessionDays: daysMissing,
      portalSessionIdleHours: hoursMissing,
      portalSessionDays: daysMissing,
      passwordMinLength: (length) => (length === '' ? 'Fill in a number of characters.' : null),
    },
  })
  const loadNewer = () => queryClient.fetchQuery({ ...organizationQuery, staleTime: 0 })
  const { onSubmit, busy, error } = useSubmit(form, async (values) => {
    const body = values as BodyFor<typeof organizationApi.change>
    const saved = await call(organizationApi.change, { body, version: organization.version })
    queryClient.setQueryData(organizationQuery.queryKey, saved)
    await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
    done('The settings were saved.')
  })
  return (
    <SettingsForm onSubmit={onSubmit} busy={busy} error={error} loadNewer={loadNewer}>
      <SettingsSection title="Organization">
        <TextInput label="Name" required {...form.getInputProps('name')} />
        <ChoiceField
          label="Currency"
          noun="currency"
          data={currencyCodes(currency)}
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
          description="Of the portal and of letters"
          format="hex"
          eyeDropperButtonProps={{ 'aria-label': 'Pick a colour from the screen' }}
          {...form.getInputProps('accentColor')}
        />
        <NumberInput
          label="Shortest password"
          description="In characters; 15 is recommended"
          min={8}
          max={64}
          allowDecimal={false}
          {...form.getInputProps('passwordMinLength')}
        />
      </SettingsSection>
      <SettingsSection title="Temporary passwords">
        <WideSetting>
          <Radio.Group label="The letter carries" {...form.getInputProps('credentialMail')}>
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
        lead="When people have to sign in again. Counts for those who are signed in now, too."
      >
        <NumberInput
          label="Staff: signed out when idle for"
          description="In hours, up to 720 (30 days)"
          min={1}
          max={720}
          allowDecimal={false}
          {...form.getInputProps('staffSessionIdleHours')}
        />
        <NumberInput
          label="Staff: signed out in any case after"
          description="In days, up to 90"
          min={1}
          max={90}
          allowDecimal={false}
          {...form.getInputProps('staffSessionDays')}
        />
        <NumberInput
          label="Contacts: signed out when idle for"
          description="In hours, up to 720 (30 days)"
          min={1}
          max={720}
          allowDecimal={false}
          {...form.getInputProps('portalSessionIdleHours')}
        />
        <NumberInput
          label="Contacts: signed out in any case after"
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
