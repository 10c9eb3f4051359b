import { Button, Group, SimpleGrid, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { InvoicingSettings } from '../../../server/invoices/invoicing-settings.api.ts'
import { invoicingSettingsApi } from '../../../server/invoices/invoicing-settings.api.ts'
import { type Organization, organizationApi } from '../../../server/organization/organization.api.ts'
import { currencyCodes, timeZoneChoices } from '../../lib/choices.ts'
import { call } from '../../lib/client.ts'
import { countryChoices, guessPlace, usualIn } from '../../lib/countries.ts'
import { decimalWords } from '../../lib/formats.ts'
import { queryClient } from '../../lib/query-client.ts'
import { readPercent } from '../../lib/typed-numbers.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { done } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { useSubmit } from '../../ui/use-submit.ts'
import { invoicingSettingsQuery } from '../invoices/invoice-queries.ts'
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

function DetailsForm(present: { organization: Organization; settings: InvoicingSettings }) {
  const [{ organization, settings }] = useState(present)
  const [guess] = useState(guessPlace)
  const navigate = useNavigate()
  const isNew = settings.sellerAddress === null && settings.defaultTaxRate === '0'
  const rate = isNew ? usualIn(guess.country)?.taxRate : settings.defaultTaxRate
  const form = useForm({
    initialValues: {
      currency: organization.currency,
      timeZone: organization.timeZone,
      sellerAddress: settings.sellerAddress ?? {
        line1: '',
        line2: '',
        city: '',
        region: '',
        postalCode: '',
        country: guess.country,
      },
      paymentInstructions: settings.paymentInstructions ?? '',
      taxId: settings.taxId ?? '',
      defaultTaxRate: decimalWords(rate ?? '0'),
    },
    validate: {
      defaultTaxRate: (typed) => {
        const read = readPercent(typed)
        return read.ok ? null : read.reason
      },
    },
  })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: async ({ currency, timeZone, sellerAddress, paymentInstructions, taxId, defaultTaxRate }) => {
      const { version } = queryClient.getQueryData(organizationQuery.queryKey) ?? organization
      const place = { currency, timeZone }
      queryClient.setQueryData(
        organizationQuery.queryKey,
        await call(organizationApi.change, { version, body: place }),
      )
      const typedRate = readPercent(defaultTaxRate)
      const { country: _, ...lines } = sellerAddress
      const body = {
        sellerAddress: Object.values(lines).some((line) => line.trim()) ? sellerAddress : null,
        paymentInstructions: paymentInstructions || null,
        taxId: taxId || null,
        ...(typedRate.ok && { defaultTaxRate: typedRate.value }),
      }
      return call(invoicingSettingsApi.change, { version: settings.version, body })
    },
    saved: (saved) => {
      queryClient.setQueryData(invoicingSettingsQuery.queryKey, saved)
      // Drafts show them.
      void queryClient.invalidateQueries({ queryKey: ['invoices'] })
      done('Your details were saved. New invoices show them.')
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
            data={currencyCodes(organization.currency)}
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
        <ErrorNotice error={error} />
        <Group gap="xs">
          <Button type="submit" loading={busy}>
            Save
          </Button>
          <Button component={Link} to="/receivables" variant="default">
            Later
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
