import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { escapeHtml, type Section, sectionsOf } from './markdown.ts'
import { foundPage, matches, type SendPage } from './reading-page.ts'

const DOCS = new URL('../../docs/', import.meta.url)
const area = { name: 'Help', address: '/help' }

/** The pages of Help, in the order of the list: files of docs/, which can be read in the repository as well. */
const FILES = [
  'help/start.md',
  'help/contacts.md',
  'help/invoices.md',
  'help/payments.md',
  'help/import.md',
  'importing.md',
  'help/mail.md',
  'help/upgrade.md',
  'operating.md',
  'help/api.md',
  'glossary.md',
  '../CHANGELOG.md',
]

interface HelpPage {
  name: string
  title: string
  sections: Section[]
}

/** Serves `/help`: what clerks and operators want to know. Pages are made when first asked for. */
export function serveHelp(server: FastifyInstance, send: SendPage) {
  let read: HelpPage[] | undefined
  const pages = () => (read ??= helpPages())
  server.get<{ Querystring: { search?: string } }>('/help', ({ query }, reply) => {
    const search = String(query.search ?? '')
      .trim()
      .slice(0, 100)
    if (search === '') return send(reply, pageOf(pages(), 'start')!)
    const contents = contentsOf(pages())
    return send(reply, { area, contents, searched: search, ...foundPage(search, find(pages(), search)) })
  })
  server.get<{ Params: { page: string } }>('/help/:page', ({ params }, reply) => {
    const page = pageOf(pages(), params.page)
    if (page) return send(reply, page)
    const main = '<h1>There is no such page</h1><p>Choose a page from the list, or search.</p>'
    return send(reply, { area, title: 'No such page', contents: contentsOf(pages()), main }, 404)
  })
}

/** Every page of Help, with the addresses that its links lead to. */
export function helpPages(): HelpPage[] {
  return FILES.map((file) => {
    const sections = sectionsOf(readFileSync(new URL(file, DOCS), 'utf8'), addressIn)
    return { name: nameOf(file), title: sections[0]!.heading, sections }
  })
}

const nameOf = (file: string) => file.replace(/^.*\//, '').replace(/\.md$/, '').toLowerCase()

/** Where a link in a file of docs/ leads when the file is read as a page of Help. */
function addressIn(href: string): string {
  const [, file, anchor = ''] = /^([^:#]+\.md)(#.*)?$/.exec(href) ?? []
  return file ? `/help/${nameOf(file)}${anchor}` : href
}

function pageOf(pages: HelpPage[], name: string) {
  const page = pages.find((one) => one.name === name)
  if (!page) return null
  const main = page.sections.map(({ html }) => html).join('\n')
  return { area, title: page.title, contents: contentsOf(pages, name), main }
}

function contentsOf(pages: HelpPage[], current?: string): string {
  const line = ({ name, title, sections }: HelpPage) => {
    const isCurrent = name === current
    const parts = sections.filter(({ level }) => level === 2)
    return `<li><a href="/help/${name}"${isCurrent ? ' aria-current="page"' : ''}>${escapeHtml(title)}</a>${
      isCurrent && parts.length > 0
        ? `<ul>${parts.map(({ id, heading }) => `<li><a href="#${id}">${escapeHtml(heading)}</a></li>`).join('')}</ul>`
        : ''
    }</li>`
  }
  return `<ul>${pages.map(line).join('')}<li><a href="/docs">API reference</a></li></ul>`
}

/** Sections with the words in their heading come first. */
function find(pages: HelpPage[], search: string) {
  const all = pages.flatMap(({ name, title, sections }) =>
    sections.map(({ id, heading, text }) => ({
      href: `/help/${name}#${id}`,
      title: heading,
      where: title,
      text,
    })),
  )
  const inHeading = all.filter(({ title }) => matches(search, title))
  const inText = all.filter((one) => !inHeading.includes(one) && matches(search, `${one.title} ${one.text}`))
  return [...inHeading, ...inText]
}
