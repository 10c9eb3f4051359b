import { inTime } from './in-time.ts'

/** One field of the request that is wrong: a JSON pointer (RFC 6901) into the request, and the remedy in a sentence. */
export interface FieldError {
  pointer: string
  detail: string
}

export interface ProblemOptions {
  errors?: FieldError[]
  /** After how many seconds trying again makes sense. */
  retryAfterSeconds?: number
  /** Of the answer, where a standard asks for one. */
  headers?: Record<string, string>
  /** Facts that a program may act on, such as the id of what is in the way. Never a secret. */
  extra?: Record<string, unknown>
}

/**
 * A refusal (RFC 9457). Each is a named subclass in the folder of its noun, with a sentence for the person who reads
 * it. Throw it to undo the current change; return it to refuse and still commit.
 */
export class Problem extends Error {
  readonly status: number
  /** Names the kind of problem and never changes; `type` is made from it. */
  readonly code: string
  readonly title: string
  readonly errors: FieldError[] | undefined
  readonly retryAfterSeconds: number | undefined
  readonly headers: Record<string, string> | undefined
  readonly extra: Record<string, unknown> | undefined

  constructor(status: number, code: string, title: string, detail: string, options: ProblemOptions = {}) {
    super(detail)
    this.name = new.target.name
    this.status = status
    this.code = code
    this.title = title
    this.errors = options.errors
    this.retryAfterSeconds = options.retryAfterSeconds
    this.headers = options.headers
    this.extra = options.extra
  }

  toJSON() {
    return {
      type: `/docs#${this.code}`,
      title: this.title,
      status: this.status,
      detail: this.message,
      ...(this.errors && { errors: this.errors }),
      ...this.extra,
    }
  }
}

export class InvalidRequest extends Problem {
  constructor(errors: FieldError[]) {
    const first = errors[0]
    super(
      400,
      'invalid-request',
      'Something needs to be corrected',
      first ? first.detail : 'The request could not be read.',
      {
        errors,
      },
    )
  }
}

export class NotSignedIn extends Problem {
  constructor() {
    super(401, 'not-signed-in', 'You are not signed in', 'Sign in and try again.')
  }
}

export class NotAllowed extends Problem {
  constructor(detail: string) {
    super(403, 'not-allowed', 'You may not do this', detail)
  }
}

export class WrongOrigin extends Problem {
  constructor(publicUrl: string) {
    super(
      403,
      'wrong-origin',
      'The request came from elsewhere',
      `Changes are accepted only from ${publicUrl}. Open Portico at that address, or set PUBLIC_URL to the one you use.`,
    )
  }
}

/** For an unknown id and for another organization's alike. */
export class NotFound extends Problem {
  constructor(what = 'page') {
    super(404, 'not-found', 'Not found', `There is no such ${what}.`)
  }
}

/** For a path that nothing is at: programs look for an endpoint there, people for a page. */
export const nothingAt = (url: string): Problem =>
  /^\/v1(?![^/?])/.test(url) ? new NoSuchEndpoint() : new NotFound()

class NoSuchEndpoint extends Problem {
  constructor() {
    super(
      404,
      'not-found',
      'Not found',
      'There is no such endpoint. Check the method and the path: /docs lists all endpoints.',
    )
  }
}

export class TooLarge extends Problem {
  constructor() {
    super(
      413,
      'too-large',
      'Too large',
      'The request is larger than this endpoint accepts. Send less at once.',
    )
  }
}

export class UnsupportedType extends Problem {
  constructor(files?: readonly string[]) {
    super(
      415,
      'unsupported-type',
      'This type is not accepted',
      files
        ? `Send a file with one of these in the header Content-Type: ${files.join(', ')}.`
        : 'Send JSON with the header Content-Type: application/json.',
    )
  }
}

export class StaleVersion extends Problem {
  constructor() {
    super(
      412,
      'stale-version',
      'Somebody else changed this',
      'It was changed after you opened it. Nothing of yours was saved: load it again and repeat your change.',
    )
  }
}

export class VersionMissing extends Problem {
  constructor() {
    super(
      428,
      'version-missing',
      'Say which version you are changing',
      'Send the version you read as If-Match, for example If-Match: "3".',
    )
  }
}

export class TooManyAttempts extends Problem {
  constructor(retryAfterSeconds: number) {
    super(
      429,
      'too-many-attempts',
      'Too many attempts',
      `Too many attempts. Try again ${inTime(retryAfterSeconds)}.`,
      { retryAfterSeconds },
    )
  }
}

export class Busy extends Problem {
  constructor(retryAfterSeconds = 1) {
    super(
      503,
      'busy',
      'Busy',
      `Portico is busy right now. Nothing was changed: try again ${inTime(retryAfterSeconds)}.`,
      { retryAfterSeconds },
    )
  }
}
