import * as z from 'zod'
import { writtenKinds } from '../documents/kinds.ts'
import { address } from '../customers/address.api.ts'
import { endpoint } from '../http/endpoint.ts'
import { emailAddress, id, line, optionalLine, optionalText, wholeNumber } from '../http/fields.api.ts'
import { percent } from './invoices.api.ts'

/** Subject and message of each kind of document. Reminders have theirs on the steps of their schedule. */
const template = z.object({ subject: z.string(), message: z.string() })
const newTemplate = z
  .strictObject({
    subject: line(200).min(1, 'Fill this in.'),
    message: z.string().trim().min(1, 'Fill this in.').max(5000, 'Use at most 5000 characters.'),
  })
  .nullable()
  .describe('null: back to Portico’s own.')

export const logoTypes = ['image/png', 'image/jpeg'] as const
export const LOGO_BYTES_MOST = 512 * 1024

const logo = z.object({ type: z.enum(logoTypes), base64: z.string() })

export const invoicingSettings = z.object({
  numberPrefix: z.string(),
  numberDigits: z.int(),
  nextNumber: z.int(),
  defaultTermsDays: z.int(),
  defaultTaxRate: z.string(),
  sellerAddress: address.nullable(),
  sellerEmail: z.string().nullable(),
  taxId: z.string().nullable(),
  paymentInstructions: z.string().nullable(),
  footer: z.string().nullable(),
  logo: logo.nullable(),
  attachPdf: z
    .boolean()
    .describe(
      'false: e-mails carry only a link to the portal, or the PDF for those who have no portal access.',
    ),
  templates: z.record(z.enum(writtenKinds), template.extend({ own: z.boolean() })),
  version: z.int().describe('Send it back as If-Match.'),
})
export type InvoicingSettings = z.infer<typeof invoicingSettings>

export const invoicingSettingsChange = z.strictObject(
  z
    .object({
      numberPrefix: z.string().regex(/^[A-Za-z0-9/._-]{0,20}$/, 'Use at most 20 letters, digits and / . _ -'),
      numberDigits: wholeNumber(1, 12),
      nextNumber: wholeNumber(1, 999_999_999),
      defaultTermsDays: wholeNumber(0, 365),
      defaultTaxRate: percent,
      sellerAddress: address.nullable(),
      sellerEmail: emailAddress.nullable(),
      taxId: optionalLine(100),
      paymentInstructions: optionalText(2000),
      footer: optionalText(1000),
      logo: z
        .strictObject({
          type: z.enum(logoTypes),
          base64: z.base64().max(Math.ceil((LOGO_BYTES_MOST * 4) / 3) + 4),
        })
        .nullable()
        .describe('PNG or JPEG, at most 512 kB, 4 million pixels and 4000 on a side.'),
      attachPdf: z.boolean(),
      templates: z.strictObject({
        invoice: newTemplate.optional(),
        receipt: newTemplate.optional(),
        statement: newTemplate.optional(),
        notice: newTemplate.optional(),
      }),
    })
    .partial().shape,
)
export type InvoicingSettingsChange = z.infer<typeof invoicingSettingsChange>

export const invoicingSettingsApi = {
  read: endpoint({
    method: 'GET',
    path: '/v1/invoicing-settings',
    summary: 'Read the invoicing settings',
    caller: 'viewer',
    reply: invoicingSettings,
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/v1/invoicing-settings',
    summary: 'Change the invoicing settings',
    caller: 'owner',
    ifMatch: true,
    body: invoicingSettingsChange,
    reply: invoicingSettings,
  }),
  logo: endpoint({
    method: 'GET',
    path: '/v1/logos/:logoId',
    summary: 'Read a logo that invoices carry, or carried once',
    caller: 'viewer',
    params: z.object({ logoId: id }),
    reply: logo,
  }),
}
