/** Where letters lead. Tokens stand in the fragment: it reaches no server, no proxy and no log. */

export function portalUrl(publicUrl: string, slug: string): string {
  return `${publicUrl}/portal/${slug}`
}

export function setPortalPasswordUrl(publicUrl: string, slug: string, token: string): string {
  return `${portalUrl(publicUrl, slug)}/set-password#${token}`
}

export function invitationUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/invitation#${token}`
}

export function setStaffPasswordUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/set-password#${token}`
}
