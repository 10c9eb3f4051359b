import type { Block, LetterContent, Line } from './letter.ts'
import { harmless, isolated, paragraphsOf, written } from './typed.ts'

const COLUMNS = 72

/** The letter for readers of plain text: written for them, not extracted from the HTML. */
export function plainText(organizationName: string, content: LetterContent): string {
  const { greeting, blocks, why, unsubscribe } = content
  const parts = [
    words([{ typed: organizationName }]),
    ...(greeting ? [words(greeting)] : []),
    ...blocks.map(blockAsText),
    `--\n${wrap(words(why))}`,
    ...(unsubscribe ? [`${unsubscribe.label}:\n${unsubscribe.url}`] : []),
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
    case 'message':
      return paragraphsOf(block.text)
        .map((paragraph) => paragraph.split('\n').map(isolated).map(wrap).join('\n'))
        .join('\n\n')
    case 'summary':
    case 'facts': {
      const widest = Math.max(...block.rows.map(([label]) => label.length))
      return block.rows.map(([label, value]) => `${`${label}:`.padEnd(widest + 2)}${words(value)}`).join('\n')
    }
  }
}

function words(line: Line): string {
  return line
    .map((part) => {
      if (typeof part === 'string') return part
      return isolated('typed' in part ? harmless(part.typed) : written(part.written))
    })
    .join('')
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
