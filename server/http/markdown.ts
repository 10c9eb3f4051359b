/**
 * The part of Markdown that our own pages in docs/ are written in: headings, paragraphs, lists, tables, code, emphasis and
 * links. Everything else is text, and HTML is shown as it is written. See docs/decisions.
 */

export interface Section {
  level: number
  /** The anchor of its heading. */
  id: string
  heading: string
  /** What it says, without marks: to search in. */
  text: string
  html: string
}

/** A page as its sections, each from a heading to the next. `address` says where a link leads. */
export function sectionsOf(markdown: string, address: (href: string) => string): Section[] {
  const sections: Section[] = []
  for (const { level, heading, lines } of headed(markdown)) {
    const id = slug(heading)
    const title = `<h${level} id="${id}">${inline(heading, address)}</h${level}>`
    const html = [title, ...blocks(lines).map((block) => blockHtml(block, address))].join('\n')
    sections.push({ level, id, heading: plain(heading), text: plain(lines.map(unmarked).join(' ')), html })
  }
  return sections
}

export const slug = (heading: string) =>
  plain(heading)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')

export const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

interface Headed {
  level: number
  heading: string
  lines: string[]
}

function headed(markdown: string): Headed[] {
  const parts: Headed[] = []
  let isCode = false
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) isCode = !isCode
    const [, marks, heading] = (!isCode && /^(#{1,3}) (.+)$/.exec(line)) || []
    if (marks) parts.push({ level: marks.length, heading: heading!, lines: [] })
    else parts.at(-1)?.lines.push(line)
  }
  return parts
}

/** Lines that belong together: fenced code, or what stands between empty lines. */
function blocks(lines: string[]): string[][] {
  const found: string[][] = [[]]
  let isCode = false
  for (const line of lines) {
    const isFence = line.startsWith('```')
    if ((isFence && !isCode) || (line.trim() === '' && !isCode)) found.push([])
    if (line.trim() !== '' || isCode) found.at(-1)!.push(line)
    if (isFence && isCode) found.push([])
    if (isFence) isCode = !isCode
  }
  return found.filter((block) => block.length > 0)
}

function blockHtml(block: string[], address: (href: string) => string): string {
  const [first] = block as [string]
  const text = (lines: string[]) => inline(lines.join(' '), address)
  if (first.startsWith('```')) return `<pre tabindex="0">${escapeHtml(block.slice(1, -1).join('\n'))}</pre>`
  if (first.startsWith('|')) return tableHtml(block, text)
  if (/^(-|\d+\.) /.test(first)) {
    const kind = first.startsWith('-') ? 'ul' : 'ol'
    return `<${kind}>${items(block)
      .map((item) => `<li>${text(item)}</li>`)
      .join('')}</${kind}>`
  }
  return `<p>${text(block)}</p>`
}

/** An item goes on in lines that are set in. */
function items(block: string[]): string[][] {
  const found: string[][] = []
  for (const line of block) {
    const [, begins] = /^(?:-|\d+\.) +(.*)$/.exec(line) ?? []
    if (begins === undefined) found.at(-1)!.push(line.trim())
    else found.push([begins])
  }
  return found
}

function tableHtml([head, , ...rows]: string[], text: (lines: string[]) => string): string {
  const cells = (row: string) => row.replaceAll(/^\||\|$/g, '').split('|')
  const line = (row: string, tag: 'th' | 'td') =>
    `<tr>${cells(row)
      .map((cell) => `<${tag}>${text([cell.trim()])}</${tag}>`)
      .join('')}</tr>`
  return `<table><thead>${line(head!, 'th')}</thead><tbody>${rows.map((row) => line(row, 'td')).join('')}</tbody></table>`
}

const MARKS = /`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|\*\*([^*]+)\*\*|(?<!\w)_([^_]+)_(?!\w)/g

function inline(text: string, address: (href: string) => string): string {
  let html = ''
  let read = 0
  for (const match of text.matchAll(MARKS)) {
    const [all, code, label, href, strong, stressed] = match
    html += escapeHtml(text.slice(read, match.index))
    read = match.index + all.length
    if (code !== undefined) html += `<code>${escapeHtml(code)}</code>`
    else if (label !== undefined)
      html += `<a href="${escapeHtml(address(href!))}">${inline(label, address)}</a>`
    else if (strong !== undefined) html += `<strong>${inline(strong, address)}</strong>`
    else html += `<em>${inline(stressed!, address)}</em>`
  }
  return html + escapeHtml(text.slice(read))
}

/** A line without what makes it an item or a row. */
const unmarked = (line: string) =>
  line
    .replace(/^\s*(-|\d+\.) /, '')
    .replace(/^\|[\s|-]*$/, '')
    .replaceAll(/\s*\|\s*/g, ' ')

const plain = (text: string) =>
  text.replaceAll(MARKS, (_, ...found: string[]) => found.slice(0, 5).find((part, at) => part && at !== 2)!)
