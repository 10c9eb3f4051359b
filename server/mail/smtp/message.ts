import MailComposer from 'nodemailer/lib/mail-composer'
import type { Attachment } from '../letters/document.ts'
import { LOGO_CONTENT_ID, type LetterLogo } from '../letters/letter-logo.ts'

export interface Message {
  organizationId: string
  deliveryId: string
  from: { name: string; address: string }
  to: { name: string; address: string }
  subject: string
  html: string
  text: string
  date: Date
  attachment?: Attachment | null
  logo?: LetterLogo | null
  /** By one click, without a page (RFC 8058). */
  unsubscribeUrl?: string | null
}

/** Names the organization and the delivery inside a message, so that the built-in mailbox can file it. */
export const DELIVERY_HEADER = 'X-Portico-Delivery'

/**
 * The same for every attempt, so that a mail program shows a letter once even if it went out twice because SMTP left
 * the outcome unknown.
 */
function messageId(deliveryId: string, publicUrl: string): string {
  return `<${deliveryId}@${new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')}>`
}

/** The whole message as it goes over the wire (RFC 5322, multipart/alternative, with the document beside it). */
export async function composeMessage(message: Message, publicUrl: string): Promise<Buffer> {
  const composer = new MailComposer({
    messageId: messageId(message.deliveryId, publicUrl),
    date: message.date,
    from: oneAddress(message.from),
    to: oneAddress(message.to),
    subject: headerText(message.subject),
    text: message.text,
    html: message.html,
    headers: {
      // RFC 3834: no out-of-office replies, please.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      [DELIVERY_HEADER]: `${message.organizationId}/${message.deliveryId}`,
      ...(message.unsubscribeUrl && {
        'List-Unsubscribe': `<${message.unsubscribeUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
    attachments: [
      ...(message.logo ? [inline(message.logo)] : []),
      ...(message.attachment ? [message.attachment] : []),
    ],
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}

/** Within the letter, not a file beside it. */
function inline({ contentType, content }: LetterLogo) {
  const filename = contentType === 'image/png' ? 'logo.png' : 'logo.jpg'
  return { filename, contentType, content, cid: LOGO_CONTENT_ID, contentDisposition: 'inline' as const }
}

/** As an object: a string is parsed, and one `to` that holds a comma would become two recipients. */
function oneAddress({ name, address }: { name: string; address: string }) {
  if (!/^[^\s<>,;:"()[\]\\@]+@[^\s<>,;:"()[\]\\@]+$/.test(address)) {
    throw new Error('a message goes to exactly one address')
  }
  return { name: headerText(name), address }
}

/** One line, without characters that turn the direction of what follows them. */
function headerText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g, '')
    .trim()
}
