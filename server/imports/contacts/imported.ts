import { contactFields } from '../../contacts/contact-fields.ts'
import { customerFields } from '../../customers/customer-fields.ts'
import { columnsOf } from '../../fields/columns.ts'
import { emptyRow, inFiles } from '../../fields/field.ts'
import { personFields } from '../../people/person-fields.ts'

const { email: _identity, ...details } = inFiles(personFields)

/** What a row may say of a customer, a person and a contact. A person is found by the address: it is not among the details. */
export const imported = {
  customer: inFiles(customerFields),
  person: details,
  contact: inFiles(contactFields),
}

export const nothingKnown = {
  customer: emptyRow(imported.customer),
  person: emptyRow(imported.person),
  contact: emptyRow(imported.contact),
}

export const importedColumns = {
  customer: columnsOf('customers', imported.customer),
  person: columnsOf('people', imported.person),
  contact: columnsOf('contacts', imported.contact),
}
