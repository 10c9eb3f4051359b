import { expect, test } from 'vitest'
import { rendered } from '../../ui/rendered.tsx'
import { RecipientRows } from './recipient-rows.tsx'

const contact = (name: string, code: string, role: 'to' | 'cc' | null = null) => ({
  contactId: name.toLowerCase(),
  name,
  email: `${name.toLowerCase()}@acme.example`,
  role,
  code,
  why: `Why ${name}`,
})
const anna = contact('Anna', 'receives', 'to')
const boris = contact('Boris', 'bounced')
const carla = contact('Carla', 'does-not-receive')
const dana = contact('Dana', 'inactive')
const edda = contact('Edda', 'unsubscribed')

const rowsOf = (...recipients: (typeof anna)[]) =>
  rendered(<RecipientRows customerId="acme" recipients={recipients} choose={() => {}} />)

test('those who get it, and those who would, are there at once, each with the reason', () => {
  const html = rowsOf(anna, boris, carla, dana)
  expect(html).toContain('Why Anna')
  expect(html).toContain('Why Boris')
  expect(html).not.toContain('Why Carla')
  expect(html).toContain('Show 2 other contacts')
})

test('where nobody gets it, all are there: one of them must be chosen', () => {
  const html = rowsOf(carla, dana)
  expect(html).toContain('Why Carla')
  expect(html).toContain('Why Dana')
  expect(html).not.toContain('other contact')
})

test('who can get it has a choice; who cannot has the way to what is wrong instead', () => {
  expect(rowsOf(anna)).toContain('aria-label="How Anna gets it"')
  const html = rowsOf(boris)
  expect(html).not.toContain('How Boris gets it')
  expect(html).toContain('href="/customers/acme/contacts/boris"')
  expect(html).toContain('Correct the address')
})

test('a contact who unsubscribed is left alone', () => {
  const html = rowsOf(edda)
  expect(html).toContain('Why Edda')
  expect(html).not.toContain('How Edda gets it')
  expect(html).not.toContain('<a ')
})
