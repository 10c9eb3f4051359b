import { canDraw } from '../documents/pdf/render-pdf.ts'
import { PICTURE_PIXELS_MOST, PICTURE_SIDE_MOST, readPicture, type Picture } from '../documents/picture.ts'
import { InvalidRequest } from '../http/problems.ts'
import type { Within } from '../scope/scope.ts'
import { LOGO_BYTES_MOST, type logoTypes } from './invoicing-settings.api.ts'

export interface Logo extends Picture {
  type: (typeof logoTypes)[number]
}

/**
 * A logo picture that every document can show. Its size in pixels decides what a document costs, and its size in
 * bytes says nothing about that. Then the compiler is asked, because only what draws it knows whether it can be
 * drawn.
 */
export async function drawable(
  scope: Within,
  { type, base64 }: { type: Logo['type']; base64: string },
): Promise<Logo> {
  const bytes = Buffer.from(base64, 'base64')
  const refuse = (detail: string) => new InvalidRequest([{ pointer: '/logo', detail }])
  if (bytes.length > LOGO_BYTES_MOST) throw refuse('Use a picture of at most 512 kB.')
  const picture = readPicture(type, bytes)
  if (!picture) throw refuse('This picture cannot be read. Use another PNG or JPEG file.')
  const { width, height, content } = picture
  if (Math.max(width, height) > PICTURE_SIDE_MOST || width * height > PICTURE_PIXELS_MOST)
    throw refuse(
      `This picture has ${width} × ${height} pixels. Use one of at most 4 million, and at most ${PICTURE_SIDE_MOST} on a side.`,
    )
  if (!(await canDraw(scope, { type, base64: content.toString('base64') })))
    throw refuse(
      'This picture cannot be read: it is damaged or of a rare kind. Save it as PNG, and use that.',
    )
  return { type, ...picture }
}
