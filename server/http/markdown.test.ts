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

test('paragraphs, lists whose items go on, tables and code', () => {
  expect(html('# A\n\none\ntwo\n\n- first\n  goes on\n- second\n\n1. one\n2. two')).toBe(
    '<h1 id="a">A</h1>\n<p>one two</p>\n<ul><li>first goes on</li><li>second</li></ul>\n<ol><li>one</li><li>two</li></ol>',
  )
  expect(html('# A\n\n| a | b |\n| - | - |\n| `PORT` | 8080 |')).toContain(
    '<thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td><code>PORT</code></td><td>8080</td></tr></tbody>',
  )
  expect(html('# A\n\n```\nnpm start # here\n\n## no heading\n```\nafter')).toContain(
    '<pre tabindex="0">npm start # here\n\n## no heading</pre>\n<p>after</p>',
  )
})

test('links lead where pages are, and names with underscores stay names', () => {
  expect(html('# A\n\n[Mail](mail.md) and _Send again_, but SMTP_URL_OLD')).toContain(
    '<p><a href="mail">Mail</a> and <em>Send again</em>, but SMTP_URL_OLD</p>',
  )
})

test('nothing that is written becomes markup', () => {
  expect(html('# <b>A</b>\n\n<script>x</script> `<i>` [a](x"y)')).toBe(
    '<h1 id="b-a-b">&lt;b&gt;A&lt;/b&gt;</h1>\n<p>&lt;script&gt;x&lt;/script&gt; <code>&lt;i&gt;</code> <a href="x&quot;y">a</a></p>',
  )
})
