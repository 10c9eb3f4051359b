import type { FastifyInstance } from 'fastify'
import { Counter, Registry } from 'prom-client'
import { attemptOutcomes, type DeliveryAttempt } from '../mail/deliveries/deliveries.api.ts'
import type { Services } from '../scope/services.ts'
import { watchDatabase } from './database.ts'
import { watchProcess } from './process.ts'
import { measureRequests } from './requests.ts'

export interface Metrics {
  measureRequests(server: FastifyInstance): void
  countAttempt(outcome: DeliveryAttempt['outcome']): void
  /** All figures as they are now, in Prometheus' text format. */
  read(): Promise<string>
  /** The type of that text. */
  contentType: string
}

/** The figures of this process, for Prometheus. Labels come from declarations, never from what was sent or stored. */
export function openMetrics(services: Services): Metrics {
  const registry = new Registry()
  watchProcess(services, registry)
  const refreshDatabase = watchDatabase(services, registry)
  const attempts = new Counter({
    name: 'portico_mail_attempts_total',
    help: 'Attempts to hand a letter to the mail server, by what came of them.',
    labelNames: ['outcome'],
    registers: [registry],
  })
  // Prometheus sees a first failure only where there was a zero before it.
  for (const outcome of attemptOutcomes) attempts.inc({ outcome }, 0)
  return {
    measureRequests: (server) => measureRequests(server, registry),
    countAttempt: (outcome) => attempts.inc({ outcome }),
    async read() {
      await refreshDatabase()
      return registry.metrics()
    },
    contentType: registry.contentType,
  }
}
