import { Button, Group, SimpleGrid, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { InvoicingSettings } from '../../../server/invoices/invoicing-settings.api.ts'
import { invoicingSettingsApi } from '../../../server/invoices/invoicing-settings.api.ts'
import { type Organization, organizationApi } from '../../../server/organization/organization.api.ts'
import { currencyChoices, timeZoneChoices } from '../../lib/choices.ts'
import { call } from '../../lib/client.ts'
import { countryChoices, guessPlace, usualIn } from '../../lib/countries.ts'
import { decimalWords } from '../../lib/formats.ts'
import { queryClient } from '../../lib/query-client.ts'
import { readPercent } from '../../lib/typed-numbers.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { done } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { useRecord } from '../../ui/use-record.ts'
import { useSubmit } from '../../ui/use-submit.ts'
import { invoicingSettingsQuery } from '../invoices/invoice-queries.ts'
import { changed } from '../stale-queries.ts'
import { organizationQuery } from './organization-queries.ts'

/** After an organization was set up: what its invoices need, with likely values filled in. All of it can wait. */
export function FirstDetailsPage() {
  usePageTitle('Your details on invoices', 'Portico')
  const organization = useQuery(organizationQuery)
  const settings = useQuery(invoicingSettingsQuery)
  const error = organization.error ?? settings.error
  return (
    <div className="page narrow">
      <Title order={1}>Your details on invoices</Title>
      <Text c="dimmed" mb="lg">
        Your invoices say who they are from and how to pay. You can add what you leave out later, under
        Organization.
      </Text>
      {error && <ErrorNotice error={error} />}
      {organization.data && settings.data ? (
        <DetailsForm organization={organization.data} settings={settings.data} />
      ) : (
        !error && <SkeletonRows rows={8} height={60} />
      )}
    </div>
  )
}

interface Details {
  organization: Organization
  settings: InvoicingSettings
}
type Place = ReturnType<typeof guessPlace>

/** What is stored, and where nothing is yet, what is likely. */
function valuesOf({ organization, settings }: Details, { country }: Place) {
  const isNew = settings.sellerAddress === null && settings.defaultTaxRate === '0'
  const rate = isNew ? usualIn(country)?.taxRate : settings.defaultTaxRate
  return {
    currency: organization.currency,
    timeZone: organization.timeZone,
    sellerAddress: settings.sellerAddress ?? {
      ...{ line1: '', line2: '', city: '', region: '', postalCode: '' },
      country,
    },
    paymentInstructions: settings.paymentInstructions ?? '',
    taxId: settings.taxId ?? '',
    defaultTaxRate: decimalWords(rate ?? '0'),
  }
}

/** Two records that are one here: each save makes the sum of their versions greater. */
const versioned = ({ organization, settings }: Details) => ({
  organization,
  settings,
  version: organization.version + settings.version,
})

async function readAgain() {
  const [organization, settings] = await Promise.all([
    queryClient.fetchQuery({ ...organizationQuery, staleTime: 0 }),
    queryClient.fetchQuery({ ...invoicingSettingsQuery, staleTime: 0 }),
  ])
  return versioned({ organization, settings })
}

async function saveDetails(values: ReturnType<typeof valuesOf>, { organization, settings }: Details) {
  const { currency, timeZone, sellerAddress, paymentInstructions, taxId } = values
  const { country: _, ...lines } = sellerAddress
  const rate = readPercent(values.defaultTaxRate)
  const place = changesIn(organization, { currency, timeZone })
  const details = changesIn(settings, {
    sellerAddress: Object.values(lines).some((line) => line.trim()) ? sellerAddress : null,
    paymentInstructions: paymentInstructions || null,
    taxId: taxId || null,
    ...(rate.ok && { defaultTaxRate: rate.value }),
  })
  return versioned({
    organization: place
      ? await call(organizationApi.change, { version: organization.version, body: place })
      : organization,
    settings: details
      ? await call(invoicingSettingsApi.change, { version: settings.version, body: details })
      : settings,
  })
}

function changesIn<Row extends object, Change extends Partial<Row>>(row: Row, change: Change): Change | null {
  const isSame = Object.entries(change).every(
    ([field, value]) => JSON.stringify(value) === JSON.stringify(row[field as keyof Row]),
  )
  return isSame ? null : change
}

function DetailsForm({ organization, settings }: Details) {
  const [guess] = useState(guessPlace)
  const navigate = useNavigate()
  const record = versioned({ organization, settings })
  const form = useForm({
    initialValues: valuesOf(record, guess),
    validate: {
      defaultTaxRate: (typed) => {
        const read = readPercent(typed)
        return read.ok ? null : read.reason
      },
    },
  })
  const { base, saveUpon, news } = useRecord(form, {
    record,
    valuesOf: (details) => valuesOf(details, guess),
    readAgain,
  })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: saveUpon(saveDetails),
    saved: (saved) => {
      queryClient.setQueryData(organizationQuery.queryKey, saved.organization)
      queryClient.setQueryData(invoicingSettingsQuery.queryKey, saved.settings)
      void changed('invoicingSettings')
      // What is likely was in the form unedited, and may be no change, or one.
      const isChanged = saved.version > base.version
      done(isChanged ? 'Your details were saved. New invoices show them.' : 'Nothing was changed.')
      return navigate({ to: '/receivables' })
    },
  })
  const takeCountry = (country: string | null) => {
    form.setFieldValue('sellerAddress.country', country ?? '')
    const usual = usualIn(country ?? '')
    if (!usual) return
    form.setFieldValue('currency', usual.currency)
    form.setFieldValue('defaultTaxRate', decimalWords(usual.taxRate))
  }
  const { country } = form.values.sellerAddress
  const countries = countryChoices()
  const field = (name: 'line1' | 'line2' | 'city' | 'region' | 'postalCode') =>
    form.getInputProps(`sellerAddress.${name}`)
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <ChoiceField
            label="Country"
            noun="country"
            data={
              country === '' || countries.some(({ value }) => value === country)
                ? countries
                : [{ value: country, label: country }, ...countries]
            }
            value={country || null}
            onChange={takeCountry}
            error={form.errors['sellerAddress.country']}
          />
          <ChoiceField
            label="Currency"
            noun="currency"
            data={currencyChoices()}
            {...form.getInputProps('currency')}
          />
          <TextInput label="Street and number" autoFocus autoComplete="address-line1" {...field('line1')} />
          <TextInput label="Second line" autoComplete="address-line2" {...field('line2')} />
          <TextInput label="City" autoComplete="address-level2" {...field('city')} />
          <TextInput label="Postal code" autoComplete="postal-code" {...field('postalCode')} />
          <TextInput label="State or region" autoComplete="address-level1" {...field('region')} />
          <ChoiceField
            label="Time zone"
            noun="time zone"
            data={timeZoneChoices(organization.timeZone)}
            {...form.getInputProps('timeZone')}
          />
          <TextInput
            label="Tax ID"
            description="Such as your VAT number"
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            {...form.getInputProps('taxId')}
          />
          <TextInput
            label="Tax in percent"
            description="For new invoices; you can change it on each"
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            inputMode="decimal"
            {...form.getInputProps('defaultTaxRate')}
          />
        </SimpleGrid>
        <Textarea
          label="How to pay"
          description="Your bank account, as each invoice should show it"
          autosize
          minRows={2}
          maxRows={6}
          {...form.getInputProps('paymentInstructions')}
        />
        <ErrorNotice error={error ?? news} />
        <Group gap="xs">
          <Button type="submit" loading={busy}>
            Save
          </Button>
          <ButtonLink to="/receivables" variant="default">
            Later
          </ButtonLink>
        </Group>
      </Stack>
    </form>
  )
}
