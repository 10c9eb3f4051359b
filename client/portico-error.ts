import type { ProblemCode } from './api.ts'

/** A field of the request that is wrong: a JSON pointer into what was sent, and the remedy in a sentence. */
export interface FieldError {
  pointer: string
  detail: string
}

/** `unreachable`: no answer came. `unexpected-answer`: what came was not from Portico, such as the page of a proxy. */
export type PorticoErrorCode = ProblemCode | 'unreachable' | 'unexpected-answer'

interface Told {
  status: number
  code: PorticoErrorCode
  title: string
  detail: string
  errors?: FieldError[]
  facts?: Record<string, unknown>
  retryAfterSeconds?: number | undefined
}

/** A call that was refused, or that got no answer. `code` says which of all cases it is, and never changes. */
export class PorticoError extends Error {
  override readonly name = 'PorticoError'
  /** The status of the answer; 0 if there was none. */
  readonly status: number
  readonly code: PorticoErrorCode
  readonly title: string
  /** What happened and what to do, for people. */
  readonly detail: string
  readonly errors: FieldError[]
  /** What else the refusal says, such as the `contactId` of `already-a-contact`. */
  readonly facts: Record<string, unknown>
  readonly retryAfterSeconds: number | undefined

  constructor(told: Told, options?: ErrorOptions) {
    super(told.detail, options)
    this.status = told.status
    this.code = told.code
    this.title = told.title
    this.detail = told.detail
    this.errors = told.errors ?? []
    this.facts = told.facts ?? {}
    this.retryAfterSeconds = told.retryAfterSeconds
  }
}

export async function errorOf(response: Response): Promise<PorticoError> {
  if (!response.headers.get('content-type')?.includes('problem+json')) return unexpectedAnswer(response)
  const { type, title, status, detail, errors, ...facts } = (await response.json()) as Problem
  return new PorticoError({
    status,
    code: type.slice(type.indexOf('#') + 1) as ProblemCode,
    title,
    detail,
    ...(errors && { errors }),
    facts,
    retryAfterSeconds: retryAfterOf(response),
  })
}

interface Problem {
  type: string
  title: string
  status: number
  detail: string
  errors?: FieldError[]
}

export function unexpectedAnswer(response: Response): PorticoError {
  const leadsOn = response.headers.get('location')
  return new PorticoError({
    status: response.status,
    code: 'unexpected-answer',
    title: 'This is not an answer of Portico',
    detail: leadsOn
      ? `The address leads on to ${leadsOn}. Connect to where Portico is.`
      : `Something answered with status ${response.status} that is not Portico. Check the address.`,
    retryAfterSeconds: retryAfterOf(response),
  })
}

export const unreachable = (cause: unknown) =>
  new PorticoError(
    {
      status: 0,
      code: 'unreachable',
      title: 'Portico cannot be reached',
      detail: 'No answer came, or it broke off. What was asked for may have been done all the same.',
    },
    { cause },
  )

/** Portico says it in seconds; something in between may name a time instead, which is left to the usual pauses. */
function retryAfterOf(response: Response): number | undefined {
  const header = response.headers.get('retry-after') ?? ''
  return /^\d+$/.test(header) ? Number(header) : undefined
}
