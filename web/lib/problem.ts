/** The server's refusal as RFC 9457 has it, with a sentence for people and the fields that are wrong. */
export interface ProblemBody {
  type: string
  title: string
  status: number
  detail?: string
  errors?: { pointer: string; detail: string }[]
  [more: string]: unknown
}

export class ProblemError extends Error {
  override name = 'ProblemError'

  readonly problem: ProblemBody
  readonly retryAfterSeconds: number | undefined

  constructor(problem: ProblemBody, retryAfterSeconds?: number) {
    super(problem.detail ?? problem.title)
    this.problem = problem
    this.retryAfterSeconds = retryAfterSeconds
  }

  get status() {
    return this.problem.status
  }

  /** The stable name of the refusal: the last part of its `type`. */
  get kind() {
    return this.problem.type.split(/[/#:]/).pop() ?? ''
  }
}

/** The server could not be reached, or what answered was not the server. */
export const UNREACHABLE = 0

export function problemOf(error: unknown): ProblemBody {
  if (error instanceof ProblemError) return error.problem
  return {
    type: 'about:blank',
    title: 'Something went wrong in this page',
    status: UNREACHABLE,
    detail: String(error),
  }
}

export function hasStatus(error: unknown, status: number) {
  return error instanceof ProblemError && error.status === status
}
