import { setTimeout as pause } from 'node:timers/promises'
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyServerOptions,
} from 'fastify'
import { sampleRoutes } from '../seed/sample.routes.ts'
import { attachmentOf } from './attachment-of.ts'
import type { Config } from './config.ts'
import { apiKeysRoutes } from './api-keys/api-keys.routes.ts'
import { contactsRoutes } from './contacts/contacts.routes.ts'
import { createPasswordHasher } from './credentials/password-hash.ts'
import { customersRoutes, searchRoutes } from './customers/customers.routes.ts'
import type { Database } from './database/database.ts'
import { eventsRoutes } from './events/events.routes.ts'
import { createAfterAnswer } from './http/after-answer.ts'
import { answerProblems } from './http/answer-problems.ts'
import { compressLarge } from './http/compress-large.ts'
import { serveHealth } from './http/health.ts'
import { acceptJson } from './http/json-body.ts'
import { serveSecurityTxt } from './http/security-txt.ts'
import { serveHelp } from './http/help.ts'
import { pagesToRead } from './http/reading-page.ts'
import { serveReference } from './http/reference.ts'
import { closeSlowBodies, PATIENCE, serverTimeouts, type Patience } from './http/slow-clients.ts'
import { securityHeaders } from './http/security-headers.ts'
import { nothingAt } from './http/problems.ts'
import { sendProblem } from './http/answer.ts'
import { mount, type Route } from './http/serve.ts'
import type { PasswordHasher, Services } from './scope/services.ts'
import { warnOfUntrustedProxy } from './http/untrusted-proxy.ts'
import { serveRobotsTxt, serveWebApps } from './http/web-apps.ts'
import { identify } from './identify.ts'
import { importsRoutes } from './imports/imports.routes.ts'
import { exportsRoutes } from './exports/exports.routes.ts'
import { invoiceBatchesRoutes, invoicesRoutes, invoicingSettingsRoutes } from './invoices/invoices.routes.ts'
import { portalInvoicesRoutes } from './invoices/portal-invoices.routes.ts'
import { paymentsRoutes } from './payments/payments.routes.ts'
import { stillWanted } from './invoices/still-wanted.ts'
import { journalRoutes } from './journal/journal.routes.ts'
import { createRefusals } from './journal/report-refusal.ts'
import { openBounceListener } from './mail/bounces/bounce-listener.ts'
import { deliveriesRoutes } from './mail/deliveries/deliveries.routes.ts'
import { mailboxRoutes } from './mail/mailbox/mailbox.routes.ts'
import { openMailbox } from './mail/mailbox/mailbox.ts'
import { mailEventsRoutes } from './mail/bounces/mail-events.routes.ts'
import { createPostman, type Postman } from './mail/outbox/postman.ts'
import { createSealer } from './mail/outbox/seal.ts'
import { serveMetrics } from './metrics/serve-metrics.ts'
import { openSmtp } from './mail/smtp/smtp.ts'
import { unsubscribeRoutes } from './mail/unsubscribing/unsubscribe.routes.ts'
import { noticesRoutes } from './notices/notices.routes.ts'
import { organizationRoutes, setUpRoutes } from './organization/organization.routes.ts'
import { peopleRoutes } from './people/people.routes.ts'
import { portalRoutes } from './portal-access/portal.routes.ts'
import { receivablesRoutes } from './receivables/home.routes.ts'
import { reachabilityRoutes } from './receivables/reachability.routes.ts'
import { startRegularWork } from './regular-work.ts'
import { remindersRoutes } from './reminders/reminders.routes.ts'
import { statementsRoutes } from './statements/statements.routes.ts'
import { createLongWork } from './work/long-work.ts'
import type { Tracing } from './tracing/tracing.ts'
import { staffRoutes, staffSessionRoutes } from './staff/staff.routes.ts'
import { createCourier, type Courier } from './webhooks/courier.ts'
import { lookUp, PATIENCE_MS } from './webhooks/send-request.ts'
import { webhooksRoutes } from './webhooks/webhooks.routes.ts'

/** Each costs some 30 kB. A connection above this limit is closed at once. */
const CONNECTIONS_MOST = 5_000

/** The table of contents: what Portico can do, noun by noun. */
export const modules: Route[] = [
  ...setUpRoutes,
  ...sampleRoutes,
  ...staffSessionRoutes,
  ...staffRoutes,
  ...apiKeysRoutes,
  ...organizationRoutes,
  ...customersRoutes,
  ...searchRoutes,
  ...peopleRoutes,
  ...portalRoutes,
  ...contactsRoutes,
  ...receivablesRoutes,
  ...reachabilityRoutes,
  ...invoicesRoutes,
  ...invoiceBatchesRoutes,
  ...invoicingSettingsRoutes,
  ...portalInvoicesRoutes,
  ...paymentsRoutes,
  ...statementsRoutes,
  ...noticesRoutes,
  ...remindersRoutes,
  ...importsRoutes,
  ...exportsRoutes,
  ...deliveriesRoutes,
  ...mailboxRoutes,
  ...mailEventsRoutes,
  ...unsubscribeRoutes,
  ...journalRoutes,
  ...eventsRoutes,
  ...webhooksRoutes,
]

const fileTypes = [...new Set(modules.flatMap(({ endpoint: { upload } }) => upload?.types ?? []))]

