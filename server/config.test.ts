import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CannotStart } from './cannot-start.ts'
import { readConfig } from './config.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const read = (environment: Record<string, string> = {}) =>
  readConfig({ DATA_DIR: join(folder, 'data'), ...environment })

test('everything has a default', () => {
  expect(read()).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:8080',
    dataDir: join(folder, 'data'),
    databaseUrl: null,
    smtpUrl: null,
    tenantScope: 'connection',
    mailFrom: 'no-reply@localhost',
    trustProxy: false,
    logLevel: 'warn',
    stopWithinSeconds: 10,
    serveOnSeconds: 0,
    metrics: null,
    tracesEndpoint: null,
    keeping: { lettersDays: null, deliveriesDays: null, journalDays: null },
  })
})

test('the public address follows the port, and the sender the public address', () => {
  expect(read({ PORT: '9000' }).publicUrl).toBe('http://localhost:9000')
  expect(read({ PUBLIC_URL: 'https://pay.example.com/' })).toMatchObject({
    publicUrl: 'https://pay.example.com',
    mailFrom: 'no-reply@pay.example.com',
  })
})

test('an empty variable is one that is not set', () => {
  expect(read({ PORT: '', DATABASE_URL: ' ', TENANT_SCOPE: '' })).toMatchObject({
    port: 8080,
    databaseUrl: null,
  })
})

