import type { Block, LetterContent, Line } from '../letter.tsx'
import { harmless, isolated } from './typed.ts'

const COLUMNS = 72

/** The letter for readers of plain text: written for them, not scraped off the HTML. */
export function plainText(organizationName: string, { greeting, blocks, why }: LetterContent): string {
  const parts = [
    words([{ typed: organizationName }]),
    words(greeting),
    ...blocks.map(blockAsText),
    `--\n${wrap(words(why))}`,
  ]
  return `${parts.join('\n\n')}\n`
}

function blockAsText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'note':
      return wrap(words(block.line))
    case 'secret':
      // On a line of its own, never wrapped.
      return `${block.label}:\n\n    ${block.value}`
    case 'button':
      return `${block.label}:\n${block.url}`
    case 'facts': {
      const widest = Math.max(...block.rows.map(([label]) => label.length))
      return block.rows.map(([label, value]) => `${`${label}:`.padEnd(widest + 2)}${words(value)}`).join('\n')
    }
  }
}

function words(line: Line): string {
  return line.map((part) => (typeof part === 'string' ? part : isolated(harmless(part.typed)))).join('')
}

/** By words. One longer than a line, such as an address, stays whole so that it can be opened. */
function wrap(text: string): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line && line.length + 1 + word.length > COLUMNS) {
      lines.push(line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  return [...lines, line].join('\n')
}
