import { expect, describe, test } from 'vitest'
import { letterSubject, renderLetter } from './render-letter.tsx'
import type { LetterContext, LetterFacts, LetterKind } from './letter.ts'
import { readableOn } from './colour.ts'

const TOKEN = 'token.AbCdEfGhIjKlMnOpQrStUvWxYz0123456789'
const PASSWORD = 'kRwDf4eUTxN7hpJ3aMyc'

const facts: LetterFacts = {
  temporaryPassword: { replaces: false },
  passwordLink: { replaces: true },
  forgottenPassword: {},
  passwordChanged: { at: '2026-11-22T17:05:00.000Z' },
  staffPasswordChanged: { at: '2026-11-22T17:05:00.000Z' },
  newDevice: {
    at: '2026-11-22T17:05:00.000Z',
    device: 'Firefox on Windows',
    network: '203.0.113.0/24',
    door: 'portal',
  },
  contactAdded: { customerName: 'Acme' },
  addressChanged: { at: '2026-11-22T17:05:00.000Z' },
  staffInvitation: { invitedBy: 'Marta', role: 'viewer' },
  staffPasswordLink: {},
  webhookOff: { host: 'hooks.example', reason: 'failing', since: '2026-11-19T17:05:00.000Z' },
  document: {
    subject: 'Invoice INV-0042 from Northwind',
    message: 'Hello Anna,\n\nplease find the invoice attached.\nThank you & <b>goodbye</b>',
    customerName: 'Acme',
    rows: [
      { label: 'Invoice', value: 'INV-0042' },
      { label: 'Amount', value: '€1,200.00' },
      { label: 'Due', value: '3 May 2026' },
    ],
    button: { label: 'View invoice', path: 'invoices/018f' },
    alsoSentTo: [],
    attachment: null,
    attachedWithoutAccessOnly: false,
    unsubscribe: null,
  },
}
const kinds = Object.keys(facts) as LetterKind[]

function letter<K extends LetterKind>(kind: K, change: Partial<LetterContext<K>> = {}) {
  return renderLetter(kind, {
    organization: { name: 'Northwind', slug: 'northwind', accentColor: '#1f6feb', email: null, logo: null },
    publicUrl: 'https://portal.example',
    reader: {
      name: 'Anna',
      email: 'anna@acme.test',
      timeZone: 'Europe/Lisbon',
      language: 'en',
      hasPortalAccess: true,
      isContact: true,
    },
    facts: facts[kind],
    document: kind === 'document' ? { kind: 'invoice', id: 'x', role: 'to' } : null,
    unsubscribeUrl: null,
    secret: kind === 'temporaryPassword' ? PASSWORD : TOKEN,
    proof: kind === 'temporaryPassword' ? 'pRoOf' : null,
    expiresAt: '2026-07-03T17:05:00.000Z',
    ...change,
  })
}

test.each(kinds)('%s says who sends it and to whom, in HTML and in text', (kind) => {
  const { subject, html, text } = letter(kind)
  expect(subject).toContain('Northwind')
  for (const form of [html, text]) {
    expect(form).toContain('Hello ')
    expect(form).toContain('Northwind')
    expect(form).toContain('anna@acme.test')
  }
  expect(html).not.toMatch(/<img|<link|<script|https?:\/\/(?!portal\.example|www\.w3\.org)/)
})

test('the temporary password stands alone, complete and once, in both forms', () => {
  const { html, text, subject } = letter('temporaryPassword')
  expect(html.split(PASSWORD).length).toBe(2)
  expect(html).toContain(`>${PASSWORD}<`)
  expect(text.split('\n')).toContain(`    ${PASSWORD}`)
  expect(subject).not.toContain(PASSWORD)
  expect(html).toContain('href="https://portal.example/portal/northwind/sign-in#device=pRoOf"')
})

test('a typed password with signs of markup reads as it was typed', () => {
  const secret = `<b>&amp;"o'  brien</b>`
  const { html, text } = letter('temporaryPassword', { secret })
  expect(html).toContain('&lt;b&gt;&amp;amp;&quot;o&#x27;  brien&lt;/b&gt;')
  expect(text).toContain(`    ${secret}\n`)
})

test('it says until when in the time zone of the reader', () => {
  const { text } = letter('temporaryPassword')
  expect(text).toContain('Friday 3 July 2026 at 18:05 (Europe/Lisbon)')
})

