import { resolve } from 'node:path'
import { CannotStart } from './cannot-start.ts'
import { BOUNCE_LOCAL_PART_MOST } from './mail/bounces/bounce-address.ts'
import { isNetwork, trustsTheWorld } from './http/networks.ts'
import type { Keeping } from './scope/services.ts'
import { readSecretKeys, type SecretKeys } from './secret-keys.ts'
import { isBlock } from './webhooks/allowed-address.ts'

/** Every setting, read from the environment and checked once, when the server starts. */
export interface Config {
  port: number
  host: string
  /** Where people reach this server: the origin in the links of letters, without a slash at the end. */
  publicUrl: string
  /** Absolute. */
  dataDir: string
  /** The owner of the tables on an external PostgreSQL. Null: the embedded one. */
  databaseUrl: string | null
  /** A login role of the application's own. Null: the owner's connection, with the role set to portico_app. */
  databaseAppUrl: string | null
  /** Null: letters go to the built-in mailbox and never leave this machine. */
  smtpUrl: string | null
  secretKeys: SecretKeys
  /** The operator says that the key this database was used with is lost. */
  acceptNewSecretKey: boolean
  tenantScope: 'connection' | 'transaction'
  /** The most connections to PostgreSQL that this process opens, those that count attempts among them. */
  databaseConnections: number
  /** How many messages may be on their way to the mail server at once. */
  mailsAtOnce: number
  mailFrom: string
  /** Where mail servers report what they could not deliver, such as bounces@portico.example.com. Null: nowhere. */
  bounceAddress: string | null
  /** Where the built-in listener takes such reports. Null: it does not run, and a mail service posts them. */
  bounceSmtp: { port: number; host: string } | null
  /** Signs what a mail service posts to /v1/mail/events. Null: none may. */
  mailEventsSecret: string | null
  /** Networks besides the public internet that webhooks may be sent to, such as 10.0.0.0/8. */
  webhooksToPrivateNetworks: string[]
  /** Where Prometheus reads figures. Null: nowhere. */
  metrics: MetricsSettings | null
  /** A collector of OpenTelemetry's, such as http://localhost:4318. Null: nothing is traced. */
  tracesEndpoint: string | null
  /** The proxies that are believed about the client's address. False: none. As Fastify's `trustProxy`. */
  trustProxy: false | string
  logLevel: LogLevel
  /** From SIGTERM until everything has ended: requests get half of it, PostgreSQL the rest. */
  stopWithinSeconds: number
  /** From SIGTERM on requests are still taken for so long, while `/readyz` sends people elsewhere. Part of the former. */
  serveOnSeconds: number
  keeping: Keeping
  /** Where to report a vulnerability, as `mailto:` or `https:`, for security.txt. Null: there is none. */
  securityContact: string | null
}

