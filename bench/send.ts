import { setTimeout as sleep } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import pg from 'pg'
import { urlsOfRunning } from '../server/database/embedded.ts'
import { foundOrganization } from './import.ts'
import { openSink, type Sink } from './smtp-sink.ts'
import { residentMegabytes, startPortico } from './start-up.ts'

export interface Sent {
  invoices: number
  messages: number
  /** From the first request to the last message at the mail server. */
  perSecond: number
  barePerSecond: number
  mostMegabytes: number | null
}

const READERS = 3
const REQUESTS_AT_ONCE = 8
const CONNECTIONS = 5

/**
 * Invoices to three contacts each, from the request that sends one to the message at the mail server, against a loop
 * of nodemailer that hands over as many messages of the same size and knows nothing about who and why.
 */
export async function measureSending(dataDir: string, invoices: number): Promise<Sent> {
  const sink = await openSink()
  const portico = await startPortico(dataDir, { SMTP_URL: sink.url })
  try {
    const { call } = await foundOrganization(portico.port)
    const session = (await call('GET', '/v1/session')) as { organization: { id: string } }
    const ids = await writeDrafts(dataDir, session.organization.id, invoices)
    const wanted = invoices * READERS
    let mostMegabytes = 0
    const began = performance.now()
    let next = 0
    await Promise.all(
      Array.from({ length: REQUESTS_AT_ONCE }, async () => {
        for (let id = ids[next++]; id !== undefined; id = ids[next++])
          await call('POST', `/v1/invoices/${id}/send`, {}, { 'if-match': '"1"' })
      }),
    )
    while (sink.count().messages < wanted && performance.now() - began < 1_200_000) {
      await sleep(50)
      mostMegabytes = Math.max(mostMegabytes, residentMegabytes(portico.pid) ?? 0)
    }
    const seconds = (performance.now() - began) / 1000
    // One that went out twice would arrive now.
    await sleep(1000)
    const { messages, different, bytes } = sink.count()
    if (messages !== wanted || different !== wanted)
      throw new Error(`${wanted} messages were to arrive, and ${messages} did, ${different} different ones`)
    return {
      invoices,
      messages,
      perSecond: wanted / seconds,
      barePerSecond: await bareLoop(sink, wanted, Math.round(bytes / messages)),
      mostMegabytes: mostMegabytes || null,
    }
  } finally {
    await portico.stop()
    await sink.close()
  }
}

async function bareLoop(sink: Sink, messages: number, bytesEach: number): Promise<number> {
  sink.forget()
  const transport = createTransport({
    url: sink.url,
    pool: true,
    maxConnections: CONNECTIONS,
    ignoreTLS: true,
  })
  const text = 'Here is your invoice. '.repeat(Math.ceil(bytesEach / 22 / 2))
  const html = `<p>${text}</p>`
  const began = performance.now()
  let next = 0
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (next++ < messages)
        await transport.sendMail({
          from: 'seller@portico.example',
          to: `reader${next}@customer.example`,
          subject: `Invoice ${next}`,
          text,
          html,
        })
    }),
  )
  transport.close()
  return messages / ((performance.now() - began) / 1000)
}

/** Drafts, each of a customer of its own with three contacts. */
async function writeDrafts(dataDir: string, organizationId: string, invoices: number): Promise<string[]> {
  const { ownerUrl } = urlsOfRunning(dataDir)
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    // A link instead of a PDF, for readers who can open the portal: the cost of making PDFs is measured separately.
    await client.query(
      `insert into invoicing_settings (organization_id, attach_pdf, updated_at) values ($1, false, now())`,
      [organizationId],
    )
    const { rows } = await client.query<{ id: string }>(
      `with added as (
         insert into customers (organization_id, id, name, created_at, updated_at)
         select $1, gen_random_uuid(), 'Customer ' || n, now(), now() from generate_series(1, $2::int) n
         returning id),
       readers as (select id as customer_id, gen_random_uuid() as person_id, n from added, generate_series(1, $3::int) n),
       people as (
         insert into people (organization_id, id, email, email_identity, first_name, created_at, updated_at)
         select $1, person_id, person_id || '@customer.example', person_id || '@customer.example', 'Reader', now(), now()
         from readers returning id),
       access as (
         insert into portal_access (organization_id, person_id, kind, password_hash, issued_at, chosen_at)
         select $1, person_id, 'chosen', 'none', now(), now() from readers),
       contacts as (
         insert into contacts (organization_id, id, customer_id, person_id, receives, created_at, updated_at)
         select $1, gen_random_uuid(), customer_id, person_id,
           case when n = 1 then '{"invoices": "to"}' else '{"invoices": "cc"}' end::jsonb, now(), now() from readers)
       insert into invoices (organization_id, id, customer_id, currency, issue_date, due_date, lines, subtotal_minor,
         total_minor, created_at, updated_at)
       select $1, gen_random_uuid(), id, 'EUR', current_date, current_date + 30,
         '[{"description": "Work", "quantity": "1", "unitPriceMinor": 10000, "discountPercent": "0", "taxRate": "0"}]',
         10000, 10000, now(), now() from added
       returning id`,
      [organizationId, invoices, READERS],
    )
    return rows.map(({ id }) => id)
  } finally {
    await client.end()
  }
}