export interface App {
  server: FastifyInstance
  services: Services
  postman: Postman
  courier: Courier
  /** Sends mail, and does what is regular, by itself from now on. */
  startWork(): void
  /** Sends people elsewhere, finishes the requests under way, and lets go of everything but the database and the PDF process. */
  close(): Promise<void>
}

export interface AppOptions {
  config: Config
  database: Database
  log: FastifyBaseLogger
  clock?: () => Date
  patience?: Patience
  passwordHasher?: PasswordHasher
  tracing?: Tracing
  /** The folder of the built web apps. Without it only the API is served. */
  webFolder?: string
}

/** The seconds after it are for writing down what is not known then, and for the database to end. */
function mailEndsWithinMs({ stopWithinSeconds }: Config): number {
  return Math.max(stopWithinSeconds / 2, stopWithinSeconds - 2) * 1000
}

/** The whole application, on a database that is migrated and checked. It does not listen yet. */
export async function buildApp({
  config,
  database,
  log,
  clock = () => new Date(),
  patience = PATIENCE,
  passwordHasher = createPasswordHasher(),
  tracing,
  webFolder,
}: AppOptions): Promise<App> {
  const publicUrl = new URL(config.publicUrl)
  const sealer = createSealer(config.secretKeys)
  const mailbox = config.smtpUrl === null ? await openMailbox({ dataDir: config.dataDir }) : null
  const untraced = openSmtp({ url: config.smtpUrl ?? mailbox!.smtpUrl })
  const smtp = tracing?.traceMail(untraced) ?? untraced
  const services: Services = {
    database,
    publicUrl,
    clock,
    log,
    passwordHasher,
    sealer,
    afterAnswer: createAfterAnswer(log),
    refusals: createRefusals(log),
    mailbox,
    longWork: createLongWork(log),
    mailEventsSecret: config.mailEventsSecret,
    keeping: config.keeping,
    webhooksToPrivateNetworks: config.webhooksToPrivateNetworks,
  }
  // Loaded only where somebody wants to read them.
  const metrics = config.metrics && (await import('./metrics/metrics.ts')).openMetrics(services)
  const { mailFrom, bounceAddress, bounceSmtp } = config
  const postman = createPostman({
    services,
    smtp,
    mailFrom,
    bounceAddress,
    attachmentOf,
    stillWanted,
    mostAtOnce: config.mailsAtOnce,
    endsWithinMs: mailEndsWithinMs(config),
    ...(metrics && { onAttempt: metrics.countAttempt }),
  })
  const courier = createCourier({
    services,
    way: {
      privateNetworks: config.webhooksToPrivateNetworks,
      timeoutMs: PATIENCE_MS,
      resolve: lookUp,
    },
    endsWithinMs: mailEndsWithinMs(config),
  })
  const bounces =
    bounceAddress !== null && bounceSmtp !== null
      ? await openBounceListener({ services, address: bounceAddress, ...bounceSmtp })
      : null
  const server = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // Only faults are logged, with their own details: a logger for each request would be wasted.
    childLoggerFactory: (logger) => logger,
    trustProxy: config.trustProxy as NonNullable<FastifyServerOptions['trustProxy']>,
    bodyLimit: 1024 * 1024,
    forceCloseConnections: 'idle',
    ...serverTimeouts(patience),
    // A path that cannot be decoded names nothing.
    frameworkErrors: (_error, { url }, reply) => void sendProblem(reply, nothingAt(url)),
    // A request that still gets in while the server stops is answered like any other, and its connection is closed.
    return503OnClosing: false,
    // 200 letters of any script, as a path encodes them: an external id.
    routerOptions: { maxParamLength: 1800 },
  })
  server.server.maxConnections = CONNECTIONS_MOST
  if (config.trustProxy === false) warnOfUntrustedProxy(server, log)
  const headers = securityHeaders(publicUrl)
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
  tracing?.traceRequests(server)
  metrics?.measureRequests(server)
  compressLarge(server)
  closeSlowBodies(server, patience)
  acceptJson(server)
  // Files come as a stream. A handler that takes none never sees their type.
  server.addContentTypeParser(fileTypes, (_request, payload, done) => done(null, payload))
  server.removeContentTypeParser('text/plain')
  answerProblems(server)
  const health = serveHealth(server, database)
  const metricsDoor = metrics && (await serveMetrics(server, metrics, config.metrics!))
  serveRobotsTxt(server)
  if (config.securityContact !== null)
    serveSecurityTxt(server, { contact: config.securityContact, publicUrl, clock })
  mount(server, modules, identify, services)
  const sendPage = pagesToRead(webFolder)
  serveHelp(server, sendPage)
  serveReference(
    server,
    modules.map(({ endpoint }) => endpoint),
    publicUrl,
    sendPage,
  )
  if (webFolder) await serveWebApps(server, webFolder)

  let regularWork: { stop(): Promise<void> } | undefined
  return {
    server,
    services,
    postman,
    courier,
    startWork() {
      postman.start()
      courier.start()
      regularWork = startRegularWork(services)
    },
    async close() {
      health.leave()
      // From the start, because a mail server may take most of the time for its answer.
      const workIsDone = Promise.all([postman.stop(), courier.stop(), regularWork?.stop()])
      await pause(config.serveOnSeconds * 1000)
      await server.close()
      await services.afterAnswer.settled()
      await services.refusals.settled()
      await workIsDone
      smtp.close()
      await bounces?.close()
      await mailbox?.close()
      await services.longWork.stop()
      await metricsDoor?.close()
    },
  }
}
