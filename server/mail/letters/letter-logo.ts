import type { Reading } from '../../scope/scope.ts'

/**
 * The organization's logo at the head of a letter. It is part of the message, because mail programs load nothing from
 * elsewhere.
 */
export interface LetterLogo {
  contentType: 'image/png' | 'image/jpeg'
  content: Buffer
  /** As it is shown. */
  width: number
  height: number
}

/** How the head of the letter refers to it (RFC 2392). */
export const LOGO_CONTENT_ID = 'logo@portico'

/** It goes out with every letter, so a larger one is only printed. */
const BYTES_MOST = 150_000
const HEIGHT_MOST = 44
const WIDTH_MOST = 180
const REMEMBERED_MOST = 10

/** The logos of recent letters, by id: a logo never changes. */
const remembered = new Map<string, LetterLogo | null>()

export async function readLetterLogo(scope: Reading, logoId: string | null): Promise<LetterLogo | null> {
  if (logoId === null) return null
  const known = remembered.get(logoId)
  const logo = known === undefined ? await readLogo(scope, logoId) : known
  remembered.delete(logoId)
  remembered.set(logoId, logo)
  if (remembered.size > REMEMBERED_MOST) remembered.delete(remembered.keys().next().value!)
  return logo
}

async function readLogo({ db, organizationId }: Reading, logoId: string): Promise<LetterLogo | null> {
  const found = await db
    .selectFrom('logos')
    .select(['type', 'content', 'width', 'height'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', logoId)
    .executeTakeFirst()
  if (!found || found.content.length > BYTES_MOST) return null
  const scale = Math.min(1, HEIGHT_MOST / found.height, WIDTH_MOST / found.width)
  return {
    contentType: found.type,
    content: found.content,
    width: Math.max(1, Math.round(found.width * scale)),
    height: Math.max(1, Math.round(found.height * scale)),
  }
}
