/** Where letters lead. Tokens are in the fragment, which reaches no server, no proxy and no log. */

export function portalUrl(publicUrl: string, slug: string): string {
  return `${publicUrl}/portal/${slug}`
}

/** The door, with what makes the reader's browser known there. */
export function signInUrl(publicUrl: string, slug: string, proof: string | null): string {
  return proof === null ? portalUrl(publicUrl, slug) : `${portalUrl(publicUrl, slug)}/sign-in#device=${proof}`
}

export function setPortalPasswordUrl(publicUrl: string, slug: string, token: string): string {
  return `${portalUrl(publicUrl, slug)}/set-password#${token}`
}

/** A page of the portal. A reader who is not signed in signs in first: the link itself does nothing. */
export function portalPageUrl(publicUrl: string, slug: string, path: string): string {
  const portal = portalUrl(publicUrl, slug)
  return path === '' ? portal : `${portal}/${path}`
}

/** For mail programs, which post to it (RFC 8058). */
export function oneClickUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/v1/unsubscribe/${token}`
}

export function unsubscribePageUrl(publicUrl: string, slug: string, token: string): string {
  return `${portalUrl(publicUrl, slug)}/unsubscribe#${token}`
}

export function invitationUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/invitation#${token}`
}

/** Where owners see which programs are told of what. */
export const webhooksUrl = (publicUrl: string): string => `${publicUrl}/organization/webhooks`

export function setStaffPasswordUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/set-password#${token}`
}