export interface MetricsSettings {
  /** What a reader shows (RFC 6750). Null: who reaches the port may read. */
  token: string | null
  /** A port of their own. Null: at `/metrics` of the public one. */
  listen: { port: number; host: string } | null
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
type LogLevel = (typeof LOG_LEVELS)[number]
const TENANT_SCOPES = ['connection', 'transaction'] as const
const SECRET_CHARACTERS_LEAST = 24
const DATABASE_CONNECTIONS = { least: 4, most: 500, unlessSet: 12 }
const MAILS_AT_ONCE = { least: 1, most: 100, unlessSet: 5 }
const STOP_WITHIN_SECONDS = { least: 2, most: 600, unlessSet: 10 }
const SERVE_ON_SECONDS = { least: 0, most: 300, unlessSet: 0 }
/** Those of invoices that were sent many at once are looked through for a month. */
const KEEP_LETTERS_DAYS = { least: 30, most: 36_500 }
const KEEP_DELIVERIES_DAYS = { least: 90, most: 36_500 }
const KEEP_JOURNAL_DAYS = { least: 90, most: 36_500 }
/** For requests that have begun, and PostgreSQL. */
const SECONDS_TO_END = 2

type Environment = Record<string, string | undefined>

export function readConfig(environment: Environment): Config {
  const port = portNumber(environment)
  const publicUrl = origin('PUBLIC_URL', given(environment, 'PUBLIC_URL') ?? `http://localhost:${port}`)
  const databaseUrl = url(environment, 'DATABASE_URL', ['postgres:', 'postgresql:'])
  const databaseAppUrl = url(environment, 'DATABASE_APP_URL', ['postgres:', 'postgresql:'])
  if (databaseAppUrl && !databaseUrl) {
    throw new CannotStart(
      'DATABASE_APP_URL needs DATABASE_URL as well: the connection of the role that owns the tables.',
    )
  }
  const config = {
    port,
    host: given(environment, 'HOST') ?? '127.0.0.1',
    publicUrl,
    dataDir: resolve(given(environment, 'DATA_DIR') ?? 'data'),
    databaseUrl,
    databaseAppUrl,
    smtpUrl: url(environment, 'SMTP_URL', ['smtp:', 'smtps:']),
    tenantScope: oneOf(environment, 'TENANT_SCOPE', TENANT_SCOPES, 'connection'),
    databaseConnections: wholeNumber(environment, 'DATABASE_CONNECTIONS', DATABASE_CONNECTIONS),
    mailsAtOnce: wholeNumber(environment, 'MAILS_AT_ONCE', MAILS_AT_ONCE),
    mailFrom: sender(environment, publicUrl),
    ...bounces(environment),
    webhooksToPrivateNetworks: privateNetworks(environment),
    mailEventsSecret: secret(environment, 'MAIL_EVENTS_SECRET'),
    metrics: metrics(environment, port),
    tracesEndpoint: url(environment, 'OTEL_EXPORTER_OTLP_ENDPOINT', ['http:', 'https:']),
    trustProxy: proxies(environment),
    logLevel: oneOf(environment, 'LOG_LEVEL', LOG_LEVELS, 'warn'),
    ...stopping(environment),
    keeping: keeping(environment),
    securityContact: securityContact(environment),
    acceptNewSecretKey: oneOf(environment, 'ACCEPT_NEW_SECRET_KEY', ['yes', 'no'], 'no') === 'yes',
  }
  // Last, because it writes a file: nothing is written for an environment that is refused.
  const keys = { current: given(environment, 'SECRET_KEY'), old: given(environment, 'SECRET_KEY_OLD') }
  return { ...config, secretKeys: readSecretKeys(keys, config.dataDir) }
}

/** An empty variable counts as not set: that is how compose files leave one out. */
function given(environment: Environment, name: string): string | undefined {
  return environment[name]?.trim() || undefined
}

function portNumber(environment: Environment, name = 'PORT', otherwise = '8080'): number {
  const text = given(environment, name) ?? otherwise
  const port = Number(text)
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new CannotStart(`${name} must be a number from 1 to 65535, but is "${text}".`)
  }
  return port
}

function origin(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const bare = url && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password
  if (!bare || !['http:', 'https:'].includes(url.protocol)) {
    throw new CannotStart(
      `${name} must be an http or https address without a path, such as https://portico.example.com, but is "${text}".`,
    )
  }
  return url.origin
}

/** The value is not repeated in the message, because it may hold a password. */
function url(environment: Environment, name: string, protocols: string[]): string | null {
  const text = given(environment, name)
  if (!text) return null
  const protocol = /^[a-z]+:(?=\/\/)/i.exec(text)?.[0].toLowerCase()
  if (!protocol || !protocols.includes(protocol)) {
    throw new CannotStart(`${name} must start with ${protocols.map((p) => `${p}//`).join(' or ')}.`)
  }
  return text
}

function oneOf<T extends string>(
  environment: Environment,
  name: string,
  choices: readonly T[],
  otherwise: T,
): T {
  const text = given(environment, name) ?? otherwise
  const choice = choices.find((one) => one === text)
  if (!choice) throw new CannotStart(`${name} must be ${choices.join(' or ')}, but is "${text}".`)
  return choice
}

function sender(environment: Environment, publicUrl: string): string {
  const text = given(environment, 'MAIL_FROM') ?? `no-reply@${new URL(publicUrl).hostname}`
  // A line break here would start another header.
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(text)) {
    throw new CannotStart(`MAIL_FROM must be one e-mail address without a name, but is "${text}".`)
  }
  return text
}

