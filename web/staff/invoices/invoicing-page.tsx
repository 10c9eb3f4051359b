import { NumberInput, Radio, Stack, Textarea, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import {
  type InvoicingSettings,
  invoicingSettingsApi,
} from '../../../server/invoices/invoicing-settings.api.ts'
import { call } from '../../lib/client.ts'
import { readPercent } from '../../lib/typed-numbers.ts'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { WhenRead } from '../../ui/when-read.tsx'
import { SettingsForm, SettingsSection, WideSetting } from '../organization/settings-form.tsx'
import { useSettingsForm } from '../organization/use-settings.ts'
import { StatementSettings } from '../statements/statement-settings.tsx'
import { invoicingSettingsQuery } from './invoice-queries.ts'
import { changesOf, valuesOf } from './invoicing-values.ts'
import { LogoField } from './logo-field.tsx'
import { TemplateFields } from './template-fields.tsx'

/** Organization > Invoicing: what invoices are like where nothing else is said, and what goes with them. */
export function InvoicingPage() {
  usePageTitle('Invoicing', 'Portico')
  const query = useQuery(invoicingSettingsQuery)
  return (
    <div className="page medium">
      <div className="page-head">
        <Title order={1}>Invoicing</Title>
      </div>
      <WhenRead query={query} rows={8} height={60}>
        {(settings) => (
          <>
            <InvoicingSettingsForm settings={settings} />
            <StatementSettings />
          </>
        )}
      </WhenRead>
    </div>
  )
}

const filled = (say: string) => (value: number | '') => (value === '' ? say : null)

function InvoicingSettingsForm({ settings }: { settings: InvoicingSettings }) {
  const { form, submit } = useSettingsForm({
    settings,
    query: invoicingSettingsQuery,
    change: 'invoicingSettings',
    valuesOf,
    validate: {
      numberDigits: filled('Enter a number of digits.'),
      nextNumber: filled('Enter a number.'),
      defaultTermsDays: filled('Enter a number of days.'),
      defaultTaxRate: (typed) => {
        const read = readPercent(typed)
        return read.ok ? null : read.reason
      },
    },
    whole: ['logo'],
    save: (values, base) =>
      call(invoicingSettingsApi.change, { body: changesOf(base, values), version: base.version }),
    saved: 'The settings were saved. What was sent before stays as it was.',
  })
  const { numberPrefix, numberDigits, nextNumber } = form.values
  const example = `${numberPrefix}${String(nextNumber).padStart(Number(numberDigits) || 1, '0')}`
  return (
    <SettingsForm {...submit}>
      <SettingsSection
        title="Numbers"
        lead={
          <>
            The next invoice that is sent becomes <b>{example}</b>.
          </>
        }
      >
        <TextInput label="Prefix" {...form.getInputProps('numberPrefix')} />
        <NumberInput
          label="Minimum digits"
          min={1}
          max={12}
          allowDecimal={false}
          {...form.getInputProps('numberDigits')}
        />
        <NumberInput label="Next number" min={1} allowDecimal={false} {...form.getInputProps('nextNumber')} />
      </SettingsSection>
      <SettingsSection
        title="Terms and tax"
        lead="For new invoices. You can change both on each invoice, and a customer can have terms of its own."
      >
        <NumberInput
          label="Due in days"
          min={0}
          max={365}
          allowDecimal={false}
          {...form.getInputProps('defaultTermsDays')}
        />
        <TextInput label="Tax in percent" inputMode="decimal" {...form.getInputProps('defaultTaxRate')} />
      </SettingsSection>
      <SettingsSection title="Your details on invoices">
        <WideSetting>
          <LogoField
            value={form.values.logo}
            onChange={(logo) => form.setFieldValue('logo', logo)}
            error={form.errors['logo'] ?? form.errors['logo.base64'] ?? form.errors['logo.type']}
          />
        </WideSetting>
        <TextInput label="Street and number" {...form.getInputProps('sellerAddress.line1')} />
        <TextInput label="Second line" {...form.getInputProps('sellerAddress.line2')} />
        <TextInput label="Postal code" {...form.getInputProps('sellerAddress.postalCode')} />
        <TextInput label="City" {...form.getInputProps('sellerAddress.city')} />
        <TextInput label="State or region" {...form.getInputProps('sellerAddress.region')} />
        <TextInput label="Country" {...form.getInputProps('sellerAddress.country')} />
        <TextInput label="E-mail for questions" type="email" {...form.getInputProps('sellerEmail')} />
        <TextInput label="Tax ID" {...form.getInputProps('taxId')} />
        <WideSetting>
          <Textarea
            label="How to pay"
            description="Such as the bank account"
            autosize
            minRows={3}
            maxRows={10}
            {...form.getInputProps('paymentInstructions')}
          />
        </WideSetting>
        <WideSetting>
          <Textarea label="Footer" autosize minRows={2} maxRows={8} {...form.getInputProps('footer')} />
        </WideSetting>
      </SettingsSection>
      <SettingsSection title="Mail">
        <WideSetting>
          <Radio.Group
            label="Invoices are mailed with"
            value={form.values.attachPdf ? 'pdf' : 'link'}
            onChange={(value) => form.setFieldValue('attachPdf', value === 'pdf')}
          >
            <Stack gap="xs" mt={6}>
              <Radio value="pdf" label="The PDF attached, and a link to the portal" />
              <Radio value="link" label="A link to the portal only" />
            </Stack>
          </Radio.Group>
        </WideSetting>
      </SettingsSection>
      <TemplateFields form={form} />
    </SettingsForm>
  )
}
