import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyReply } from 'fastify'
import { escapeHtml } from './markdown.ts'

/** A page to read, in Help or in the API reference, whose only script chooses light or dark. */
export interface ReadingPage {
  /** Which of the two it belongs to. */
  area: { name: string; address: string }
  title: string
  /** Beside it, HTML. */
  contents: string
  /** HTML. */
  main: string
  searched?: string | undefined
}

export type SendPage = (reply: FastifyReply, page: ReadingPage, status?: number) => FastifyReply

/** Sends such pages in the fonts of the web apps, if those are built. */
export function pagesToRead(webFolder: string | undefined): SendPage {
  let letters: string | undefined
  return (reply, page, status = 200) =>
    reply
      .code(status)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(readingPage(page, (letters ??= fontFace(webFolder))))
}

function fontFace(webFolder: string | undefined): string {
  const files = webFolder === undefined ? [] : readdirSync(join(webFolder, 'assets'))
  const file = files.find((name) => /^inter-latin-wght-normal.*\.woff2$/.test(name))
  return file
    ? `@font-face { font-family: "Inter Variable"; font-weight: 100 900; font-display: swap; src: url(/assets/${file}) format("woff2") }`
    : ''
}

/** Whether every word of the search is in it. */
export function matches(search: string, text: string): boolean {
  const lower = text.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word))
}

/** Shows where in Help or the API reference a search leads. */
export function foundPage(
  search: string,
  found: { href: string; title: string; where: string; text: string }[],
): { title: string; main: string } {
  const title =
    found.length === 0 ? `Nothing is found for “${search}”` : `${found.length} found for “${search}”`
  const lines = found.map(
    ({ href, title, where, text }) =>
      `<li><a href="${escapeHtml(href)}">${escapeHtml(title)}</a> <span class="dim">${escapeHtml(where)}</span><br>${escapeHtml(excerpt(text, search))}</li>`,
  )
  return {
    title,
    main: `<h1>${escapeHtml(title)}</h1>${found.length === 0 ? '<p>Try another word, or fewer.</p>' : `<ul class="found">${lines.join('')}</ul>`}`,
  }
}

function excerpt(text: string, search: string): string {
  const near = Math.max(0, text.toLowerCase().indexOf(search.toLowerCase().split(/\s+/)[0]!) - 60)
  const at = near === 0 ? 0 : text.indexOf(' ', near) + 1
  return `${at > 0 ? '… ' : ''}${text.slice(at, at + 160).trim()}${text.length > at + 160 ? ' …' : ''}`
}

