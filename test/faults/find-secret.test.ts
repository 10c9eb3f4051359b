import { expect, test } from 'vitest'
import { findSecrets } from './find-secret.ts'

const SECRET = 'Größe=5 & "wide" seas/π'

const planted: Record<string, string | Buffer> = {
  raw: SECRET,
  hex: Buffer.from(SECRET).toString('hex'),
  base64: Buffer.from(`x${SECRET}yz`).toString('base64'),
  'base64 of another alignment': Buffer.from(`xy${SECRET}z`).toString('base64'),
  'base64 for addresses': Buffer.from(SECRET).toString('base64url'),
  'quoted-printable': 'Gr=C3=B6=C3=9Fe=3D5 & "wide" seas/=CF=80',
  'quoted-printable over two lines': 'Gr=C3=B6=C3=9Fe=3D5 & "wi=\r\nde" seas/=CF=80',
  'base64 over two lines': Buffer.from(SECRET).toString('base64').replace(/^.{8}/, '$&\r\n'),
  'percent-encoded': encodeURIComponent(SECRET),
  json: JSON.stringify(SECRET),
  html: SECRET.replaceAll('&', '&amp;'),
  'utf-16': Buffer.from(SECRET, 'utf16le'),
}

test.each(Object.entries(planted))('a secret is found as %s', (_, text) => {
  const content = Buffer.concat([Buffer.from('before '), Buffer.from(text as string), Buffer.from(' after')])
  expect(findSecrets(new Map([['file', content]]), { secret: SECRET })).not.toEqual([])
})

test('and not where it is not', () => {
  const content = Buffer.from(SECRET.replace('5', '6'))
  expect(findSecrets(new Map([['file', content]]), { secret: SECRET })).toEqual([])
})