function bounces(environment: Environment): Pick<Config, 'bounceAddress' | 'bounceSmtp'> {
  const bounceAddress = given(environment, 'BOUNCE_ADDRESS') ?? null
  const fits = bounceAddress === null || bounceAddress.indexOf('@') <= BOUNCE_LOCAL_PART_MOST
  if (bounceAddress !== null && !(fits && /^[a-z0-9._-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(bounceAddress))) {
    throw new CannotStart(
      `BOUNCE_ADDRESS must be an address like bounces@portico.example.com, with at most ${BOUNCE_LOCAL_PART_MOST} characters before the @, but is "${bounceAddress}".`,
    )
  }
  if (!given(environment, 'BOUNCE_SMTP_PORT')) return { bounceAddress, bounceSmtp: null }
  if (bounceAddress === null)
    throw new CannotStart(
      'BOUNCE_SMTP_PORT needs BOUNCE_ADDRESS as well: the address that it takes mail for.',
    )
  const host = given(environment, 'BOUNCE_SMTP_HOST') ?? '0.0.0.0'
  return { bounceAddress, bounceSmtp: { port: portNumber(environment, 'BOUNCE_SMTP_PORT'), host } }
}

function secret(environment: Environment, name: string): string | null {
  const text = given(environment, name) ?? null
  if (text !== null && text.length < SECRET_CHARACTERS_LEAST)
    throw new CannotStart(`${name} must have at least ${SECRET_CHARACTERS_LEAST} characters.`)
  return text
}

function metrics(environment: Environment, publicPort: number): MetricsSettings | null {
  const token = secret(environment, 'METRICS_TOKEN')
  if (!given(environment, 'METRICS_PORT')) return token === null ? null : { token, listen: null }
  const port = portNumber(environment, 'METRICS_PORT')
  if (port === publicPort)
    throw new CannotStart(
      'METRICS_PORT must be another port than PORT. With METRICS_TOKEN alone, metrics are served at PORT.',
    )
  return { token, listen: { port, host: given(environment, 'METRICS_HOST') ?? '127.0.0.1' } }
}

function stopping(environment: Environment): Pick<Config, 'stopWithinSeconds' | 'serveOnSeconds'> {
  const stopWithinSeconds = wholeNumber(environment, 'STOP_WITHIN_SECONDS', STOP_WITHIN_SECONDS)
  const serveOnSeconds = wholeNumber(environment, 'SERVE_ON_SECONDS', SERVE_ON_SECONDS)
  if (serveOnSeconds > stopWithinSeconds - SECONDS_TO_END)
    throw new CannotStart(
      `SERVE_ON_SECONDS (${serveOnSeconds}) is part of STOP_WITHIN_SECONDS (${stopWithinSeconds}), which must be at least ${SECONDS_TO_END} more.`,
    )
  return { stopWithinSeconds, serveOnSeconds }
}

/** Nothing is thrown away unless the operator says so. */
function keeping(environment: Environment): Keeping {
  const days = (name: string, range: { least: number; most: number }) =>
    given(environment, name) === undefined ? null : wholeNumber(environment, name, range)
  const lettersDays = days('KEEP_LETTERS_DAYS', KEEP_LETTERS_DAYS)
  const deliveriesDays = days('KEEP_DELIVERIES_DAYS', KEEP_DELIVERIES_DAYS)
  if (lettersDays !== null && deliveriesDays !== null && lettersDays > deliveriesDays)
    throw new CannotStart(
      `KEEP_LETTERS_DAYS (${lettersDays}) must not be more than KEEP_DELIVERIES_DAYS (${deliveriesDays}): the text of an e-mail goes with its delivery.`,
    )
  return { lettersDays, deliveriesDays, journalDays: days('KEEP_JOURNAL_DAYS', KEEP_JOURNAL_DAYS) }
}

function wholeNumber(
  environment: Environment,
  name: string,
  { least, most, unlessSet }: { least: number; most: number; unlessSet?: number },
): number {
  const text = given(environment, name) ?? String(unlessSet)
  if (!/^\d+$/.test(text) || Number(text) < least || Number(text) > most)
    throw new CannotStart(`${name} must be a whole number from ${least} to ${most}, but is "${text}".`)
  return Number(text)
}

function securityContact(environment: Environment): string | null {
  const text = given(environment, 'SECURITY_CONTACT') ?? null
  if (text !== null && !/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/.test(text))
    throw new CannotStart(
      `SECURITY_CONTACT must be mailto: with an address, or an address with https://, but is "${text}".`,
    )
  return text
}

/** None unless the operator says so: what runs there may trust anyone who can reach it. */
function privateNetworks(environment: Environment): string[] {
  const text = given(environment, 'WEBHOOKS_TO_PRIVATE_NETWORKS')
  const networks = (text ?? '').split(',').flatMap((one) => one.trim() || [])
  if (!networks.every(isBlock))
    throw new CannotStart(
      `WEBHOOKS_TO_PRIVATE_NETWORKS must be networks with commas between, such as 10.0.0.0/8 or 127.0.0.0/8, but is "${text}".`,
    )
  return networks
}

/** Those that go by a name, as Fastify has them. */
const NAMED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal']

/**
 * Neither "all" nor a number of proxies is allowed: either lets a client write its own address and escape the
 * throttles.
 */
function proxies(environment: Environment): false | string {
  const text = given(environment, 'TRUST_PROXY') ?? 'false'
  if (text === 'false') return false
  const networks = text.split(',').map((one) => one.trim())
  if (!networks.every((one) => NAMED_NETWORKS.includes(one) || isNetwork(one)))
    throw new CannotStart(
      `TRUST_PROXY must be false or the addresses of your proxies, such as 127.0.0.1 or 10.0.0.0/8, but is "${text}".`,
    )
  if (trustsTheWorld(networks))
    throw new CannotStart(
      `TRUST_PROXY names half of all addresses or more, so that clients could write any address as theirs, and is "${text}". Name your proxies alone, such as 127.0.0.1 or 10.0.0.0/8.`,
    )
  return text
}