function readingPage({ area, title, contents, main, searched = '' }: ReadingPage, letters: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · Portico ${area.name}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<script src="/color-scheme.js"></script>
<style>${letters}${STYLE}</style>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<nav aria-label="${area.name}">
<p class="brand"><a href="/"><img src="/favicon.svg" alt="" width="24" height="24">Portico</a> <a href="${area.address}">${area.name}</a></p>
<form role="search" action="${area.address}"><input type="search" name="search" required maxlength="100" aria-label="Search ${area.name}" placeholder="Search" value="${escapeHtml(searched)}"><button>Search</button></form>
${contents}
</nav>
<main id="main" tabindex="-1">
${main}
</main>
</body>
</html>
`
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#e8eaed, #282b32); --dim: light-dark(#5c636e, #a0a5ae); --accent: light-dark(#2158de, #7aa5ff); --quiet: light-dark(#fafbfc, #191b20); --canvas: light-dark(#fff, #15171b) }
:root[data-mantine-color-scheme=light] { color-scheme: light } :root[data-mantine-color-scheme=dark] { color-scheme: dark }
* { box-sizing: border-box }
@media (min-width: 801px) { html { scrollbar-gutter: stable } }
body { margin: 0; font: 15px/1.6 "Inter Variable", Inter, system-ui, sans-serif; display: grid; grid-template-columns: 288px minmax(0, 1fr); background: var(--canvas); color: light-dark(#16181d, #e9eaed); overflow-wrap: anywhere }
a { color: var(--accent); text-decoration: none } a:hover { text-decoration: underline } main p a, main li a { text-decoration: underline; text-underline-offset: 2px } :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px } main:focus { outline: none }
.skip { position: fixed; top: 8px; left: 8px; padding: 8px 14px; background: var(--canvas); transform: translateY(-200%) } .skip:focus { transform: none }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 16px 24px 48px; border-right: 1px solid var(--line); background: var(--quiet); font-size: 14px }
.brand { display: flex; align-items: center; justify-content: space-between; gap: 12px; margin: 0 0 16px } .brand a:first-child { display: flex; align-items: center; gap: 8px; color: inherit; font-weight: 600 }
form { display: flex; gap: 6px; margin: 0 0 20px } input { flex: 1; min-width: 0; height: 36px; padding: 0 10px; border: 1px solid light-dark(#737a86, #737a86); border-radius: 6px; background: var(--canvas); color: inherit; font: inherit }
button { height: 36px; padding: 0 12px; border: 1px solid var(--line); border-radius: 6px; background: var(--canvas); color: inherit; font: inherit; font-weight: 500; cursor: pointer }
nav ul { list-style: none; margin: 0; padding: 0 } nav li a { display: block; padding: 5px 8px; margin: 0 -8px; border-radius: 6px; color: inherit } nav li a:hover { background: light-dark(#f1f2f4, #23262d); text-decoration: none } nav [aria-current] { font-weight: 600 } nav .group { margin: 20px 0 4px; color: var(--dim); font-size: 13px }
nav ul ul a { padding: 3px 8px 3px 20px; margin-right: 0; color: var(--dim); font-size: 13px }
main { padding: 40px 56px 112px; max-width: 880px; min-width: 0 } h1 { font-size: 28px; line-height: 1.25; letter-spacing: -.011em; margin: 0 0 16px }
h2 { font-size: 20px; line-height: 1.35; letter-spacing: -.011em; margin: 44px 0 8px } h3 { font-size: 16px; line-height: 1.4; margin: 28px 0 4px } h4 { font-size: 13px; color: var(--dim); margin: 24px 0 4px }
p, main ul, main ol { margin: 0 0 14px } main li { margin: 0 0 6px } main ul, main ol { padding-left: 22px } .found { list-style: none; padding: 0 !important } .found li { margin: 0 0 16px } .dim, i { color: var(--dim) } i { font-style: normal; font-size: 12px }
section { padding-top: 8px; margin-top: 32px; border-top: 1px solid var(--line) } .call { margin: 0 0 8px } .call b { color: var(--accent); font-size: 13px } .call code { font-size: 14px } .who { color: var(--dim); margin: 8px 0 }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; overflow-wrap: anywhere } pre { overflow: auto; padding: 14px 16px; border: 1px solid var(--line); border-radius: 6px; background: var(--quiet); overflow-wrap: normal; margin: 0 0 14px; max-height: 480px }
table { border-collapse: collapse; width: 100%; margin: 0 0 14px } th { text-align: left; font-size: 13px; color: var(--dim); padding: 6px 12px 6px 0 } td { border-top: 1px solid var(--line); padding: 7px 12px 7px 0; vertical-align: top } td:first-child { width: 220px } .index td:first-child { width: 50% } td table { margin-top: 6px } td td:first-child { width: 180px }
dt { margin-top: 16px } dd { margin: 0 } h1, h2, h3, section, dt { scroll-margin-top: 16px }
@media (max-width: 800px) {
  body { display: block } main { padding: 24px 16px 64px }
  nav { position: static; height: auto; padding: 10px 16px 14px; border-right: 0; border-bottom: 1px solid var(--line) } .brand { margin-bottom: 10px } form { margin-bottom: 8px }
  nav > ul { display: flex; gap: 18px; overflow-x: auto; scrollbar-width: none } nav li { flex: none } nav li a { padding: 6px 0; margin: 0 } nav ul ul, nav .group { display: none }
  thead { display: none } td { display: block; width: auto !important; padding-right: 0 } td:first-child { padding-bottom: 0 } td + td { border-top: 0; padding-top: 0 } td td { padding-left: 12px }
}
`