test.for([
  [{ PORT: 'eighty' }, 'PORT must be a number from 1 to 65535, but is "eighty".'],
  [{ PORT: '0' }, 'PORT must be'],
  [{ PORT: '65536' }, 'PORT must be'],
  [{ PORT: '8e3' }, 'PORT must be'],
  [{ PUBLIC_URL: 'portico.example.com' }, 'PUBLIC_URL must be an http or https address'],
  [{ PUBLIC_URL: 'https://example.com/portico' }, 'without a path'],
  [{ PUBLIC_URL: 'ftp://example.com' }, 'PUBLIC_URL must be'],
  [{ DATABASE_URL: 'mysql://localhost/x' }, 'DATABASE_URL must start with postgres:// or postgresql://.'],
  [{ DATABASE_APP_URL: 'postgres://app@db/x' }, 'DATABASE_APP_URL needs DATABASE_URL as well'],
  [{ SMTP_URL: 'mail.example.com' }, 'SMTP_URL must start with smtp:// or smtps://.'],
  [{ TENANT_SCOPE: 'table' }, 'TENANT_SCOPE must be connection or transaction, but is "table".'],
  [{ MAIL_FROM: 'a@b\r\nBcc: c@d' }, 'MAIL_FROM must be one e-mail address'],
  [{ TRUST_PROXY: '1' }, 'TRUST_PROXY must be'],
  [{ TRUST_PROXY: 'true' }, 'TRUST_PROXY must be'],
  [{ TRUST_PROXY: '10.0.0.0/33' }, 'TRUST_PROXY must be'],
  [{ TRUST_PROXY: '10.0.0.0/0' }, 'TRUST_PROXY must be'],
  [{ TRUST_PROXY: '::1/129' }, 'TRUST_PROXY must be'],
  [{ TRUST_PROXY: '10.0.0.0/08' }, 'TRUST_PROXY must be'],
  [{ TRUST_PROXY: '0.0.0.0/1,128.0.0.0/1' }, 'half of all addresses or more'],
  [{ TRUST_PROXY: '0.0.0.0/2, 64.0.0.0/3, 64.0.0.0/4, 96.0.0.0/3' }, 'half of all addresses or more'],
  [{ TRUST_PROXY: '::/1' }, 'half of all addresses or more'],
  [{ TRUST_PROXY: '::ffff:0:0/96' }, 'half of all addresses or more'],
  [{ TRUST_PROXY: '::ffff:128.0.0.0/97' }, 'half of all addresses or more'],
  [{ TRUST_PROXY: '2000::/4' }, 'half of all addresses or more'],
  [{ WEBHOOKS_TO_PRIVATE_NETWORKS: 'yes' }, 'WEBHOOKS_TO_PRIVATE_NETWORKS must be networks'],
  [{ WEBHOOKS_TO_PRIVATE_NETWORKS: '10.0.0.0/8,10.0.0.0/33' }, 'WEBHOOKS_TO_PRIVATE_NETWORKS must be'],
  [{ SECURITY_CONTACT: 'security@example.com' }, 'SECURITY_CONTACT must be mailto: with an address'],
  [{ SECRET_KEY: 'short' }, 'SECRET_KEY must hold 32 bytes in base64'],
  [{ SERVE_ON_SECONDS: 'long' }, 'SERVE_ON_SECONDS must be a whole number from 0 to 300'],
  [{ DATABASE_CONNECTIONS: '3' }, 'DATABASE_CONNECTIONS must be a whole number from 4 to 500, but is "3"'],
  [{ MAILS_AT_ONCE: 'many' }, 'MAILS_AT_ONCE must be a whole number from 1 to 100'],
  [{ SERVE_ON_SECONDS: '9' }, 'SERVE_ON_SECONDS (9) is part of STOP_WITHIN_SECONDS (10)'],
  [{ KEEP_LETTERS_DAYS: '29' }, 'KEEP_LETTERS_DAYS must be a whole number from 30 to 36500, but is "29".'],
  [{ KEEP_LETTERS_DAYS: '0' }, 'KEEP_LETTERS_DAYS must be'],
  [{ KEEP_DELIVERIES_DAYS: '89' }, 'KEEP_DELIVERIES_DAYS must be a whole number from 90 to 36500'],
  [{ KEEP_JOURNAL_DAYS: '1 year' }, 'KEEP_JOURNAL_DAYS must be a whole number from 90 to 36500'],
  [
    { KEEP_LETTERS_DAYS: '400', KEEP_DELIVERIES_DAYS: '399' },
    'KEEP_LETTERS_DAYS (400) must not be more than KEEP_DELIVERIES_DAYS (399): the text of an e-mail goes with its delivery.',
  ],
  [{ METRICS_TOKEN: 'short' }, 'METRICS_TOKEN must have at least 24 characters.'],
  [{ METRICS_PORT: '8080' }, 'METRICS_PORT must be another port than PORT.'],
  [{ METRICS_PORT: '0' }, 'METRICS_PORT must be a number from 1 to 65535'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be'],
  [{ STOP_WITHIN_SECONDS: '1' }, 'STOP_WITHIN_SECONDS must be'],
] as const)('%o is refused in one sentence', ([environment, sentence]) => {
  expect(() => read(environment)).toThrow(CannotStart)
  expect(() => read(environment)).toThrow(sentence)
})

test('metrics are where a token or a port says', () => {
  const METRICS_TOKEN = 'twenty-four characters or more'
  expect(read({ METRICS_TOKEN }).metrics).toEqual({ token: METRICS_TOKEN, listen: null })
  const listen = { port: 9464, host: '127.0.0.1' }
  expect(read({ METRICS_PORT: '9464' }).metrics).toEqual({ token: null, listen })
  expect(read({ METRICS_PORT: '9464', METRICS_HOST: '10.0.0.7', METRICS_TOKEN }).metrics).toEqual({
    token: METRICS_TOKEN,
    listen: { ...listen, host: '10.0.0.7' },
  })
})

test('an address that may hold a password is not repeated', () => {
  expect(() => read({ SMTP_URL: 'http://user:hunter2@mail' })).toThrow(/^(?!.*hunter2).*SMTP_URL/)
})

test('proxies are named by address, network or kind', () => {
  expect(read({ TRUST_PROXY: 'loopback, 10.0.0.0/8, fd00::1' }).trustProxy).toBe(
    'loopback, 10.0.0.0/8, fd00::1',
  )
})

test('webhooks go to no private network unless the operator names it', () => {
  expect(read({}).webhooksToPrivateNetworks).toEqual([])
  expect(read({ WEBHOOKS_TO_PRIVATE_NETWORKS: '10.0.0.0/8, fd00::/8' }).webhooksToPrivateNetworks).toEqual([
    '10.0.0.0/8',
    'fd00::/8',
  ])
})

test('a key is made once, for nobody else to read, and kept', () => {
  const first = read().secretKeys.current
  expect(first).toHaveLength(32)
  expect(statSync(join(folder, 'data/secret-key')).mode & 0o777).toBe(0o600)
  expect(read().secretKeys.current).toEqual(first)
})

test('a key that is given is used, and none is written', () => {
  const key = Buffer.alloc(32, 7)
  expect(read({ SECRET_KEY: key.toString('base64') }).secretKeys.current).toEqual(key)
  expect(() => readFileSync(join(folder, 'data/secret-key'))).toThrow('ENOENT')
})

test('a data folder that is a file is one sentence', () => {
  writeFileSync(join(folder, 'file'), '')
  expect(() => read({ DATA_DIR: join(folder, 'file') })).toThrow('there is a file where a folder is needed')
  expect(() => read({ DATA_DIR: join(folder, 'file/below') })).toThrow(
    'there is a file where a folder is needed',
  )
})

test('a broken key is not replaced: letters are sealed with it', () => {
  read()
  writeFileSync(join(folder, 'data/secret-key'), 'half')
  expect(() => read()).toThrow('secret-key must hold 32 bytes')
})
