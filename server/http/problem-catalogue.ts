/** What a program does about a refusal, by its status. */
export const PROBLEM_KINDS: { statuses: number[]; kind: string; remedy: string }[] = [
  {
    statuses: [400, 413, 415, 422, 428],
    kind: 'The request is wrong',
    remedy:
      'Nothing was done. Sent again as it is, it is refused again: correct what detail and errors name. Where a person typed it, show them these sentences.',
  },
  {
    statuses: [401, 403],
    kind: 'The caller may not',
    remedy: 'Nothing was done. Come with another key, scope or role; the request itself may be right.',
  },
  {
    statuses: [404, 410],
    kind: 'It is not there',
    remedy: 'Nothing was done. The id, the link or the cursor is of something else, or no longer good.',
  },
  {
    statuses: [409, 412],
    kind: 'Something is in the way',
    remedy:
      'Nothing was done. The request was right, but not for how things stand: read the record again, and decide again.',
  },
  {
    statuses: [429, 500, 503],
    kind: 'Not now',
    remedy:
      'Wait as long as Retry-After says and send the same again; a POST with the same Idempotency-Key, so that it is not done twice.',
  },
]

/** Every kind of refusal, for the API reference. `problem-catalogue.test.ts` compares it with the code. */
export const PROBLEMS: { code: string; status: number; means: string }[] = [
  {
    code: 'invalid-request',
    status: 400,
    means: 'Something sent is missing, unknown or not valid. errors names each field and the remedy.',
  },
  {
    code: 'not-idempotent',
    status: 400,
    means: 'The header Idempotency-Key was sent to an endpoint that does not support it. Nothing was done.',
  },
  {
    code: 'idempotency-key-reused',
    status: 422,
    means: 'The same Idempotency-Key came with another body within 24 hours. Nothing was done.',
  },
  {
    code: 'idempotency-in-flight',
    status: 409,
    means: 'The first request with this Idempotency-Key is still at work. Send it again after Retry-After.',
  },
  {
    code: 'answer-not-kept',
    status: 409,
    means:
      'The request with this Idempotency-Key was done before. Its answer had a secret, which is kept nowhere: revoke what was made, and make another.',
  },
  {
    code: 'not-signed-in',
    status: 401,
    means: 'There is no session, or it has ended. Send an API key, or sign in again.',
  },
  {
    code: 'sign-in-refused',
    status: 401,
    means:
      'E-mail or password is wrong; the reply is the same for unknown, locked, inactive and expired. Have a new password issued if it stays so.',
  },
  {
    code: 'key-refused',
    status: 401,
    means:
      'The API key is unknown, revoked or expired, or came from a network that is not its own. An owner makes a new one, with this network.',
  },
  {
    code: 'scope-missing',
    status: 403,
    means:
      'The API key has not the scope that this needs; scope says which. An owner makes a key that has it.',
  },
  {
    code: 'not-for-keys',
    status: 403,
    means: 'Only people may do this, after they have signed in: no key will do.',
  },
  {
    code: 'not-allowed',
    status: 403,
    means: 'The role of the caller does not allow this. An owner can give another role.',
  },
  {
    code: 'password-needed',
    status: 403,
    means:
      'The password was last typed in this session more than 30 minutes ago. Send it to POST /v1/session/password and repeat the call.',
  },
  {
    code: 'wrong-origin',
    status: 403,
    means:
      'The change came without this server’s address in the header Origin. Send an API key, or that header.',
  },
  {
    code: 'moved',
    status: 410,
    means:
      'The organization is at another installation now: origin says where. The same path leads on there.',
  },
  {
    code: 'not-found',
    status: 404,
    means:
      'There is no such thing, or it belongs to another organization: the reply is the same. Look it up in its list.',
  },
  {
    code: 'too-many-webhooks',
    status: 409,
    means: 'The organization has as many webhooks as it may. Delete one that is no longer used.',
  },
  { code: 'webhook-off', status: 409, means: 'The webhook is off. Switch it on, or send it a test event.' },
  {
    code: 'webhook-waits',
    status: 409,
    means: 'The message waits for an earlier one about the same contact. Send that one again instead.',
  },
  {
    code: 'webhook-under-way',
    status: 409,
    means: 'This message, or another about the same contact, is being sent right now. Try again in a moment.',
  },
  {
    code: 'conflict',
    status: 409,
    means: 'Somebody changed the same thing at the same moment. Read it again, and decide again.',
  },
  {
    code: 'wrong-invoice-state',
    status: 409,
    means:
      'The status of the invoice does not allow this: it is a draft, sent, void or paid. detail says the remedy.',
  },
  {
    code: 'nobody-receives',
    status: 409,
    means: 'Nobody would receive the document. recipients lists who could, and why they do not.',
  },
  {
    code: 'day-taken',
    status: 409,
    means: 'The reminder schedule already has a step on this day. Choose another day.',
  },
  {
    code: 'payment-reversed',
    status: 409,
    means: 'The payment was reversed, or is itself a reversal: it pays nothing. Record another.',
  },
  {
    code: 'already-a-contact',
    status: 409,
    means:
      'The address already belongs to a contact of this customer; contactId and active tell which. Change or undelete that one.',
  },
  {
    code: 'address-taken',
    status: 409,
    means: 'The new address is another person’s; person tells whose. Send attach to make the contact theirs.',
  },
  {
    code: 'password-of-known-person',
    status: 409,
    means: 'A password was typed for somebody who already has one. Leave it out.',
  },
  { code: 'inactive-contact', status: 409, means: 'The contact must be undeleted first.' },
  { code: 'inactive-customer', status: 409, means: 'The customer must be made active first.' },
  {
    code: 'access-taken-away',
    status: 409,
    means: 'The person’s portal access was revoked; give it back first.',
  },
  {
    code: 'password-already-chosen',
    status: 409,
    means: 'The contact has already chosen a password. To change it, they send the current one along.',
  },
  {
    code: 'no-portal-access',
    status: 409,
    means: 'The person has no portal access to revoke or to give back. Issue a password first.',
  },
  {
    code: 'link-dead',
    status: 410,
    means:
      'The link was used, has expired, was replaced by a newer one, or no longer fits the person and address it was made for. Ask for a new one.',
  },
  {
    code: 'events-not-kept',
    status: 410,
    means:
      'Not all events after the cursor are kept. Get a new one with from=now, list the contacts again, and read on.',
  },
  {
    code: 'already-set-up',
    status: 409,
    means: 'Portico was already set up, which works only once. Sign in instead.',
  },
  {
    code: 'already-staff',
    status: 409,
    means:
      'The address already belongs to a staff member, or to somebody who was invited. Send that invitation again.',
  },
  {
    code: 'already-joined',
    status: 409,
    means: 'The invitation was already accepted. They sign in, or choose Forgot password.',
  },
  {
    code: 'last-owner',
    status: 409,
    means: 'It would leave the organization without an owner. Make somebody else an owner first.',
  },
  {
    code: 'stale-version',
    status: 412,
    means: 'The record was changed after it was read. Read it again and repeat the change.',
  },
  {
    code: 'pdf-not-made',
    status: 422,
    means:
      'The document cannot be made into a PDF: it takes too long or too much memory. detail says what to change.',
  },
  {
    code: 'pdf-interrupted',
    status: 503,
    means: 'Making the PDF was interrupted. Retry-After says when to try again.',
  },
  {
    code: 'too-many-pdfs',
    status: 503,
    means: 'Too many PDFs of this organization are being made. Retry-After says when to try again.',
  },
  {
    code: 'too-large',
    status: 413,
    means: 'The request is larger than the endpoint accepts. Send less at once.',
  },
  {
    code: 'unsupported-type',
    status: 415,
    means: 'The Content-Type is not one that the endpoint accepts. The endpoint says which are.',
  },
  {
    code: 'version-missing',
    status: 428,
    means: 'The edit came without If-Match. Send the version that was read.',
  },
  {
    code: 'too-many-attempts',
    status: 429,
    means: 'There were too many attempts. Wait as long as Retry-After says.',
  },
  {
    code: 'too-many-requests',
    status: 429,
    means: 'The API key has sent more requests than it may in a minute. Wait as long as Retry-After says.',
  },
  {
    code: 'too-many-keys',
    status: 409,
    means: 'The organization has as many API keys as it may have. Revoke one first.',
  },
  {
    code: 'internal-error',
    status: 500,
    means:
      'The server is at fault. Nothing was changed: trying again may help; if not, the log of the server says more.',
  },
  {
    code: 'busy',
    status: 503,
    means: 'Portico is overloaded. Nothing was changed: wait as long as Retry-After says.',
  },
  {
    code: 'database-away',
    status: 503,
    means:
      'The database cannot be reached at the moment. A change may have been saved before the connection was lost: check, and wait as long as Retry-After says.',
  },
  {
    code: 'upload-broken',
    status: 400,
    means: 'The upload ended before the file did. Nothing of it was kept: send it again.',
  },
  {
    code: 'no-mailbox',
    status: 404,
    means: 'There is no built-in mailbox, because mail goes to a mail server. Look there.',
  },
  {
    code: 'account-number-taken',
    status: 409,
    means: 'Another customer has this account number. Find it, or choose another number.',
  },
  {
    code: 'external-id-taken',
    status: 409,
    means:
      'Another customer, or another contact, has this external ID; customer or contact tells which. Change that one, or use another ID.',
  },
  {
    code: 'contact-of-another',
    status: 409,
    means: 'The external ID is a contact of another customer; customer tells which. A contact does not move.',
  },
  {
    code: 'shared-address',
    status: 409,
    means:
      'The person is a contact of several customers, and nobody said whether the new address is for all of them. Send everywhere.',
  },
  {
    code: 'circle-of-parents',
    status: 409,
    means: 'The parent customer is this customer itself or below it. Choose another.',
  },
  {
    code: 'import-not-ready',
    status: 409,
    means: 'The import is not at the step this needs. Read it: its state says what comes next.',
  },
  {
    code: 'secret-erased',
    status: 409,
    means: 'The message carried a password or link, which was erased with it. Issue a new one.',
  },
  {
    code: 'text-not-kept',
    status: 409,
    means: 'The text of the message is no longer kept. Send the document itself again.',
  },
  {
    code: 'sent-again-before',
    status: 409,
    means: 'The message was sent again before; send the newer one again.',
  },
  {
    code: 'address-bounced',
    status: 409,
    means: 'Mail to the address bounces. Correct it, or mark it as working.',
  },
  {
    code: 'mail-events-off',
    status: 404,
    means: 'Nobody can report bounces here, because MAIL_EVENTS_SECRET is not set. Set it.',
  },
  {
    code: 'signature-refused',
    status: 401,
    means:
      'The signature of a report is missing, wrong or too old. Sign it with MAIL_EVENTS_SECRET when it is sent.',
  },
  {
    code: 'unreadable-file',
    status: 422,
    means: 'The file cannot be read; detail says where and why. Correct the file, or how it is to be read.',
  },
]
