import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { answerProblems } from './answer-problems.ts'
import { serveWebApps } from './web-apps.ts'

const A_BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
const ID = '019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071'

async function openApps() {
  const folder = await mkdtemp(join(tmpdir(), 'portico-web-'))
  await Promise.all(['staff', 'portal', 'assets'].map((name) => mkdir(join(folder, name))))
  await writeFile(join(folder, 'staff/index.html'), 'the staff app')
  await writeFile(join(folder, 'portal/index.html'), 'the portal')
  await writeFile(join(folder, 'favicon.svg'), '<svg/>')
  await writeFile(join(folder, 'assets/page-abc.js'), 'export {}')
  await writeFile(join(folder, 'assets/page-abc.js.br'), 'by brotli')
  await writeFile(join(folder, 'assets/page-abc.js.gz'), 'by gzip')
  const server = Fastify()
  answerProblems(server)
  await serveWebApps(server, folder)
  onTestFinished(async () => {
    await server.close()
    await rm(folder, { recursive: true })
  })
  const open = async (url: string, accept = A_BROWSER) => {
    const { statusCode, body, headers } = await server.inject({ url, headers: { accept } })
    const { location, 'content-type': type } = headers
    return { status: statusCode, body, type: String(type).split(';')[0], ...(location && { location }) }
  }
  return Object.assign(open, { inject: server.inject.bind(server) })
}

test.each([
  ['gzip, deflate, br, zstd', 'by brotli', 'br'],
  ['gzip, deflate', 'by gzip', 'gzip'],
  ['identity', 'export {}', undefined],
])('a browser that takes %s is sent its script %s', async (accepted, content, encoding) => {
  const { inject } = await openApps()
  const { body, headers } = await inject({
    url: '/assets/page-abc.js',
    headers: { 'accept-encoding': accepted },
  })
  expect(body).toBe(content)
  expect(headers['content-encoding']).toBe(encoding)
  expect(headers).toMatchObject({
    vary: 'accept-encoding',
    'content-type': expect.stringMatching(/javascript/) as string,
  })
})

describe('an address', () => {
  test.each([
    ['/', 'the staff app'],
    ['/customers/', 'the staff app'],
    ['/Customers', 'the staff app'],
    [`/customers/${ID}/contacts/${ID}?search=anna`, 'the staff app'],
    ['/portal/northwind', 'the portal'],
    ['/portal/northwind/', 'the portal'],
    [`/portal/northwind/invoices/${ID}`, 'the portal'],
  ])('of a page, %s, shows the app', async (url, app) => {
    const open = await openApps()
    expect(await open(url)).toEqual({ status: 200, body: app, type: 'text/html' })
    expect((await open(url, '*/*')).status).toBe(200)
  })

  test.each([
    ['/invoices', '/receivables/invoices'],
    ['/Invoices/', '/receivables/Invoices/'],
    [`/invoices/${ID}?from=mail`, `/receivables/invoices/${ID}?from=mail`],
    ['/payments', '/receivables/payments'],
    ['/reminders', '/receivables/reminders'],
    ['/receivables/deliveries?state=failed', '/deliveries?state=failed'],
    ['/receivables/mailbox', '/mailbox'],
    [`/receivables/customers/${ID}/contacts`, `/customers/${ID}/contacts`],
    ['/settings', '/organization/settings'],
    ['/staff', '/organization/staff'],
    ['/login', '/sign-in'],
    ['/portal/northwind/login', '/portal/northwind/sign-in'],
    ['/portal/northwind/invoices', '/portal/northwind'],
  ])('that is typed from memory, %s, leads to the page that is meant, %s', async (url, page) => {
    const open = await openApps()
    expect(await open(url)).toMatchObject({ status: 302, location: page })
  })

  test.each([
    ['/nowhere', 'the staff app'],
    ['//elsewhere.example', 'the staff app'],
    ['/receivables//elsewhere.example', 'the staff app'],
    ['/receivables//elsewhere.example/login', 'the staff app'],
    [`/customers/${ID}/nowhere`, 'the staff app'],
    ['/customers//contacts', 'the staff app'],
    ['/portal', 'the staff app'],
    ['/.env', 'the staff app'],
    ['/portal/', 'the portal'],
    ['/portal/northwind/nowhere', 'the portal'],
  ])('that no page has, %s, is not found: the app says so to people, JSON to programs', async (url, app) => {
    const open = await openApps()
    expect(await open(url)).toEqual({ status: 404, body: app, type: 'text/html' })
    expect(await open(url, '*/*')).toMatchObject({ status: 404, type: 'application/problem+json' })
  })

  test.each([
    ['/v1/nowhere', 'There is no such endpoint. Check the method and the path: /docs lists all endpoints.'],
    ['/assets/page-old.js', 'There is no such page.'],
  ])('that is no page at all, %s, is answered in JSON, a browser as well', async (url, detail) => {
    const open = await openApps()
    const { status, type, body } = await open(url)
    expect([status, type]).toEqual([404, 'application/problem+json'])
    expect(JSON.parse(body)).toMatchObject({ detail })
  })

  test.each(['/favicon.svg', '/assets/page-abc.js'])('of a file, %s, sends it', async (url) => {
    const open = await openApps()
    expect((await open(url)).status).toBe(200)
  })
})
