import { expect, test } from 'vitest'
import { sectionsOf } from './markdown.ts'

const html = (markdown: string) =>
  sectionsOf(markdown, (href) => href.replace(/\.md$/, ''))
    .map((section) => section.html)
    .join('\n')

test('a page is its headings, each with what stands below it', () => {
  const [first, second] = sectionsOf('# Add a contact\n\nOpen **the** `list`.\n\n## And then?\nSave.', String)
  expect(first).toMatchObject({
    level: 1,
    id: 'add-a-contact',
    text: expect.stringContaining('Open the list.'),
  })
  expect(second).toMatchObject({ level: 2, id: 'and-then', heading: 'And then?' })
})

test('links lead where pages are, and names with underscores stay names', () => {
  expect(html('# A\n\n[Mail](mail.md) and _Send again_, but SMTP_URL_OLD')).toContain(
    '<p><a href="mail">Mail</a> and <em>Send again</em>, but SMTP_URL_OLD</p>',
  )
})

test('HTML in a page is shown as it is written', () => {
  const shown = html('# <b>A</b>\n\nCall `<i>` and <script>x</script>\n\n<script>x</script>')
  expect(shown).toContain('<h1 id="b-a-b">&lt;b&gt;A&lt;/b&gt;</h1>')
  expect(shown).toContain('<code>&lt;i&gt;</code>')
  expect(shown).not.toContain('<script>')
})
