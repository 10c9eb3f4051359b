import { contactFields } from '../server/contacts/contact-fields.ts'
import { customerFields } from '../server/customers/customer-fields.ts'
import { type Fields, type Row, type TextNames } from '../server/fields/field.ts'
import { personFields } from '../server/people/person-fields.ts'

/**
 * A value for every declared field. Plain text says which field it is, so that a new one has its sample by being declared; what
 * else a field takes stands here.
 */
function sampleOf<F extends Fields>(
  fields: F,
  special: Partial<Row<F>> & Omit<Row<F>, TextNames<F>>,
  which: string,
) {
  const plain = Object.entries(fields).map(([name, { label }]) => [name, `${label} ${which}`])
  return { ...Object.fromEntries(plain), ...special } as Row<F>
}

export const samplePerson = (email: string, which = 'one') =>
  sampleOf(personFields, { email, language: 'de', timeZone: 'Europe/Berlin' }, which)

export const samplePlace = (which = 'one') =>
  sampleOf(contactFields, { receives: { invoices: 'to', statements: 'cc' }, primary: true }, which)

export const sampleCustomer = (which = 'one') =>
  sampleOf(
    customerFields,
    {
      parentId: null,
      email: 'office@acme.example',
      billingAddress: sampleAddress('Billing'),
      shippingAddress: sampleAddress('Shipping'),
      currency: 'EUR',
      paymentTermsDays: 14,
      defaultReceives: { reminders: 'to' },
    },
    which,
  )

const sampleAddress = (which: string) => ({
  line1: `1 ${which} Street`,
  line2: `${which} floor`,
  city: `${which} city`,
  region: `${which} region`,
  postalCode: '12345',
  country: 'Germany',
})