test.each<[LetterKind, string]>([
  ['passwordLink', `https://portal.example/portal/northwind/set-password#${TOKEN}`],
  ['forgottenPassword', `https://portal.example/portal/northwind/set-password#${TOKEN}`],
  ['staffInvitation', `https://portal.example/invitation#${TOKEN}`],
  ['staffPasswordLink', `https://portal.example/set-password#${TOKEN}`],
])('%s has its link as a button and as text, the token in the fragment', (kind, url) => {
  const { html, text } = letter(kind)
  expect(html.split(`href="${url}"`).length).toBe(3)
  expect(html).toContain(`>${url}</a>`)
  expect(text.split('\n')).toContain(url)
})

test('letters that need no secret do not carry one', () => {
  for (const kind of ['passwordChanged', 'contactAdded', 'addressChanged'] as const) {
    const { html, text } = letter(kind)
    expect(html + text).not.toContain(TOKEN)
  }
})

describe('what people typed stays text', () => {
  const hostile = '<img src=x onerror=alert(1)>"&\u202Eevil\u2066'

  test.each(kinds)('%s with names that are markup', (kind) => {
    const { html, text } = letter(kind, {
      organization: { name: hostile, slug: 'northwind', accentColor: '#1f6feb', email: null, logo: null },
      reader: {
        name: hostile,
        email: 'anna@acme.test',
        timeZone: 'UTC',
        language: 'en',
        hasPortalAccess: true,
        isContact: true,
      },
      ...(kind === 'contactAdded' && { facts: { customerName: hostile } as never }),
      ...(kind === 'webhookOff' && {
        facts: { host: hostile, reason: 'gone', since: '2026-11-19T17:05:00.000Z' } as never,
      }),
      ...(kind === 'staffInvitation' && { facts: { invitedBy: hostile, role: 'owner' } as never }),
    })
    expect(html).not.toContain('<img')
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(html + text).not.toMatch(/[\u202a-\u202e\u2066\u2067]/)
  })

  test('names that look like addresses are not made into links', () => {
    const { html, text } = letter('contactAdded', {
      facts: { customerName: 'Win at http://evil.test/prize or www.evil.test or mail win@evil.test' },
    })
    for (const form of [html, text]) expect(form).not.toMatch(/https?:\/\/evil|www\.evil|evil\.test|win@evil/)
    const asRead = text.replaceAll('\u2060', '').replaceAll('\n', ' ')
    expect(asRead).toContain('Win at http://evil.test/prize or www.evil.test or mail win@evil.test')
  })

  test('ordinary names stay exactly as they are', () => {
    const { html } = letter('contactAdded', {
      facts: { customerName: 'Müller, Dr. Ødegård & Cie. S.A. 24/7 株式会社' },
    })
    expect(html).toContain('Müller, Dr. Ødegård &amp; Cie. S.A. 24/7 株式会社')
  })

  test('a colour that is no colour is not put into a style', () => {
    const { html } = letter('contactAdded', {
      organization: {
        name: 'N',
        slug: 'n',
        accentColor: 'red;background:url(https://evil.test)',
        email: null,
        logo: null,
      },
    })
    expect(html).not.toContain('evil')
  })

  test('a subject stays one line', () => {
    expect(letterSubject('contactAdded', 'Northwind', { customerName: 'Acme' }, 'en')).toBe(
      'Northwind: you are now a contact of Acme',
    )
  })
})

test('text keeps to 72 columns, except for what must stay whole', () => {
  for (const kind of kinds) {
    const { text } = letter(kind)
    const long = text.split('\n').filter((line) => line.length > 72)
    expect(long.filter((line) => !line.startsWith('https://'))).toEqual([])
  }
})

test('an unknown language is answered in English', () => {
  const { html } = letter('contactAdded', {
    reader: {
      name: '',
      email: 'a@b.test',
      timeZone: 'UTC',
      language: 'pt-BR',
      hasPortalAccess: true,
      isContact: true,
    },
  })
  expect(html).toContain('lang="en"')
  expect(html).toContain('Hello,')
})

test('a letter that lost its secret is not written', () => {
  expect(() => letter('temporaryPassword', { secret: null })).toThrow('secret')
})

test('the button reads well on every accent colour', () => {
  expect(readableOn('#1f6feb')).toBe('#ffffff')
  expect(readableOn('#ffd21f')).toBe('#14171c')
  expect(readableOn('#ffffff')).toBe('#14171c')
  expect(readableOn('#000000')).toBe('#ffffff')
})
