import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Session cookies of this origin: HttpOnly, SameSite, and bound to the host where the site is https. */
export class Cookies {
  readonly #request: FastifyRequest
  readonly #reply: FastifyReply
  readonly #publicUrl: URL

  constructor(request: FastifyRequest, reply: FastifyReply, publicUrl: URL) {
    this.#request = request
    this.#reply = reply
    this.#publicUrl = publicUrl
  }

  get(name: string): string | undefined {
    const header = this.#request.headers.cookie
    return header === undefined ? undefined : parseCookie(header)[this.#named(name)]
  }

  set(name: string, value: string, maxAgeSeconds: number) {
    this.#write(name, value, maxAgeSeconds)
  }

  clear(name: string) {
    this.#write(name, '', 0)
  }

  #write(name: string, value: string, maxAge: number) {
    this.#reply.header(
      'set-cookie',
      stringifySetCookie(this.#named(name), value, {
        path: '/',
        httpOnly: true,
        sameSite: 'lax',
        secure: this.#secure,
        maxAge,
      }),
    )
  }

  get #secure() {
    return this.#publicUrl.protocol === 'https:'
  }

  #named(name: string) {
    return cookieName(name, this.#publicUrl)
  }
}

/** Browsers share the cookies of one host among its ports: without https the port is part of the name. */
export function cookieName(name: string, publicUrl: URL): string {
  return publicUrl.protocol === 'https:'
    ? `__Host-portico-${name}`
    : `portico-${name}-${publicUrl.port || 80}`
}
