import { dateFormat } from '../../time/date-format.ts'
import type { Block, LetterContext, Letters, Line } from './letter.ts'
import { wayToPortal, type DocumentFacts, type DocumentOfLetter } from './document.ts'
import {
  invitationUrl,
  portalPageUrl,
  portalUrl,
  setPortalPasswordUrl,
  setStaffPasswordUrl,
  signInUrl,
  webhooksUrl,
} from './links.ts'

const OR_OPEN = 'Or open this address:'

export const english: Letters = {
  subjects: {
    temporaryPassword: (organization, { replaces }) =>
      `Your ${replaces ? 'new ' : ''}temporary password for ${organization}`,
    passwordLink: (organization, { replaces }) =>
      `Choose your ${replaces ? 'new ' : ''}password for ${organization}`,
    forgottenPassword: (organization) => `Choose a new password for ${organization}`,
    passwordChanged: (organization) => `Your password for ${organization} was changed`,
    staffPasswordChanged: (organization) => `Your password for ${organization} on Portico was changed`,
    newDevice: (organization, { door }) =>
      `New sign-in to ${door === 'portal' ? organization : `${organization} on Portico`}`,
    contactAdded: (organization, { customerName }) =>
      `${organization}: you are now a contact of ${customerName}`,
    addressChanged: (organization) => `Your e-mail address at ${organization} was changed`,
    staffInvitation: (organization, { invitedBy }) =>
      `${invitedBy} invites you to ${organization} on Portico`,
    staffPasswordLink: (organization) => `Choose a new password for ${organization} on Portico`,
    webhookOff: (organization, { host }) => `${organization}: the webhook to ${host} was switched off`,
    document: (_organization, { subject }) => subject,
  },

  contents: {
    temporaryPassword: (letter) => ({
      preview: 'Sign in with it and choose a password of your own.',
      greeting: greeting(letter),
      blocks: [
        paragraph(
          ...accessGiven(letter),
          ' Sign in with this temporary password, and choose one of your own.',
        ),
        { kind: 'secret', label: 'Your temporary password', value: secretOf(letter) },
        signInFacts(letter),
        button('Sign in', signInUrl(letter.publicUrl, letter.organization.slug, letter.proof)),
        note(
          'This password only lets you choose your own. Nobody at ',
          organization(letter),
          ' will ask you for it.',
        ),
      ],
      why: becauseContact(letter),
    }),

    passwordLink: (letter) => ({
      preview: 'The link works once.',
      greeting: greeting(letter),
      blocks: [
        paragraph(...accessGiven(letter), ' Choose your password to sign in.'),
        button(
          'Choose your password',
          setPortalPasswordUrl(letter.publicUrl, letter.organization.slug, secretOf(letter)),
        ),
        signInFacts(letter),
        note(
          'The link works once. Do not forward this message: anyone who opens the link can choose your password.',
        ),
      ],
      why: becauseContact(letter),
    }),

    forgottenPassword: (letter) => ({
      preview: `The link works once, until ${expiry(letter)}.`,
      greeting: greeting(letter),
      blocks: [
        paragraph(
          'Somebody, probably you, asked to reset the password for the customer portal of ',
          organization(letter),
          '.',
        ),
        button(
          'Choose a new password',
          setPortalPasswordUrl(letter.publicUrl, letter.organization.slug, secretOf(letter)),
        ),
        signInFacts(letter),
        note('The link works once. If it was not you, ignore this message: your password stays as it is.'),
      ],
      why: because(letter, 'because somebody asked to reset the password on its customer portal.'),
    }),

    passwordChanged: (letter) => ({
      preview: 'If this was you, there is nothing you need to do.',
      greeting: greeting(letter),
      blocks: [
        paragraph(
          'Your password for the customer portal of ',
          organization(letter),
          ` was changed on ${when(letter.facts.at, letter.reader.timeZone)}. You are signed out everywhere else.`,
        ),
        paragraph(
          'If this was you, there is nothing you need to do. If it was not, choose a new password at once: open the portal and follow “Forgot password”.',
        ),
        button('Open the portal', portalUrl(letter.publicUrl, letter.organization.slug)),
      ],
      why: becauseContact(letter),
    }),

    staffPasswordChanged: (letter) => ({
      preview: 'If this was you, there is nothing you need to do.',
      greeting: greeting(letter),
      blocks: [
        paragraph(
          'The password you use to sign in to ',
          organization(letter),
          ` on Portico was changed on ${when(letter.facts.at, letter.reader.timeZone)}. You are signed out everywhere else.`,
        ),
        paragraph(
          'If this was you, there is nothing you need to do. If it was not, choose a new password at once: open Portico and follow “Forgot password”.',
        ),
        button('Open Portico', letter.publicUrl),
      ],
      why: because(letter, 'because it is the address of your account.'),
    }),

    newDevice: (letter) => {
      const { at, device, network, door } = letter.facts
      const isPortal = door === 'portal'
      return {
        preview: 'If this was you, there is nothing you need to do.',
        greeting: greeting(letter),
        blocks: [
          paragraph(
            `Somebody signed in with your password to ${isPortal ? 'the customer portal of ' : ''}`,
            organization(letter),
            `${isPortal ? '' : ' on Portico'} from a device you had not used there before.`,
          ),
          {
            kind: 'facts',
            rows: [
              ['When', [when(at, letter.reader.timeZone)]],
              ['Device', [device]],
              ['Network', [network]],
            ],
          },
          paragraph(
            'If this was you, there is nothing you need to do. If it was not, choose a new password at once with “Forgot password”: that signs you out everywhere.',
          ),
          isPortal
            ? button('Open the portal', portalUrl(letter.publicUrl, letter.organization.slug))
            : button('Open Portico', letter.publicUrl),
        ],
        why: isPortal
          ? becauseContact(letter)
          : because(letter, 'because it is the address of your account.'),
      }
    },

    contactAdded: (letter) => ({
      preview: letter.reader.hasPortalAccess
        ? 'You will find its invoices in the customer portal.'
        : 'You may now receive invoices and other e-mails for this company at this address.',
      greeting: greeting(letter),
      blocks: [
        paragraph(
          organization(letter),
          ' added you as a contact of ',
          { typed: letter.facts.customerName },
          '.',
        ),
        ...(letter.reader.hasPortalAccess
          ? [
              paragraph(
                'You will find its invoices in the customer portal. Your password works for every company you are a contact of.',
              ),
              button('Open the portal', portalUrl(letter.publicUrl, letter.organization.slug)),
            ]
          : [askForAccess(letter)]),
      ],
      why: becauseContact(letter),
    }),

    addressChanged: (letter) => ({
      preview: 'Messages no longer come to this address.',
      greeting: greeting(letter),
      blocks: [
        paragraph(
          'Your e-mail address at ',
          organization(letter),
          ` was changed on ${when(letter.facts.at, letter.reader.timeZone)}. Messages now go to the new address, and `,
          letter.reader.email,
          ' no longer signs in to the customer portal.',
        ),
        paragraph('Is this wrong? Tell your contact at ', organization(letter), '.'),
      ],
      why: because(letter, 'because it was your address until now.'),
    }),

    staffInvitation: (letter) => ({
      preview: 'Accept the invitation to sign in.',
      greeting: greeting(letter),
      blocks: [
        paragraph(
          { typed: letter.facts.invitedBy },
          ' invites you to work for ',
          organization(letter),
          ` on Portico as ${ROLES[letter.facts.role]}.`,
        ),
        button('Accept the invitation', invitationUrl(letter.publicUrl, secretOf(letter))),
        signInFacts(letter),
        note(
          'The link works once. Do not forward this message: anyone who opens the link can accept in your name.',
        ),
      ],
      why: because(
        letter,
        'because a colleague entered this address. If you ignore this message, nothing happens.',
      ),
    }),

    staffPasswordLink: (letter) => ({
      preview: 'The link works once.',
      greeting: greeting(letter),
      blocks: [
        paragraph('Choose a new password to sign in to ', organization(letter), ' on Portico.'),
        button('Choose a new password', setStaffPasswordUrl(letter.publicUrl, secretOf(letter))),
        signInFacts(letter),
        note(
          'The link works once. If you did not ask for it, ignore this message: your password stays as it is.',
        ),
      ],
      why: because(letter, 'because somebody asked to reset the password.'),
    }),

    webhookOff: (letter) => {
      const { host, reason, since } = letter.facts
      return {
        preview: 'Nothing is lost: what waits is sent once you switch it on again.',
        greeting: greeting(letter),
        blocks: [
          paragraph(
            'Portico sends no more events of ',
            organization(letter),
            ' to ',
            { typed: host },
            reason === 'gone'
              ? `: on ${when(since, letter.reader.timeZone)} it answered that it wants no more.`
              : `: since ${when(since, letter.reader.timeZone)} every attempt has failed.`,
          ),
          paragraph(
            'Nothing is lost: what waits, and what happens until then, is sent once you switch it on again. Events are kept for 30 days.',
          ),
          button('Look at the webhooks', webhooksUrl(letter.publicUrl)),
        ],
        why: because(letter, 'because you are an owner of the organization.'),
      }
    },

    document: (letter) => {
      const { message, rows, alsoSentTo, unsubscribe } = letter.facts
      const document = documentOf(letter)
      return {
        preview: rows.map(({ label, value }) => `${label}: ${value}`).join(' · '),
        greeting: null,
        blocks: [
          { kind: 'message', text: message },
          ...(rows.length > 0 ? [summary(rows)] : []),
          ...(letter.facts.button ? [toPortal(letter, letter.facts.button)] : []),
          ...(document.role === 'cc' ? [note('You receive a copy.')] : []),
          ...(alsoSentTo.length > 0 ? [note('Also sent to ', ...named(alsoSentTo), '.')] : []),
        ],
        why: [
          ...because(
            letter,
            letter.reader.isContact
              ? `because you receive ${PLURALS[document.kind]} as a contact of `
              : `because your address was entered there for this ${document.kind} to `,
          ),
          { typed: letter.facts.customerName },
          '.',
        ],
        ...(unsubscribe &&
          letter.unsubscribeUrl && {
            unsubscribe: { label: `Unsubscribe from ${unsubscribe}`, url: letter.unsubscribeUrl },
          }),
      }
    },
  },
}

