import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client'
import type { Services } from '../scope/services.ts'

/** What this process knows of itself: each module is asked for its own figures when they are read. */
export function watchProcess(
  { database, passwordHasher, longWork }: Pick<Services, 'database' | 'passwordHasher' | 'longWork'>,
  registry: Registry,
) {
  // Memory, processor time, collection of garbage, and how late the event loop is.
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'portico_database_connections',
    help: 'Connections to PostgreSQL: used, idle, and the most that may be open.',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      for (const [pool, { open, idle, most }] of Object.entries(database.load())) {
        this.set({ pool, state: 'used' }, open - idle)
        this.set({ pool, state: 'idle' }, idle)
        this.set({ pool, state: 'most' }, most)
      }
    },
  })
  new Gauge({
    name: 'portico_database_connections_waited_for',
    help: 'Statements and transactions that wait for a connection to PostgreSQL.',
    labelNames: ['pool'],
    registers: [registry],
    collect() {
      for (const [pool, { waiting }] of Object.entries(database.load())) this.set({ pool }, waiting)
    },
  })
  new Gauge({
    name: 'portico_password_hashes',
    help: 'Passwords that are being hashed or compared, and those that wait for a processor.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { running, waiting } = passwordHasher.load()
      this.set({ state: 'running' }, running)
      this.set({ state: 'waiting' }, waiting)
    },
  })
  new Gauge({
    name: 'portico_long_work_running',
    help: 'Imports and batches of invoices that this process works on.',
    registers: [registry],
    collect() {
      this.set(longWork.load().running)
    },
  })
}
