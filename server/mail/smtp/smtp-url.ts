import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'

export interface SmtpServer {
  options: SMTPConnectionOptions
  credentials: { user: string; pass: string } | null
}

/** Credentials travel encrypted, unless they never leave this machine. Without credentials TLS is used if offered. */
export function readSmtpUrl(text: string): SmtpServer {
  const url = new URL(text)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const secure = url.protocol === 'smtps:'
  const onThisMachine = host === 'localhost' || host === '::1' || host.startsWith('127.')
  const user = decodeURIComponent(url.username)
  const credentials = user ? { user, pass: decodeURIComponent(url.password) } : null
  return {
    options: {
      host,
      port: Number(url.port) || (secure ? 465 : 587),
      secure,
      requireTLS: !secure && credentials !== null && !onThisMachine,
      // A mail server on this machine usually has a self-signed certificate, and nobody is in between.
      tls: { rejectUnauthorized: !onThisMachine, minVersion: 'TLSv1.2' },
      logger: false,
    },
    credentials,
  }
}