const PLURALS: Record<DocumentOfLetter['kind'], string> = {
  invoice: 'invoices',
  reminder: 'reminders',
  receipt: 'receipts',
  statement: 'statements',
  notice: 'notices',
}

const ROLES = {
  owner: 'an owner, who may do everything',
  manager: 'a manager, who works with customers, invoices and passwords',
  viewer: 'a colleague who may view everything but change nothing',
}

function toPortal(letter: LetterContext<'document'>, to: NonNullable<DocumentFacts['button']>): Block {
  return wayToPortal(letter.reader.hasPortalAccess) === 'button'
    ? portalButton(letter, to)
    : askForAccess(letter)
}

function askForAccess(letter: LetterContext): Block {
  const { email } = letter.organization
  return note(
    'Would you like to see your invoices online as well? Ask ',
    organization(letter),
    ` for access to its customer portal${email === null ? '' : `: ${email}`}.`,
  )
}

function greeting({ reader }: LetterContext): Line {
  return reader.name ? ['Hello ', { typed: reader.name }, ','] : ['Hello,']
}

function organization({ organization: { name } }: LetterContext) {
  return { typed: name }
}

function paragraph(...line: Line): Block {
  return { kind: 'paragraph', line }
}

function note(...line: Line): Block {
  return { kind: 'note', line }
}

