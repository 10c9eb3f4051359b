import { ProblemError } from '../lib/problem.ts'

interface Changes {
  /** The paths of the fields that both changed: the form holds yours. */
  contested: string[]
  /** What is stored by now. */
  stored: object
  /** Who saved it, where that is known. */
  by: string | undefined
  /** Puts the other version of what both changed into the form, and back. */
  exchange: () => void
}

/** Somebody else saved what you are editing. What could be brought together is; what both changed has two versions. */
export class ChangedMeanwhile extends ProblemError {
  /** Where there is something to exchange. */
  readonly exchange: (() => void) | undefined

  constructor({ contested, stored, by, exchange }: Changes) {
    const both = contested.map((path) => inWords(path, stored)).filter(Boolean)
    const words = both.length > 0 ? ` You both changed ${both.join(', ')}.` : ''
    super({
      type: 'about:blank#changed-meanwhile',
      title: `${by ?? 'Somebody else'} changed this meanwhile`,
      status: 409,
      detail: `Nothing of yours is saved yet. What they saved is in the form now, and what you changed is still there.${words} Save again to keep what you see.`,
    })
    this.exchange = contested.length > 0 ? exchange : undefined
  }
}

/** The field by its label, with what they made of it where that is a word or two. */
function inWords(path: string, stored: object): string | undefined {
  const label = labelOf(path)
  const theirs = path.split('.').reduce<unknown>((within, field) => (within as Fields)[field], stored)
  if (!label || !['string', 'number'].includes(typeof theirs)) return label
  const words = String(theirs).trim()
  if (words.length > WORTH_QUOTING) return label
  return `${label} (theirs: ${words ? `“${words}”` : 'empty'})`
}

type Fields = Record<string, unknown>
const WORTH_QUOTING = 60

function labelOf(path: string): string | undefined {
  const field = document.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`)
  const label = (field as HTMLInputElement | null)?.labels?.[0]?.textContent ?? field?.ariaLabel
  return label?.replace(/\s*\*$/, '')
}
