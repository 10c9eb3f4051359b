import type * as z from 'zod'

/**
 * Who may call. `anyone`: no session needed. `machine`: other programs, which send no Origin; no session is read, so
 * that another site gains nothing by it. `choosing`: a portal session, even one that must first choose a password.
 * `portal`: a portal session that may do everything. The others are the lowest role of a staff member that may call;
 * what is for viewers and managers is for API keys, too, as far as their scopes go (key-scopes.ts).
 */
export type Caller = 'anyone' | 'machine' | 'choosing' | 'portal' | 'viewer' | 'manager' | 'owner'

/**
 * The declaration of one endpoint. The server, the web apps, the API reference and the access test are all made from
 * it.
 */
export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the origin, with `:name` for what `params` describes. */
  path: `/v1/${string}`
  /** A line for the API reference, in the imperative. */
  summary: string
  description?: string
  caller: Caller
  /**
   * Staff must have typed their password within the last half hour (403 `password-needed` otherwise): `when`, in
   * words for the API reference. `asks` tells it from the body; if it depends on the data, the verb asks itself
   * (`requireFreshPassword`).
   */
  fresh?: { when: string; asks?(body: unknown): boolean }
  /** Only for somebody who has signed in: no API key opens it, whatever its scopes. What owners may do is so anyway. */
  inPerson?: true
  /**
   * It may let somebody into the portal: then a key needs the scope `portal-access:write` as well. `when`, in words for
   * the API reference; `asks` tells it from the body.
   */
  letsIn?: { when: string; asks(body: unknown): boolean }
  params?: z.ZodObject
  query?: z.ZodObject
  /** JSON; unknown keys are refused (use `z.strictObject`). */
  body?: z.ZodType
  /** The request body is a file of one of these types, handed over as a stream and never held as a whole. */
  upload?: { types: readonly string[]; mostBytes: number }
  /** The body is bytes of any type, which the handler reads as they came, once the signature in the head lets it. */
  raw?: { mostBytes: number }
  /**
   * What the reply contains, and nothing else: keys that are not declared here never leave the server. No reply: 204.
   */
  reply?: z.ZodType
  /** The reply is a file of this type, given as a stream, text, or bytes with a name. */
  download?:
    | 'text/csv'
    | 'text/html'
    | 'text/vcard'
    | 'application/pdf'
    | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  /** The status of a success: by default 200 with a reply and 204 without. */
  status?: 200 | 201 | 202 | 204
  /** It adds what is not there yet, and then returns a `Created`: the reply has the status 201. */
  mayCreate?: true
  /** The caller's session ends, and the browser throws away what it keeps of its pages. */
  signsOut?: true
  /** An edit that needs `If-Match` with the version that was read (428 without, 412 when stale). */
  ifMatch?: true
  /** A POST that changes nothing: what it asks about is too long for an address. The web apps send no key with it. */
  readsOnly?: true
  /** Why a POST of somebody who is known refuses `Idempotency-Key` (R29), in words. Every other one honours it. */
  notOnce?: string
  /**
   * It does many things, each in a transaction of its own, and done again it goes on with those that were not done. Under an
   * `Idempotency-Key` it stays so: a process that dies amid it leaves what it did.
   */
  piecewise?: true
  /** Its reply has a secret, which is kept nowhere: a request that is repeated under its key gets no other. */
  shownOnce?: true
}

/** Declares an endpoint, keeping its exact type. */
export const endpoint = <const E extends Endpoint>(declaration: E): E => declaration

/** Whether `Idempotency-Key` is honoured: with every POST of somebody who is known, unless the declaration says why not. */
export const takesIdempotencyKey = ({ method, caller, notOnce }: Endpoint): boolean =>
  method === 'POST' && caller !== 'anyone' && caller !== 'machine' && notOnce === undefined

type Output<S> = S extends z.ZodType ? z.output<S> : undefined
type Input<S> = S extends z.ZodType ? z.input<S> : undefined

/** What the server's handler is given, after validation. */
export type ParamsOf<E extends Endpoint> = Output<E['params']>
export type QueryOf<E extends Endpoint> = Output<E['query']>
export type BodyOf<E extends Endpoint> = Output<E['body']>

/** What a client sends, and gets. */
export type ParamsFor<E extends Endpoint> = Input<E['params']>
export type QueryFor<E extends Endpoint> = Input<E['query']>
export type BodyFor<E extends Endpoint> = Input<E['body']>
export type ReplyOf<E extends Endpoint> = E['reply'] extends z.ZodType ? z.output<E['reply']> : void