function button(label: string, url: string): Block {
  return { kind: 'button', label, url, orOpen: OR_OPEN }
}

/** How a letter with a password begins: with the first one, or with one in place of another. */
function accessGiven(letter: LetterContext<'temporaryPassword' | 'passwordLink'>): Line {
  return letter.facts.replaces
    ? [
        'Your password for the customer portal of ',
        organization(letter),
        ' was reset. Earlier passwords no longer work.',
      ]
    : [organization(letter), ' has given you access to its customer portal.']
}

function signInFacts(letter: LetterContext): Block {
  return {
    kind: 'facts',
    rows: [
      ['Sign in with', [letter.reader.email]],
      ['Valid until', [expiry(letter)]],
    ],
  }
}

function because(letter: LetterContext, reason: string): Line {
  return ['Sent by ', organization(letter), ` to ${letter.reader.email} ${reason}`]
}

function becauseContact(letter: LetterContext): Line {
  return because(letter, 'because you are a contact of one of its customers.')
}

function secretOf({ secret }: LetterContext): string {
  if (secret === null) throw new Error('this letter carries a secret, and was given none')
  return secret
}

function expiry({ expiresAt, reader }: LetterContext): string {
  if (expiresAt === null) throw new Error('this letter says how long it is valid, and was not told')
  return when(expiresAt, reader.timeZone)
}

function documentOf({ document }: LetterContext): DocumentOfLetter {
  if (document === null) throw new Error('this letter is about a document, and was given none')
  return document
}

function summary(rows: DocumentFacts['rows']): Block {
  return { kind: 'summary', rows: rows.map(({ label, value }) => [label, [{ written: value }]]) }
}

function portalButton(letter: LetterContext, { label, path }: { label: string; path: string }): Block {
  return button(label, portalPageUrl(letter.publicUrl, letter.organization.slug, path))
}

const NAMED_MOST = 10

/** With their addresses, so that readers know who to ask whether it arrived. */
function named(readers: DocumentFacts['alsoSentTo']): Line {
  const shown = readers
    .slice(0, NAMED_MOST)
    .flatMap(({ name, email }, at): Line => [
      at > 0 ? ', ' : '',
      ...(name ? [{ typed: name }, ' '] : []),
      { written: name ? `<${email}>` : email },
    ])
  return readers.length > NAMED_MOST ? [...shown, ` and ${readers.length - NAMED_MOST} more`] : shown
}

/** Such as: Wednesday 25 November 2026 at 17:05 (Europe/Lisbon). */
function when(time: string, timeZone: string): string {
  const date = new Date(time)
  const day = dateFormat('en-GB', { timeZone, dateStyle: 'full' }).format(date).replace(',', '')
  const clock = dateFormat('en-GB', { timeZone, timeStyle: 'short' }).format(date)
  return `${day} at ${clock} (${timeZone.replaceAll('_', ' ')})`
}
