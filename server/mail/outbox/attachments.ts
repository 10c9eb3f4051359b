import type { Reading } from '../../scope/scope.ts'
import type { Attachment, AttachmentOf, AttachmentToMake } from '../letters/document.ts'

const KEPT_MOST = 16
const KEPT_BYTES_MOST = 32 * 1024 * 1024

/** The readers of one document come right after one another: what was made for the first serves the others. */
export function rememberAttachments(attachmentOf: AttachmentOf) {
  const kept = new Map<string, Promise<Attachment>>()
  let bytes = 0

  return async function attach(scope: Reading, wanted: AttachmentToMake): Promise<Attachment> {
    const { source, id, revision } = wanted
    // Without a revision the document may have changed in the meantime.
    if (revision === null) return named(await attachmentOf(scope, source, id, null))
    const key = `${scope.organizationId}/${source}/${id}/${revision}`
    const found = kept.get(key)
    if (found) return found
    if (kept.size >= KEPT_MOST || bytes > KEPT_BYTES_MOST) {
      kept.clear()
      bytes = 0
    }
    const making = attachmentOf(scope, source, id, revision).then(named)
    kept.set(key, making)
    try {
      const made = await making
      bytes += made.content.length
      return made
    } catch (error) {
      if (kept.get(key) === making) kept.delete(key)
      throw error
    }
  }
}

/** An invoice number may be anything; a file's name may not. */
function named(attachment: Attachment): Attachment {
  const filename = attachment.filename.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '')
  return { ...attachment, filename: filename.slice(-100) || 'document.pdf' }
}
