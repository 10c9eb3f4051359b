import { defaultTemplates } from '../../../server/documents/templates.ts'
import { type WrittenKind, writtenKinds } from '../../../server/documents/kinds.ts'
import {
  type InvoicingSettings,
  type InvoicingSettingsChange,
} from '../../../server/invoices/invoicing-settings.api.ts'
import { decimalWords } from '../../lib/formats.ts'
import { readPercent } from '../../lib/typed-numbers.ts'

const noAddress = { line1: '', line2: '', city: '', region: '', postalCode: '', country: '' }

/** The settings as the fields of the form hold them. */
export function valuesOf(settings: InvoicingSettings) {
  const { version: _, templates, sellerAddress, sellerEmail, taxId, ...rest } = settings
  return {
    ...rest,
    numberDigits: settings.numberDigits as number | '',
    nextNumber: settings.nextNumber as number | '',
    defaultTermsDays: settings.defaultTermsDays as number | '',
    defaultTaxRate: decimalWords(settings.defaultTaxRate),
    sellerAddress: sellerAddress ?? noAddress,
    sellerEmail: sellerEmail ?? '',
    taxId: taxId ?? '',
    paymentInstructions: settings.paymentInstructions ?? '',
    footer: settings.footer ?? '',
    templates: Object.fromEntries(
      writtenKinds.map((kind) => [
        kind,
        { subject: templates[kind].subject, message: templates[kind].message },
      ]),
    ) as Record<WrittenKind, { subject: string; message: string }>,
  }
}
export type InvoicingValues = ReturnType<typeof valuesOf>

/** Only what differs is sent: a field that was not touched is not a change. */
export function changesOf(settings: InvoicingSettings, values: InvoicingValues): InvoicingSettingsChange {
  const rate = readPercent(values.defaultTaxRate)
  const { templates, ...after } = {
    ...values,
    defaultTaxRate: rate.ok ? rate.value : values.defaultTaxRate,
    sellerEmail: values.sellerEmail.trim() || null,
    sellerAddress: Object.values(values.sellerAddress).some((line) => line.trim())
      ? values.sellerAddress
      : null,
    taxId: values.taxId || null,
    paymentInstructions: values.paymentInstructions || null,
    footer: values.footer || null,
  }
  const changes = Object.entries(after).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(settings[field as keyof typeof after]),
  )
  const written = writtenKinds
    .filter(
      (kind) =>
        templates[kind].subject !== settings.templates[kind].subject ||
        templates[kind].message !== settings.templates[kind].message,
    )
    .map((kind) => [kind, isOurs(kind, templates[kind]) ? null : templates[kind]])
  return {
    ...Object.fromEntries(changes),
    ...(written.length > 0 && { templates: Object.fromEntries(written) }),
  }
}

const isOurs = (kind: WrittenKind, { subject, message }: { subject: string; message: string }) =>
  subject === defaultTemplates[kind].subject && message === defaultTemplates[kind].message
