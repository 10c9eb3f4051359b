import { Marked, type Token, type Tokens } from 'marked'

export interface Section {
  level: number
  /** The anchor of its heading. */
  id: string
  heading: string
  /** Its text, without marks: to search in. */
  text: string
  html: string
}

const DEEPEST_SECTION = 3

/**
 * A page as its sections, each from one heading to the next. `address` says where a link leads; HTML is shown as
 * written.
 */
export function sectionsOf(markdown: string, address: (href: string) => string): Section[] {
  const marked: Marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }) {
        return `<h${depth} id="${slug(plain(text))}">${this.parser.parseInline(tokens)}</h${depth}>\n`
      },
      link({ href, tokens }) {
        return `<a href="${escapeHtml(address(href))}">${this.parser.parseInline(tokens)}</a>`
      },
      // A long line of code is scrolled by keyboard, too.
      code: ({ text }) => `<pre tabindex="0">${escapeHtml(text)}</pre>\n`,
      html: ({ text }) => escapeHtml(text),
    },
  })
  const plain = (inline: string) => textOf(marked.parseInline(inline, { async: false }))
  return bySection(marked.lexer(markdown)).map(({ heading, tokens }) => ({
    level: heading.depth,
    id: slug(plain(heading.text)),
    heading: plain(heading.text),
    text: textOf(marked.parser(tokens.slice(1))),
    html: marked.parser(tokens),
  }))
}

export const slug = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')

export const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** The words of a piece of our own HTML, where every `<` that is not a tag is escaped. */
const textOf = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .trim()

function bySection(tokens: Token[]): { heading: Tokens.Heading; tokens: Token[] }[] {
  const sections: { heading: Tokens.Heading; tokens: Token[] }[] = []
  for (const token of tokens) {
    if (token.type === 'heading' && token.depth <= DEEPEST_SECTION)
      sections.push({ heading: token as Tokens.Heading, tokens: [token] })
    else sections.at(-1)?.tokens.push(token)
  }
  return sections
}
