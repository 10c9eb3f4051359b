// Made from the migrated database by `npm run schema`: change the migrations.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** Read as `2026-11-22T17:00:00.000Z`; written as that or as a Date. */
export type Time = ColumnType<string, string | Date, string | Date>
type MaybeTime = ColumnType<string | null, string | Date | null | undefined, string | Date | null>
/** Written as the text of it: a list would become an array of PostgreSQL. */
type Json = ColumnType<object, string, string>
type DefaultJson = ColumnType<object, string | undefined, string>
type MaybeJson = ColumnType<object | null, string | null | undefined, string | null>

export interface Tables {
  api_keys: {
    organization_id: string
    id: string
    name: string
    token_hash: Buffer
    ending: string
    scopes: string[]
    networks: Generated<undefined[]>
    made_by: string
    created_at: Time
    expires_at: MaybeTime
    last_used_at: MaybeTime
    last_used_from: string | null
    revoked_at: MaybeTime
  }
  contacts: {
    organization_id: string
    id: string
    customer_id: string
    person_id: string
    job_title: string | null
    department: string | null
    receives: DefaultJson
    is_primary: Generated<boolean>
    active: Generated<boolean>
    inactive_since: MaybeTime
    version: Generated<number>
    created_at: Time
    updated_at: Time
    unsubscribed: DefaultJson
    external_id: string | null
  }
  credit_by_customer: {
    organization_id: string
    customer_id: string
    currency: string
    amount_minor: number
  }
  customers: {
    organization_id: string
    id: string
    name: string
    name_key: GeneratedAlways<string>
    account_number: string | null
    account_number_lower: GeneratedAlways<string | null>
    parent_id: string | null
    email: string | null
    email_lower: GeneratedAlways<string | null>
    phone: string | null
    second_phone: string | null
    billing_address: MaybeJson
    shipping_address: MaybeJson
    currency: string | null
    payment_terms_days: number | null
    notes: string | null
    active: Generated<boolean>
    version: Generated<number>
    created_at: Time
    updated_at: Time
    reminders_paused: Generated<boolean>
    default_receives: MaybeJson
    external_id: string | null
  }
  deliveries: {
    organization_id: string
    id: string
    cause: string
    kind: string
    person_id: string | null
    contact_id: string | null
    customer_id: string | null
    member_id: string | null
    address: string
    subject: string
    content: MaybeJson
    sealed: Buffer | null
    access_generation: number | null
    state: Generated<'queued' | 'sent' | 'failed' | 'bounced' | 'cancelled'>
    reason: string | null
    attempt_count: Generated<number>
    expires_at: MaybeTime
    created_at: Time
    due_at: MaybeTime
    finished_at: MaybeTime
    document_kind: 'invoice' | 'reminder' | 'receipt' | 'statement' | 'notice' | null
    document_id: string | null
    invoice_id: string | null
    role: 'to' | 'cc' | null
    not_before: MaybeTime
  }
  delivery_attempts: {
    organization_id: string
    delivery_id: string
    number: number
    at: Time
    outcome: 'accepted' | 'refused-for-now' | 'refused-for-good' | 'not-reached' | 'unknown' | 'not-written'
    reply: string
  }
  delivery_reports: {
    organization_id: string
    delivery_id: string
    event: 'bounced' | 'delayed' | 'delivered' | 'complained'
    at: Time
    reason: string
  }
  event_feeds: {
    organization_id: string
    last_position: Generated<number>
    discarded_position: Generated<number>
  }
  events: {
    organization_id: string
    position: number
    id: string
    type: string
    subject_id: string
    contact_id: string | null
    at: Time
    data: Json
  }
  events_pending: {
    organization_id: string
    written_at: Time
    id: string
    type: string
    subject_id: string
    contact_id: string | null
    at: Time
    data: Json
  }
  failing_work: {
    organization_id: string
    work: 'reminders' | 'statements'
    subject_id: string
    invoice_id: string | null
    customer_id: string | null
    since: Time
    tried_at: Time
    times: Generated<number>
  }
  idempotent_requests: {
    organization_id: string
    caller: string
    endpoint: string
    key: string
    fingerprint: Buffer
    answer: MaybeJson
    at: Time
  }
  import_files: {
    organization_id: string
    import_id: string
    of_lines: boolean
    number: number
    content: Buffer
  }
  import_mappings: {
    organization_id: string
    kind: 'contacts' | 'invoices'
    of_lines: boolean
    headings: string
    fields: string[]
    date_order: 'dayFirst' | 'monthFirst' | null
    decimal_sign: 'point' | 'comma' | null
  }
  import_notes: {
    organization_id: string
    import_id: string
    number: number
    outcome: 'create' | 'link' | 'change' | 'unchanged' | 'ask' | 'refuse' | 'undone' | 'stays' | null
    says: Generated<string[]>
    follows: number[] | null
    invoice_row: number | null
    currency: string | null
    total_minor: number | null
  }
  import_rows: {
    organization_id: string
    import_id: string
    number: number
    line: number
    cells: string[]
    characters: number
    fault: string | null
    of_lines: Generated<boolean>
  }
  imports: {
    organization_id: string
    id: string
    file_name: string
    reading: Json
    columns: string[]
    fields: string[]
    issue_passwords: Generated<boolean>
    update_people: Generated<boolean>
    remind: Generated<boolean>
    to_mail: number | null
    inactive: Generated<'import' | 'leaveOut'>
    row_count: number
    state: Generated<'mapping' | 'planning' | 'planned' | 'running' | 'done' | 'undoing' | 'undone'>
    done_count: Generated<number>
    password_row: Generated<number>
    password_count: Generated<number>
    counts: MaybeJson
    trouble: string | null
    lease_id: string | null
    leased_until: MaybeTime
    actor_kind: 'staff' | 'key' | 'system'
    actor_id: string | null
    actor_name: string
    created_at: Time
    finished_at: MaybeTime
    undone_at: MaybeTime
    undone: MaybeJson
    kind: Generated<'contacts' | 'invoices'>
    lines_file_name: string | null
    lines_reading: MaybeJson
    lines_columns: string[] | null
    lines_fields: string[] | null
    lines_count: Generated<number>
    date_order: 'dayFirst' | 'monthFirst' | null
    decimal_sign: 'point' | 'comma' | null
    invoice_row: Generated<number>
    sums: MaybeJson
    maker: string | null
    could_be: Generated<string[]>
    sample_rows: Generated<number[]>
    lines_sample_rows: Generated<number[]>
    recognized: string[] | null
    lines_recognized: string[] | null
    fingerprint: string | null
  }
  installation: {
    organization_id: string
    set_up_at: Time
  }
  invoice_batch_items: {
    organization_id: string
    batch_id: string
    position: number
    invoice_id: string
    version: number
    outcome: 'sent' | 'nobody' | 'refused' | null
    why: string | null
  }
  invoice_batches: {
    organization_id: string
    id: string
    send_at: MaybeTime
    item_count: number
    actor_kind: 'staff' | 'key' | 'system'
    actor_id: string | null
    actor_name: string
    lease_id: string | null
    leased_until: MaybeTime
    created_at: Time
    finished_at: MaybeTime
  }
  invoice_revisions: {
    organization_id: string
    invoice_id: string
    number: number
    content: Json
    made_by: string
    made_at: Time
  }
  invoice_views: {
    organization_id: string
    invoice_id: string
    person_id: string
    first_at: Time
    last_at: Time
    times: Generated<number>
  }
  invoices: {
    organization_id: string
    id: string
    customer_id: string
    state: Generated<'draft' | 'sent' | 'void'>
    number: string | null
    number_lower: GeneratedAlways<string | null>
    imported_as: string | null
    currency: string
    issue_date: string
    due_date: string
    purchase_order: string | null
    purchase_order_lower: GeneratedAlways<string | null>
    notes: string | null
    lines: DefaultJson
    discount_percent: Generated<string>
    subtotal_minor: Generated<number>
    discount_minor: Generated<number>
    tax_minor: Generated<number>
    total_minor: Generated<number>
    paid_minor: Generated<number>
    balance_minor: GeneratedAlways<number>
    revision: Generated<number>
    disputed_since: MaybeTime
    dispute_note: string | null
    reminders_paused: Generated<boolean>
    reminded_step_id: Generated<string>
    sent_at: MaybeTime
    paid_at: MaybeTime
    voided_at: MaybeTime
    void_reason: string | null
    version: Generated<number>
    created_at: Time
    updated_at: Time
  }
  invoicing_settings: {
    organization_id: string
    number_prefix: Generated<string>
    number_digits: Generated<number>
    next_number: Generated<number>
    default_terms_days: Generated<number>
    default_tax_rate: Generated<string>
    seller_address: MaybeJson
    seller_email: string | null
    tax_id: string | null
    payment_instructions: string | null
    footer: string | null
    logo_id: string | null
    attach_pdf: Generated<boolean>
    templates: DefaultJson
    reminders_on: Generated<boolean>
    reminders_on_since: string | null
    send_from_hour: Generated<number>
    send_until_hour: Generated<number>
    statements_on: Generated<boolean>
    statements_day: Generated<number>
    version: Generated<number>
    updated_at: Time
    statements_on_since: string | null
    statements_version: Generated<number>
  }
  journal: {
    organization_id: string
    id: string
    at: Time
    actor_kind: 'staff' | 'key' | 'person' | 'system'
    actor_id: string | null
    actor_name: string
    action: string
    customer_id: string | null
    contact_id: string | null
    person_id: string | null
    member_id: string | null
    changes: DefaultJson
    security: 'staff' | 'contacts' | null
    times: Generated<number>
    last_at: MaybeTime
    repeat_key: string | null
    invoice_id: string | null
    import_id: string | null
    import_row: number | null
  }
  kept_since: {
    organization_id: string
    what: 'deliveries' | 'journal'
    since: Time
  }
  logos: {
    organization_id: string
    id: string
    type: 'image/png' | 'image/jpeg'
    content: Buffer
    width: number
    height: number
    created_at: Time
  }
  organizations: {
    id: string
    name: string
    slug: string
    accent_color: Generated<string>
    time_zone: Generated<string>
    language: Generated<string>
    currency: Generated<string>
    credential_mail: Generated<'password' | 'link'>
    temporary_password_hours: Generated<number>
    password_min_length: Generated<number>
    staff_session_idle_hours: Generated<number>
    staff_session_days: Generated<number>
    portal_session_idle_hours: Generated<number>
    portal_session_days: Generated<number>
    new_contacts_receive: DefaultJson
    version: Generated<number>
    created_at: Time
    updated_at: Time
  }
  outbox: {
    organization_id: string
    delivery_id: string
    due_at: Time
    leased_until: MaybeTime
  }
  owed_by_customer: {
    organization_id: string
    customer_id: string
    currency: string
    amount_minor: number
  }
  owed_by_day: {
    organization_id: string
    due_date: string
    currency: string
    count: number
    amount_minor: number
  }
  payment_allocations: {
    organization_id: string
    payment_id: string
    invoice_id: string
    amount_minor: number
  }
  payments: {
    organization_id: string
    id: string
    customer_id: string
    currency: string
    amount_minor: number
    received_on: string
    method: 'transfer' | 'card' | 'cash' | 'cheque' | 'directDebit' | 'other'
    reference: string | null
    note: string | null
    reverses: string | null
    created_by: string
    created_at: Time
  }
  people: {
    organization_id: string
    id: string
    email: string
    email_identity: string
    first_name: Generated<string>
    last_name: Generated<string>
    phone: string | null
    second_phone: string | null
    language: string | null
    time_zone: string | null
    search_text: GeneratedAlways<string>
    version: Generated<number>
    created_at: Time
    updated_at: Time
    email_bounced_at: MaybeTime
    email_bounce_reason: string | null
  }
  portal_access: {
    organization_id: string
    person_id: string
    generation: Generated<number>
    kind: 'temporary' | 'link' | 'chosen'
    password_hash: string | null
    expires_at: MaybeTime
    issued_at: Time
    issued_by: string | null
    chosen_at: MaybeTime
    locked_at: MaybeTime
    last_sign_in_at: MaybeTime
  }
  portal_devices: {
    organization_id: string
    id: string
    person_id: string
    token_hash: Buffer
    last_used_at: Time
  }
  portal_links: {
    organization_id: string
    id: string
    person_id: string
    purpose: 'issued' | 'forgotten'
    token_hash: Buffer
    created_at: Time
    expires_at: Time
    used_at: MaybeTime
  }
  portal_sessions: {
    organization_id: string
    id: string
    person_id: string
    token_hash: Buffer
    choosing: boolean
    user_agent: Generated<string>
    client_address: Generated<string>
    created_at: Time
    last_seen_at: Time
    expires_at: Time
  }
  receipts: {
    organization_id: string
    payment_id: string
    content: Json
    made_at: Time
  }
  regular_work: {
    organization_id: string
    work: 'housekeeping' | 'reminders' | 'statements'
    due_at: Time
    lease_id: string | null
    leased_until: MaybeTime
  }
  reminder_sendings: {
    organization_id: string
    invoice_id: string
    step_id: string
    due_date: string
    outcome: 'sent' | 'skipped' | 'nobody'
    why: string
    at: Time
  }
  reminder_steps: {
    organization_id: string
    id: string
    days: number
    audience: Generated<'subscribers' | 'primary' | 'everyone'>
    subject: string
    message: string
    active: Generated<boolean>
    version: Generated<number>
    created_at: Time
    updated_at: Time
  }
  staff_links: {
    organization_id: string
    id: string
    member_id: string
    purpose: 'invitation' | 'password'
    token_hash: Buffer
    created_at: Time
    expires_at: Time
    used_at: MaybeTime
  }
  staff_members: {
    organization_id: string
    id: string
    account_id: string | null
    name: string
    email: string
    email_identity: string
    role: 'owner' | 'manager' | 'viewer'
    active: Generated<boolean>
    invited_at: Time
    joined_at: MaybeTime
    last_seen_at: MaybeTime
    sessions_ended_at: MaybeTime
    version: Generated<number>
  }
  staff_sessions: {
    organization_id: string
    id: string
    member_id: string
    token_hash: Buffer
    user_agent: Generated<string>
    client_address: Generated<string>
    created_at: Time
    last_seen_at: Time
    expires_at: Time
    password_shown_at: Time
  }
  statement_runs: {
    organization_id: string
    month: string
    done_at: Time
  }
  statements: {
    organization_id: string
    id: string
    customer_id: string
    as_of: string
    cause: string
    content: Json
    created_at: Time
  }
  throttles: {
    organization_id: string
    key: string
    arrives_at: Time
  }
  webhook_attempts: {
    organization_id: string
    webhook_id: string
    message_id: string
    number: number
    at: Time
    status: number | null
    duration_ms: number | null
    error: string | null
    answer: string
  }
  webhook_messages: {
    organization_id: string
    webhook_id: string
    id: string
    type: string
    contact_id: string | null
    position: number | null
    body: string
    state: Generated<'waiting' | 'sent' | 'failed'>
    attempt_count: Generated<number>
    tries: Generated<number>
    created_at: Time
    due_at: MaybeTime
    leased_until: MaybeTime
    finished_at: MaybeTime
  }
  webhooks: {
    organization_id: string
    id: string
    url: string
    description: string | null
    event_types: string[] | null
    is_on: Generated<boolean>
    off_reason: 'by-staff' | 'gone' | 'failing' | null
    off_since: MaybeTime
    failing_since: MaybeTime
    secret: Buffer
    previous_secret: Buffer | null
    previous_until: MaybeTime
    position: number
    version: Generated<number>
    created_at: Time
    updated_at: Time
  }
}
