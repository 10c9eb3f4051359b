-- Made from the migrated database by `npm run schema`: change the migrations.

create extension btree_gin;

create extension pg_trgm;

create extension unaccent;

create table api_keys (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  token_hash bytea not null,
  ending text not null,
  scopes text[] not null,
  networks cidr[] not null default '{}'::cidr[],
  made_by uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  last_used_from text,
  revoked_at timestamp with time zone,
  constraint api_keys_pkey PRIMARY KEY (organization_id, id),
  constraint api_keys_organization_id_token_hash_key UNIQUE (organization_id, token_hash),
  constraint api_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint api_keys_organization_id_made_by_fkey FOREIGN KEY (organization_id, made_by) REFERENCES staff_members(organization_id, id),
  constraint api_keys_check CHECK (expires_at > created_at),
  constraint api_keys_ending_check CHECK (char_length(ending) = 4),
  constraint api_keys_name_check CHECK (char_length(name) >= 1 AND char_length(name) <= 200),
  constraint api_keys_networks_check CHECK (cardinality(networks) <= 20),
  constraint api_keys_scopes_check CHECK (cardinality(scopes) >= 1 AND cardinality(scopes) <= 100),
  constraint api_keys_token_hash_check CHECK (octet_length(token_hash) = 32)
);
comment on table api_keys is 'What programs sign in with. A revoked one stays, so that the journal''s entries have somebody.';
comment on column api_keys.token_hash is 'SHA-256 of the key''s secret: a stolen backup opens nothing.';
comment on column api_keys.ending is 'The last letters of the key, by which people tell which one a program has. They are of its checksum.';
comment on column api_keys.networks is 'From where it may be used. None: from anywhere.';
CREATE INDEX api_keys_newest ON api_keys USING btree (organization_id, (revoked_at IS NOT NULL), id DESC);
CREATE TRIGGER key_changed AFTER UPDATE OF revoked_at, scopes, networks, expires_at, name ON api_keys FOR EACH ROW EXECUTE FUNCTION tell_staff_changed();
alter table api_keys enable row level security, force row level security;
create policy owner on api_keys for all to postgres using (true) with check (true);
create policy tenant on api_keys for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant insert, select, update on api_keys to portico_app;

create table contact_search (
  organization_id uuid not null,
  contact_id uuid not null,
  customer_id uuid not null,
  name_key text collate "C" not null,
  active boolean not null,
  account_text text not null,
  text text not null,
  phones text not null,
  constraint contact_search_pkey PRIMARY KEY (organization_id, contact_id),
  constraint contact_search_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES contacts(organization_id, id) ON DELETE CASCADE
);
comment on table contact_search is 'What each active contact is found by, and what their customer is. Kept by triggers, read by search_customers() alone.';
comment on column contact_search.name_key is 'The customer''s: the order, and what finds the Anna of Acme for "anna acme".';
comment on column contact_search.active is 'Whether the customer is.';
comment on column contact_search.account_text is 'The customer''s account number, in the form of customer_search.text.';
comment on column contact_search.text is 'Name and address, in the same form.';
comment on column contact_search.phones is 'Their phones, by their digits alone.';
CREATE INDEX contact_search_by_name ON contact_search USING btree (organization_id, name_key, customer_id) INCLUDE (active, account_text, text, phones);
CREATE INDEX contact_search_by_text ON contact_search USING gin (organization_id, ((' '::text || name_key) || account_text) gin_trgm_ops, text gin_trgm_ops, phones gin_trgm_ops) WITH (gin_pending_list_limit='256');
alter table contact_search enable row level security, force row level security;
create policy owner on contact_search for all to postgres using (true) with check (true);
create policy tenant on contact_search for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));

create table contacts (
  organization_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  person_id uuid not null,
  job_title text,
  department text,
  receives jsonb not null default '{}'::jsonb,
  is_primary boolean not null default false,
  active boolean not null default true,
  inactive_since timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  unsubscribed jsonb not null default '{}'::jsonb,
  external_id text,
  constraint contacts_pkey PRIMARY KEY (organization_id, id),
  constraint contacts_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES customers(organization_id, id),
  constraint contacts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint contacts_organization_id_person_id_fkey FOREIGN KEY (organization_id, person_id) REFERENCES people(organization_id, id),
  constraint contacts_check CHECK (active = (inactive_since IS NULL)),
  constraint contacts_department_check CHECK (char_length(department) <= 100),
  constraint contacts_external_id_check CHECK (char_length(external_id) >= 1 AND char_length(external_id) <= 200),
  constraint contacts_job_title_check CHECK (char_length(job_title) <= 100),
  constraint contacts_receives_check CHECK (are_roles(receives)),
  constraint contacts_unsubscribed_check CHECK (unsubscribed::text ~ '^\{("(invoices|reminders|receipts|statements|notices)": "[0-9T:.Z-]+"(, )?)*\}$'::text)
);
comment on table contacts is 'A person''s place at one customer. Deleting one makes it inactive; nothing is destroyed.';
comment on column contacts.receives is 'Such as {"invoices": "to", "reminders": "cc"}.';
comment on column contacts.unsubscribed is 'Kinds of document that the contact asked not to get any more, and when (RFC 3339).';
comment on column contacts.external_id is 'What another system calls the contact, so that the two keep in step.';
CREATE INDEX contacts_by_change ON contacts USING btree (organization_id, updated_at, person_id, id);
CREATE INDEX contacts_by_person ON contacts USING btree (organization_id, person_id) INCLUDE (customer_id, active);
CREATE UNIQUE INDEX contacts_external_id_key ON contacts USING btree (organization_id, external_id) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX contacts_one_primary_key ON contacts USING btree (organization_id, customer_id) INCLUDE (id, person_id) WHERE is_primary AND active;
comment on index contacts_one_primary_key is 'At most one primary contact per customer.';
CREATE UNIQUE INDEX contacts_person_at_customer_key ON contacts USING btree (organization_id, customer_id, person_id) INCLUDE (active);
CREATE TRIGGER search_added AFTER INSERT ON contacts REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION contacts_added_to_search();
CREATE TRIGGER search_changed AFTER UPDATE ON contacts FOR EACH ROW WHEN (old.person_id IS DISTINCT FROM new.person_id OR old.active IS DISTINCT FROM new.active) EXECUTE FUNCTION contact_changed_in_search();
alter table contacts enable row level security, force row level security;
create policy only_imported_ones_go on contacts for d to portico_app using ((EXISTS ( SELECT
   FROM journal j
  WHERE ((j.organization_id = contacts.organization_id) AND (j.contact_id = contacts.id) AND (j.action = 'contact.added'::text) AND (j.import_id IS NOT NULL)))));
create policy owner on contacts for all to postgres using (true) with check (true);
create policy tenant on contacts for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on contacts to portico_app;

create table credit_by_customer (
  organization_id uuid not null,
  customer_id uuid not null,
  currency text not null,
  amount_minor bigint not null,
  constraint credit_by_customer_pkey PRIMARY KEY (organization_id, customer_id, currency),
  constraint credit_by_customer_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES customers(organization_id, id) ON DELETE CASCADE
);
comment on table credit_by_customer is 'What payments of a customer left over: all that came in less all that it pays. Kept by the triggers of payments and their allocations alone.';
CREATE INDEX credit_by_customer_left ON credit_by_customer USING btree (organization_id, customer_id, currency) INCLUDE (amount_minor) WHERE amount_minor > 0;
alter table credit_by_customer enable row level security, force row level security;
create policy owner on credit_by_customer for all to postgres using (true) with check (true);
create policy tenant on credit_by_customer for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant select on credit_by_customer to portico_app;

create table customer_search (
  organization_id uuid not null,
  customer_id uuid not null,
  name_key text collate "C" not null,
  active boolean not null,
  text text not null,
  phones text not null,
  constraint customer_search_pkey PRIMARY KEY (organization_id, customer_id),
  constraint customer_search_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES customers(organization_id, id) ON DELETE CASCADE
);
comment on table customer_search is 'What each customer is found by. Kept by triggers, read by search_customers() alone.';
comment on column customer_search.text is 'Name and account number, every word after a space: " ac" finds what begins with it. Bounded, because an index entry is.';
comment on column customer_search.phones is 'Its phones, by their digits alone.';
CREATE INDEX customer_search_by_name ON customer_search USING btree (organization_id, name_key, customer_id) INCLUDE (active, text, phones);
CREATE INDEX customer_search_by_text ON customer_search USING gin (organization_id, text gin_trgm_ops, phones gin_trgm_ops) WITH (gin_pending_list_limit='256');
alter table customer_search enable row level security, force row level security;
create policy owner on customer_search for all to postgres using (true) with check (true);
create policy tenant on customer_search for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));

create table customers (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  name_key text collate "C" not null generated always as (sort_key(name)) stored,
  account_number text,
  account_number_lower text generated always as (lower(account_number)) stored,
  parent_id uuid,
  email text,
  email_lower text generated always as (lower(email)) stored,
  phone text,
  second_phone text,
  billing_address jsonb,
  shipping_address jsonb,
  currency text,
  payment_terms_days integer,
  notes text,
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  reminders_paused boolean not null default false,
  default_receives jsonb,
  external_id text,
  constraint customers_pkey PRIMARY KEY (organization_id, id),
  constraint customers_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint customers_organization_id_parent_id_fkey FOREIGN KEY (organization_id, parent_id) REFERENCES customers(organization_id, id),
  constraint customers_account_number_check CHECK (char_length(account_number) >= 1 AND char_length(account_number) <= 64),
  constraint customers_billing_address_check CHECK (jsonb_typeof(billing_address) = 'object'::text),
  constraint customers_check CHECK (parent_id <> id),
  constraint customers_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint customers_default_receives_check CHECK (are_roles(default_receives)),
  constraint customers_external_id_check CHECK (char_length(external_id) >= 1 AND char_length(external_id) <= 200),
  constraint customers_name_check CHECK (char_length(name) >= 1 AND char_length(name) <= 200),
  constraint customers_notes_check CHECK (char_length(notes) <= 10000),
  constraint customers_payment_terms_days_check CHECK (payment_terms_days >= 0 AND payment_terms_days <= 365),
  constraint customers_phone_check CHECK (char_length(phone) <= 50),
  constraint customers_second_phone_check CHECK (char_length(second_phone) <= 50),
  constraint customers_shipping_address_check CHECK (jsonb_typeof(shipping_address) = 'object'::text)
);
comment on table customers is 'Who is billed.';
comment on column customers.name_key is 'Lists are in this order, and page by it.';
comment on column customers.reminders_paused is 'No reminders to this customer until staff say so.';
comment on column customers.default_receives is 'What new contacts receive. Null: what the organization says.';
comment on column customers.external_id is 'What another system calls the customer, so that the two keep in step.';
CREATE UNIQUE INDEX customers_account_number_key ON customers USING btree (organization_id, account_number_lower);
CREATE INDEX customers_by_bare_number ON customers USING btree (organization_id, ltrim(account_number_lower, '0'::text)) WHERE account_number_lower ^@ '0'::text;
comment on index customers_by_bare_number is 'An import asks whether 00123 and 123 are one: spreadsheets drop the zeros.';
CREATE INDEX customers_by_change ON customers USING btree (organization_id, updated_at, id) INCLUDE (active);
comment on index customers_by_change is 'Another system asks what changed since it last did.';
CREATE INDEX customers_by_email ON customers USING btree (organization_id, email_lower) WHERE email_lower IS NOT NULL;
CREATE INDEX customers_by_name ON customers USING btree (organization_id, name_key, id) INCLUDE (name, account_number, active, phone);
CREATE INDEX customers_by_parent ON customers USING btree (organization_id, parent_id) WHERE parent_id IS NOT NULL;
CREATE UNIQUE INDEX customers_external_id_key ON customers USING btree (organization_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX customers_inactive_by_name ON customers USING btree (organization_id, name_key, id) WHERE NOT active;
comment on index customers_inactive_by_name is 'A list of the few inactive customers must not walk past all the active ones.';
CREATE INDEX customers_not_reminded ON customers USING btree (organization_id, id) WHERE reminders_paused OR NOT active;
CREATE TRIGGER customer_is_reminded AFTER UPDATE ON customers FOR EACH ROW WHEN (old.reminders_paused AND NOT new.reminders_paused OR new.active AND NOT old.active) EXECUTE FUNCTION reminders_are_due();
CREATE TRIGGER search_added AFTER INSERT ON customers REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION customers_added_to_search();
CREATE TRIGGER search_changed AFTER UPDATE ON customers FOR EACH ROW WHEN (old.name IS DISTINCT FROM new.name OR old.account_number IS DISTINCT FROM new.account_number OR old.active IS DISTINCT FROM new.active OR old.phone IS DISTINCT FROM new.phone OR old.second_phone IS DISTINCT FROM new.second_phone) EXECUTE FUNCTION customer_changed_in_search();
alter table customers enable row level security, force row level security;
create policy only_imported_ones_go on customers for d to portico_app using ((EXISTS ( SELECT
   FROM journal j
  WHERE ((j.organization_id = customers.organization_id) AND (j.customer_id = customers.id) AND (j.action = 'customer.added'::text) AND (j.import_id IS NOT NULL)))));
create policy owner on customers for all to postgres using (true) with check (true);
create policy tenant on customers for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on customers to portico_app;

create table deliveries (
  organization_id uuid not null,
  id uuid not null,
  cause text not null,
  kind text not null,
  person_id uuid,
  contact_id uuid,
  customer_id uuid,
  member_id uuid,
  address text not null,
  subject text not null,
  content jsonb default '{}'::jsonb,
  sealed bytea,
  access_generation integer,
  state text not null default 'queued'::text,
  reason text,
  attempt_count integer not null default 0,
  expires_at timestamp with time zone,
  created_at timestamp with time zone not null,
  due_at timestamp with time zone,
  finished_at timestamp with time zone,
  document_kind text,
  document_id uuid,
  invoice_id uuid,
  role text,
  not_before timestamp with time zone,
  constraint deliveries_pkey PRIMARY KEY (organization_id, id),
  constraint deliveries_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES contacts(organization_id, id),
  constraint deliveries_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES customers(organization_id, id),
  constraint deliveries_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint deliveries_organization_id_member_id_fkey FOREIGN KEY (organization_id, member_id) REFERENCES staff_members(organization_id, id),
  constraint deliveries_organization_id_person_id_fkey FOREIGN KEY (organization_id, person_id) REFERENCES people(organization_id, id),
  constraint deliveries_check CHECK ((state = 'queued'::text) = (due_at IS NOT NULL)),
  constraint deliveries_check1 CHECK (state = 'queued'::text OR sealed IS NULL),
  constraint deliveries_check2 CHECK (state <> 'queued'::text OR content IS NOT NULL),
  constraint deliveries_document_check CHECK ((kind = 'document'::text) = (document_kind IS NOT NULL) AND (kind = 'document'::text) = (document_id IS NOT NULL) AND (kind = 'document'::text) = (role IS NOT NULL) AND (kind = 'document'::text OR invoice_id IS NULL)),
  constraint deliveries_document_kind_check CHECK (document_kind = ANY (ARRAY['invoice'::text, 'reminder'::text, 'receipt'::text, 'statement'::text, 'notice'::text])),
  constraint deliveries_role_check CHECK (role = ANY (ARRAY['to'::text, 'cc'::text])),
  constraint deliveries_state_check CHECK (state = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text, 'bounced'::text, 'cancelled'::text]))
);
comment on table deliveries is 'One message to one address. Written in the transaction of its cause; the postman sends it afterwards.';
comment on column deliveries.cause is 'Names the cause and the recipient: the same cause never makes two deliveries.';
comment on column deliveries.content is 'What its text is made of. Null: the operator no longer keeps it.';
comment on column deliveries.sealed is 'A secret, AES-256-GCM under a key outside the database. The check erases it with the queued state.';
comment on column deliveries.access_generation is 'The credential that this letter carries; void when the person''s generation has moved on.';
comment on column deliveries.document_id is 'An id of the noun that the kind names; which table it is in, the mail does not know.';
comment on column deliveries.invoice_id is 'The invoice that an invoice or a reminder is about.';
comment on column deliveries.not_before is 'Scheduled: not sent earlier, and the days of trying count from here. Null: at once.';
CREATE INDEX deliveries_by_contact ON deliveries USING btree (organization_id, contact_id, id DESC) WHERE contact_id IS NOT NULL;
CREATE INDEX deliveries_by_customer ON deliveries USING btree (organization_id, customer_id, id DESC);
CREATE INDEX deliveries_by_document ON deliveries USING btree (organization_id, document_id, id DESC) WHERE document_id IS NOT NULL;
CREATE INDEX deliveries_by_invoice ON deliveries USING btree (organization_id, invoice_id, id DESC) WHERE invoice_id IS NOT NULL;
CREATE INDEX deliveries_by_kind ON deliveries USING btree (organization_id, COALESCE(document_kind, kind), id DESC);
CREATE INDEX deliveries_by_member ON deliveries USING btree (organization_id, member_id, id DESC) WHERE member_id IS NOT NULL;
CREATE INDEX deliveries_by_person ON deliveries USING btree (organization_id, person_id, id DESC);
CREATE INDEX deliveries_by_state ON deliveries USING btree (organization_id, state, id DESC);
CREATE UNIQUE INDEX deliveries_cause_key ON deliveries USING btree (organization_id, cause);
CREATE INDEX deliveries_queued_by_person ON deliveries USING btree (organization_id, person_id) WHERE state = 'queued'::text;
CREATE INDEX deliveries_scheduled ON deliveries USING btree (organization_id, not_before) WHERE state = 'queued'::text AND not_before IS NOT NULL;
CREATE INDEX deliveries_undelivered ON deliveries USING btree (organization_id, id DESC) WHERE document_id IS NOT NULL AND (state = ANY (ARRAY['failed'::text, 'bounced'::text]));
CREATE INDEX deliveries_with_text ON deliveries USING btree (organization_id, finished_at) WHERE content IS NOT NULL AND finished_at IS NOT NULL;
comment on index deliveries_with_text is 'Whose text goes first, where texts are kept for so many days.';
CREATE TRIGGER delivery_tells AFTER UPDATE ON deliveries FOR EACH ROW WHEN (new.state <> old.state AND (new.state = ANY (ARRAY['sent'::text, 'failed'::text, 'bounced'::text])) AND new.member_id IS NULL) EXECUTE FUNCTION delivery_tells();
alter table deliveries enable row level security, force row level security;
create policy only_old_ones_go on deliveries for d to portico_app using ((finished_at <= (now() - '30 days'::interval)));
create policy owner on deliveries for all to postgres using (true) with check (true);
create policy tenant on deliveries for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on deliveries to portico_app;

create table delivery_attempts (
  organization_id uuid not null,
  delivery_id uuid not null,
  number integer not null,
  at timestamp with time zone not null,
  outcome text not null,
  reply text not null,
  constraint delivery_attempts_pkey PRIMARY KEY (organization_id, delivery_id, number),
  constraint delivery_attempts_organization_id_delivery_id_fkey FOREIGN KEY (organization_id, delivery_id) REFERENCES deliveries(organization_id, id) ON DELETE CASCADE,
  constraint delivery_attempts_outcome_check CHECK (outcome = ANY (ARRAY['accepted'::text, 'refused-for-now'::text, 'refused-for-good'::text, 'not-reached'::text, 'unknown'::text, 'not-written'::text])),
  constraint delivery_attempts_reply_check CHECK (char_length(reply) <= 1000)
);
comment on table delivery_attempts is 'Every try to hand a delivery over, with the server''s own words.';
alter table delivery_attempts enable row level security, force row level security;
create policy owner on delivery_attempts for all to postgres using (true) with check (true);
create policy tenant on delivery_attempts for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant insert, select on delivery_attempts to portico_app;

create table delivery_reports (
  organization_id uuid not null,
  delivery_id uuid not null,
  event text not null,
  at timestamp with time zone not null,
  reason text not null,
  constraint delivery_reports_pkey PRIMARY KEY (organization_id, delivery_id, event),
  constraint delivery_reports_organization_id_delivery_id_fkey FOREIGN KEY (organization_id, delivery_id) REFERENCES deliveries(organization_id, id) ON DELETE CASCADE,
  constraint delivery_reports_event_check CHECK (event = ANY (ARRAY['bounced'::text, 'delayed'::text, 'delivered'::text, 'complained'::text])),
  constraint delivery_reports_reason_check CHECK (char_length(reason) <= 1000)
);
comment on table delivery_reports is 'What was reported of a delivery after the mail server took it. One of each event: a report that comes twice says nothing new.';
alter table delivery_reports enable row level security, force row level security;
create policy owner on delivery_reports for all to postgres using (true) with check (true);
create policy tenant on delivery_reports for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant insert, select on delivery_reports to portico_app;

create table event_feeds (
  organization_id uuid not null,
  last_position bigint not null default 0,
  discarded_position bigint not null default 0,
  constraint event_feeds_pkey PRIMARY KEY (organization_id),
  constraint event_feeds_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint event_feeds_check CHECK (discarded_position >= 0 AND discarded_position <= last_position)
);
comment on table event_feeds is 'How far the events of an organization are. Who gives positions holds the row until they are visible, so none comes below one that was read.';
comment on column event_feeds.discarded_position is 'The last event that is no longer kept: who has not read up to here has missed something.';
alter table event_feeds enable row level security, force row level security;
create policy owner on event_feeds for all to postgres using (true) with check (true);
create policy tenant on event_feeds for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant insert, select, update on event_feeds to portico_app;

create table events (
  organization_id uuid not null,
  position bigint not null,
  id uuid not null,
  type text not null,
  subject_id uuid not null,
  contact_id uuid,
  at timestamp with time zone not null,
  data jsonb not null,
  constraint events_pkey PRIMARY KEY (organization_id, "position"),
  constraint events_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint events_data_check CHECK (jsonb_typeof(data) = 'object'::text)
);
comment on table events is 'What happened, in order. Kept for 30 days.';
comment on column events.position is 'Counts the events of an organization. Once one is visible, none below it ever appears.';
comment on column events.id is 'Of what came from the journal, the id of its entry.';
comment on column events.subject_id is 'The contact, person, delivery, invoice or import it is about.';
comment on column events.contact_id is 'The contact, or else the person, whose events stay in order. Null: the subject''s do.';
comment on column events.data is 'What the API shows of it. Never a secret.';
CREATE INDEX events_by_type ON events USING btree (organization_id, type, "position");
alter table events enable row level security, force row level security;
create policy owner on events for all to postgres using (true) with check (true);
create policy tenant on events for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select on events to portico_app;

create table events_pending (
  organization_id uuid not null,
  written_at timestamp with time zone not null default clock_timestamp(),
  id uuid not null,
  type text not null,
  subject_id uuid not null,
  contact_id uuid,
  at timestamp with time zone not null,
  data jsonb not null,
  constraint events_pending_pkey PRIMARY KEY (organization_id, written_at, id)
);
comment on table events_pending is 'What happened and has no position yet: written in the transaction of the change, by the triggers below, taken away as it gets one.';
comment on column events_pending.written_at is 'When the statement of the change ended, which still holds the lock of what it changed: so what happens to one contact stays in order. By the clock of the database; a sequence would have to be set again after a restore or a move.';
alter table events_pending enable row level security, force row level security;
create policy owner on events_pending for all to postgres using (true) with check (true);
create policy tenant on events_pending for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on events_pending to portico_app;

create table failing_work (
  organization_id uuid not null,
  work text not null,
  subject_id uuid not null,
  invoice_id uuid,
  customer_id uuid,
  since timestamp with time zone not null,
  tried_at timestamp with time zone not null,
  times integer not null default 1,
  constraint failing_work_pkey PRIMARY KEY (organization_id, work, subject_id),
  constraint failing_work_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES customers(organization_id, id) ON DELETE CASCADE,
  constraint failing_work_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint failing_work_organization_id_invoice_id_fkey FOREIGN KEY (organization_id, invoice_id) REFERENCES invoices(organization_id, id) ON DELETE CASCADE,
  constraint failing_work_work_check CHECK (work = ANY (ARRAY['reminders'::text, 'statements'::text]))
);
comment on table failing_work is 'A reminder or statement that threw when it was made: it is tried again in each round, and shown to staff until it is made or wanted no longer.';
comment on column failing_work.subject_id is 'The invoice or the customer; the organization itself where all of it failed.';
alter table failing_work enable row level security, force row level security;
create policy owner on failing_work for all to postgres using (true) with check (true);
create policy tenant on failing_work for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on failing_work to portico_app;

create table idempotent_requests (
  organization_id uuid not null,
  caller uuid not null,
  endpoint text not null,
  key text not null,
  fingerprint bytea not null,
  answer jsonb,
  at timestamp with time zone not null,
  constraint idempotent_requests_pkey PRIMARY KEY (organization_id, caller, endpoint, key),
  constraint idempotent_requests_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint idempotent_requests_key_check CHECK (char_length(key) >= 1 AND char_length(key) <= 200)
);
comment on table idempotent_requests is 'What was done under an Idempotency-Key of a member of staff, a person or an API key, and what was answered: written in the transaction of the change, kept for a day. No answer: it had a secret.';
alter table idempotent_requests enable row level security, force row level security;
create policy owner on idempotent_requests for all to postgres using (true) with check (true);
create policy tenant on idempotent_requests for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on idempotent_requests to portico_app;

create table import_files (
  organization_id uuid not null,
  import_id uuid not null,
  of_lines boolean not null,
  number integer not null,
  content bytea not null,
  constraint import_files_pkey PRIMARY KEY (organization_id, import_id, of_lines, number),
  constraint import_files_organization_id_import_id_fkey FOREIGN KEY (organization_id, import_id) REFERENCES imports(organization_id, id) ON DELETE CASCADE
);
comment on table import_files is 'The bytes of an uploaded file, in pieces, to read it again in another encoding or from another header: until the import runs.';
comment on column import_files.of_lines is 'Of the second file.';
alter table import_files enable row level security, force row level security;
create policy owner on import_files for all to postgres using (true) with check (true);
create policy tenant on import_files for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on import_files to portico_app;

create table import_mappings (
  organization_id uuid not null,
  kind text not null,
  of_lines boolean not null,
  headings text not null,
  fields text[] not null,
  date_order text,
  decimal_sign text,
  constraint import_mappings_pkey PRIMARY KEY (organization_id, kind, of_lines, headings),
  constraint import_mappings_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint import_mappings_date_order_check CHECK (date_order = ANY (ARRAY['dayFirst'::text, 'monthFirst'::text])),
  constraint import_mappings_decimal_sign_check CHECK (decimal_sign = ANY (ARRAY['point'::text, 'comma'::text])),
  constraint import_mappings_kind_check CHECK (kind = ANY (ARRAY['contacts'::text, 'invoices'::text]))
);
comment on table import_mappings is 'What the columns of a file were, for the next one with the same headings.';
comment on column import_mappings.headings is 'A hash of them, in their order.';
alter table import_mappings enable row level security, force row level security;
create policy owner on import_mappings for all to postgres using (true) with check (true);
create policy tenant on import_mappings for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on import_mappings to portico_app;

create table import_notes (
  organization_id uuid not null,
  import_id uuid not null,
  number integer not null,
  outcome text,
  says text[] not null default '{}'::text[],
  follows integer[],
  invoice_row integer,
  currency text,
  total_minor bigint,
  constraint import_notes_pkey PRIMARY KEY (organization_id, import_id, number),
  constraint import_notes_organization_id_import_id_fkey FOREIGN KEY (organization_id, import_id) REFERENCES imports(organization_id, id) ON DELETE CASCADE,
  constraint import_notes_outcome_check CHECK (outcome = ANY (ARRAY['create'::text, 'link'::text, 'change'::text, 'unchanged'::text, 'ask'::text, 'refuse'::text, 'undone'::text, 'stays'::text]))
);
comment on table import_notes is 'What is done with each row of a file, as checked and then as done. A new check begins with none.';
comment on column import_notes.outcome is 'Null: not decided yet.';
comment on column import_notes.follows is 'Of each contact that the row names, four earlier lines of the file: those that speak for the customer, the person, the contact and who is primary. This row changes nothing about these, so that an import repeated changes nothing. Null: no earlier line does.';
comment on column import_notes.invoice_row is 'The number of the first row of the same invoice, which tells what becomes of it.';
CREATE INDEX import_notes_by_invoice ON import_notes USING btree (organization_id, import_id, invoice_row, number) WHERE invoice_row IS NOT NULL;
CREATE INDEX import_notes_by_outcome ON import_notes USING btree (organization_id, import_id, outcome, number);
alter table import_notes enable row level security, force row level security;
create policy owner on import_notes for all to postgres using (true) with check (true);
create policy tenant on import_notes for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on import_notes to portico_app;

create table import_rows (
  organization_id uuid not null,
  import_id uuid not null,
  number integer not null,
  line integer not null,
  cells text[] not null,
  characters integer not null,
  fault text,
  of_lines boolean not null default false,
  constraint import_rows_pkey PRIMARY KEY (organization_id, import_id, number),
  constraint import_rows_organization_id_import_id_fkey FOREIGN KEY (organization_id, import_id) REFERENCES imports(organization_id, id) ON DELETE CASCADE
);
comment on table import_rows is 'The rows of an uploaded file as they came.';
comment on column import_rows.characters is 'In all cells together: as many rows are worked on at once as are soon done, long or short.';
comment on column import_rows.fault is 'Why the row cannot be read.';
comment on column import_rows.of_lines is 'Of the second file.';
alter table import_rows enable row level security, force row level security;
create policy owner on import_rows for all to postgres using (true) with check (true);
create policy tenant on import_rows for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on import_rows to portico_app;

create table imports (
  organization_id uuid not null,
  id uuid not null,
  file_name text not null,
  reading jsonb not null,
  columns text[] not null,
  fields text[] not null,
  issue_passwords boolean not null default false,
  update_people boolean not null default false,
  remind boolean not null default false,
  to_mail integer,
  inactive text not null default 'import'::text,
  row_count integer not null,
  state text not null default 'mapping'::text,
  done_count integer not null default 0,
  password_row integer not null default 0,
  password_count integer not null default 0,
  counts jsonb,
  trouble text,
  lease_id uuid,
  leased_until timestamp with time zone,
  actor_kind text not null,
  actor_id uuid,
  actor_name text not null,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  undone_at timestamp with time zone,
  undone jsonb,
  kind text not null default 'contacts'::text,
  lines_file_name text,
  lines_reading jsonb,
  lines_columns text[],
  lines_fields text[],
  lines_count integer not null default 0,
  date_order text,
  decimal_sign text,
  invoice_row integer not null default 0,
  sums jsonb,
  maker text,
  could_be text[] not null default '{}'::text[],
  sample_rows integer[] not null default '{}'::integer[],
  lines_sample_rows integer[] not null default '{}'::integer[],
  recognized text[],
  lines_recognized text[],
  fingerprint text,
  constraint imports_pkey PRIMARY KEY (organization_id, id),
  constraint imports_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint imports_actor_kind_check CHECK (actor_kind = ANY (ARRAY['staff'::text, 'key'::text, 'system'::text])),
  constraint imports_check CHECK (cardinality(fields) = cardinality(columns)),
  constraint imports_check1 CHECK (done_count >= 0 AND done_count <= row_count),
  constraint imports_check2 CHECK ((state <> ALL (ARRAY['planned'::text, 'running'::text, 'done'::text, 'undoing'::text, 'undone'::text])) OR counts IS NOT NULL),
  constraint imports_check3 CHECK ((undone IS NOT NULL) = (state = 'undone'::text)),
  constraint imports_check4 CHECK ((undone_at IS NOT NULL) = (state = ANY (ARRAY['undoing'::text, 'undone'::text]))),
  constraint imports_check5 CHECK (cardinality(lines_fields) = cardinality(lines_columns)),
  constraint imports_counts_check CHECK (jsonb_typeof(counts) = 'object'::text),
  constraint imports_date_order_check CHECK (date_order = ANY (ARRAY['dayFirst'::text, 'monthFirst'::text])),
  constraint imports_decimal_sign_check CHECK (decimal_sign = ANY (ARRAY['point'::text, 'comma'::text])),
  constraint imports_file_name_check CHECK (char_length(file_name) >= 1 AND char_length(file_name) <= 200),
  constraint imports_inactive_check CHECK (inactive = ANY (ARRAY['import'::text, 'leaveOut'::text])),
  constraint imports_kind_check CHECK (kind = ANY (ARRAY['contacts'::text, 'invoices'::text])),
  constraint imports_lines_check CHECK ((lines_file_name IS NULL) = (lines_columns IS NULL) AND (lines_file_name IS NULL) = (lines_reading IS NULL) AND (lines_file_name IS NULL) = (lines_fields IS NULL)),
  constraint imports_lines_file_name_check CHECK (char_length(lines_file_name) >= 1 AND char_length(lines_file_name) <= 200),
  constraint imports_lines_reading_check CHECK (jsonb_typeof(lines_reading) = 'object'::text),
  constraint imports_reading_check CHECK (jsonb_typeof(reading) = 'object'::text),
  constraint imports_state_check CHECK (state = ANY (ARRAY['mapping'::text, 'planning'::text, 'planned'::text, 'running'::text, 'done'::text, 'undoing'::text, 'undone'::text])),
  constraint imports_sums_check CHECK (jsonb_typeof(sums) = 'array'::text),
  constraint imports_undone_check CHECK (jsonb_typeof(undone) = 'object'::text)
);
comment on table imports is 'An uploaded file and how far its import is.';
comment on column imports.reading is 'How the file was read: encoding, delimiter, sheet, the line of the header, what was left out, and what somebody chose of these.';
comment on column imports.fields is 'What each column is; null leaves it out.';
comment on column imports.remind is 'Whether reminders go out for the invoices. Otherwise they are paused for each.';
comment on column imports.to_mail is 'How many are mailed portal access, as the check found. Null: none are to be, or not checked.';
comment on column imports.inactive is 'What happens with customers that the file says are inactive: they become inactive customers, or are left out.';
comment on column imports.done_count is 'Rows planned or run so far. It moves in the transaction of its batch: an import that stops goes on right there.';
comment on column imports.password_row is 'How far the issue of temporary passwords is, by row number.';
comment on column imports.lease_id is 'Who works on it. A process that dies lets its lease run out, and the import counts as interrupted.';
comment on column imports.undone_at is 'When staff began to undo it.';
comment on column imports.undone is 'How many rows were undone, and how many stay because something was built on them.';
comment on column imports.lines_file_name is 'A second file, with the lines of the invoices. Its rows are numbered after those of the first.';
comment on column imports.lines_count is 'How many of the rows are of the second file; row_count counts them, too.';
comment on column imports.date_order is 'What 01/02/2021 means. Null: nobody said, and such a date is refused.';
comment on column imports.decimal_sign is 'What 1.234 means. Null: nobody said, and such an amount is refused.';
comment on column imports.invoice_row is 'How far the invoices are planned or run, by the number of their first rows.';
comment on column imports.sums is 'What the invoices to import come to, by currency.';
comment on column imports.maker is 'The product that wrote the file, as its headings tell. Null: any.';
comment on column imports.could_be is 'What each column could be by its heading and its values, also where another column is that.';
comment on column imports.sample_rows is 'The rows, counted in their file, that show most of what is in the columns.';
comment on column imports.recognized is 'What the columns would be by themselves, where they are as somebody chose for an earlier file with the same headings.';
comment on column imports.fingerprint is 'Of the files and options at the command line: the same command goes on with what it began.';
CREATE INDEX imports_newest ON imports USING btree (organization_id, id DESC);
CREATE INDEX imports_unfinished ON imports USING btree (leased_until) WHERE (state = ANY (ARRAY['planning'::text, 'running'::text, 'undoing'::text])) AND trouble IS NULL AND actor_id IS NOT NULL;
alter table imports enable row level security, force row level security;
create policy owner on imports for all to postgres using (true) with check (true);
create policy tenant on imports for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on imports to portico_app;

create table installation (
  organization_id uuid not null,
  set_up_at timestamp with time zone not null,
  constraint installation_pkey PRIMARY KEY (organization_id)
);
comment on table installation is 'One row, forever: set-up was done, by this organization, wherever it is now. Two set-ups at once: the second violates the index below.';
CREATE UNIQUE INDEX installation_is_one ON installation USING btree ((true));
alter table installation enable row level security, force row level security;
create policy owner on installation for all to postgres using (true) with check (true);
create policy tenant on installation for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant insert, select on installation to portico_app;

create table invoice_batch_items (
  organization_id uuid not null,
  batch_id uuid not null,
  position integer not null,
  invoice_id uuid not null,
  version integer not null,
  outcome text,
  why text,
  constraint invoice_batch_items_pkey PRIMARY KEY (organization_id, batch_id, "position"),
  constraint invoice_batch_items_organization_id_batch_id_fkey FOREIGN KEY (organization_id, batch_id) REFERENCES invoice_batches(organization_id, id) ON DELETE CASCADE,
  constraint invoice_batch_items_check CHECK ((why IS NOT NULL) = (outcome = ANY (ARRAY['nobody'::text, 'refused'::text])) OR outcome IS NULL),
  constraint invoice_batch_items_outcome_check CHECK (outcome = ANY (ARRAY['sent'::text, 'nobody'::text, 'refused'::text])),
  constraint invoice_batch_items_why_check CHECK (char_length(why) <= 1000)
);
comment on table invoice_batch_items is 'An invoice of a batch. Its outcome is written in the transaction that queues its mails: it is never sent twice.';
comment on column invoice_batch_items.version is 'As it was when the batch was made: what was changed since is not sent unseen.';
alter table invoice_batch_items enable row level security, force row level security;
create policy owner on invoice_batch_items for all to postgres using (true) with check (true);
create policy tenant on invoice_batch_items for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on invoice_batch_items to portico_app;

create table invoice_batches (
  organization_id uuid not null,
  id uuid not null,
  send_at timestamp with time zone,
  item_count integer not null,
  actor_kind text not null,
  actor_id uuid,
  actor_name text not null,
  lease_id uuid,
  leased_until timestamp with time zone,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint invoice_batches_pkey PRIMARY KEY (organization_id, id),
  constraint invoice_batches_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint invoice_batches_actor_kind_check CHECK (actor_kind = ANY (ARRAY['staff'::text, 'key'::text, 'system'::text])),
  constraint invoice_batches_item_count_check CHECK (item_count >= 1 AND item_count <= 1000)
);
comment on table invoice_batches is 'Invoices that are sent one after another, after the request was answered. Thrown away when they are long done: what was sent stays in journal and deliveries.';
comment on column invoice_batches.lease_id is 'Who works on it. A process that dies lets its lease run out, and the batch is taken up again.';
CREATE INDEX invoice_batches_newest ON invoice_batches USING btree (organization_id, id DESC);
CREATE INDEX invoice_batches_unfinished ON invoice_batches USING btree (leased_until) WHERE finished_at IS NULL;
alter table invoice_batches enable row level security, force row level security;
create policy owner on invoice_batches for all to postgres using (true) with check (true);
create policy tenant on invoice_batches for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on invoice_batches to portico_app;

create table invoice_revisions (
  organization_id uuid not null,
  invoice_id uuid not null,
  number integer not null,
  content jsonb not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  constraint invoice_revisions_pkey PRIMARY KEY (organization_id, invoice_id, number),
  constraint invoice_revisions_organization_id_invoice_id_fkey FOREIGN KEY (organization_id, invoice_id) REFERENCES invoices(organization_id, id),
  constraint invoice_revisions_content_check CHECK (jsonb_typeof(content) = 'object'::text),
  constraint invoice_revisions_number_check CHECK (number >= 1)
);
comment on table invoice_revisions is 'What was sent, as it was: seller, buyer, lines and totals of that day. A PDF is made from this and nothing else. Its foreign key keeps a sent invoice from being deleted.';
alter table invoice_revisions enable row level security, force row level security;
create policy only_imported_ones_go on invoice_revisions for d to portico_app using ((EXISTS ( SELECT
   FROM journal j
  WHERE ((j.organization_id = invoice_revisions.organization_id) AND (j.invoice_id = invoice_revisions.invoice_id) AND (j.action = 'invoice.imported'::text) AND (j.import_id IS NOT NULL)))));
create policy owner on invoice_revisions for all to postgres using (true) with check (true);
create policy tenant on invoice_revisions for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select on invoice_revisions to portico_app;

create table invoice_views (
  organization_id uuid not null,
  invoice_id uuid not null,
  person_id uuid not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  times integer not null default 1,
  constraint invoice_views_pkey PRIMARY KEY (organization_id, invoice_id, person_id),
  constraint invoice_views_organization_id_invoice_id_fkey FOREIGN KEY (organization_id, invoice_id) REFERENCES invoices(organization_id, id),
  constraint invoice_views_organization_id_person_id_fkey FOREIGN KEY (organization_id, person_id) REFERENCES people(organization_id, id)
);
comment on table invoice_views is 'Which contact opened an invoice in the portal, and when. Staff and mail scanners leave no row.';
CREATE TRIGGER view_tells AFTER INSERT ON invoice_views FOR EACH ROW EXECUTE FUNCTION view_tells();
alter table invoice_views enable row level security, force row level security;
create policy owner on invoice_views for all to postgres using (true) with check (true);
create policy tenant on invoice_views for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant insert, select, update on invoice_views to portico_app;

create table invoices (
  organization_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  state text not null default 'draft'::text,
  number text,
  number_lower text generated always as (lower(number)) stored,
  imported_as text,
  currency text not null,
  issue_date date not null,
  due_date date not null,
  purchase_order text,
  purchase_order_lower text generated always as (lower(purchase_order)) stored,
  notes text,
  lines jsonb not null default '[]'::jsonb,
  discount_percent numeric(7,4) not null default 0,
  subtotal_minor bigint not null default 0,
  discount_minor bigint not null default 0,
  tax_minor bigint not null default 0,
  total_minor bigint not null default 0,
  paid_minor bigint not null default 0,
  balance_minor bigint not null generated always as ((total_minor - paid_minor)) stored,
  revision integer not null default 0,
  disputed_since timestamp with time zone,
  dispute_note text,
  reminders_paused boolean not null default false,
  reminded_step_id uuid not null default '00000000-0000-0000-0000-000000000000'::uuid,
  sent_at timestamp with time zone,
  paid_at timestamp with time zone,
  voided_at timestamp with time zone,
  void_reason text,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint invoices_pkey PRIMARY KEY (organization_id, id),
  constraint invoices_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES customers(organization_id, id),
  constraint invoices_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint invoices_check CHECK (due_date >= issue_date),
  constraint invoices_check1 CHECK (paid_minor >= 0 AND paid_minor <= total_minor),
  constraint invoices_check2 CHECK ((state = 'draft'::text) = (number IS NULL)),
  constraint invoices_check3 CHECK ((state = 'draft'::text) = (revision = 0)),
  constraint invoices_check4 CHECK ((state = 'draft'::text) = (sent_at IS NULL)),
  constraint invoices_check5 CHECK ((state = 'void'::text) = (voided_at IS NOT NULL)),
  constraint invoices_check6 CHECK (state <> 'void'::text OR paid_minor = 0),
  constraint invoices_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint invoices_discount_percent_check CHECK (discount_percent >= 0::numeric AND discount_percent <= 100::numeric),
  constraint invoices_dispute_note_check CHECK (char_length(dispute_note) <= 1000),
  constraint invoices_imported_as_check CHECK (char_length(imported_as) >= 1 AND char_length(imported_as) <= 40),
  constraint invoices_lines_check CHECK (jsonb_typeof(lines) = 'array'::text AND jsonb_array_length(lines) <= 500),
  constraint invoices_notes_check CHECK (char_length(notes) <= 5000),
  constraint invoices_number_check CHECK (char_length(number) >= 1 AND char_length(number) <= 40),
  constraint invoices_purchase_order_check CHECK (char_length(purchase_order) <= 100),
  constraint invoices_state_check CHECK (state = ANY (ARRAY['draft'::text, 'sent'::text, 'void'::text])),
  constraint invoices_total_minor_check CHECK (total_minor >= 0 AND total_minor <= '100000000000000'::bigint),
  constraint invoices_void_reason_check CHECK (char_length(void_reason) <= 1000)
);
comment on table invoices is 'What a customer owes, and why. Sent means issued: it has a number and is owed. Its deliveries show whether it reached anybody.';
comment on column invoices.imported_as is 'The number that a draft has in the file it was imported from, so that the same file does not bring it a second time. Its own it gets when it is sent.';
comment on column invoices.paid_minor is 'The sum of its payment allocations, kept in their transactions.';
comment on column invoices.revision is '0 for a draft. Each edit after sending makes the next, and keeps the earlier ones.';
comment on column invoices.reminded_step_id is 'The step of the ladder that was handled last for this due date; the nil UUID: none was. Kept by triggers, so that what was handled is not looked at again.';
CREATE INDEX invoices_by_customer ON invoices USING btree (organization_id, customer_id, issue_date DESC, id DESC);
CREATE INDEX invoices_by_purchase_order ON invoices USING btree (organization_id, purchase_order_lower text_pattern_ops) WHERE purchase_order IS NOT NULL;
CREATE INDEX invoices_drafts ON invoices USING btree (organization_id, issue_date DESC, id DESC) INCLUDE (currency, total_minor) WHERE state = 'draft'::text;
CREATE UNIQUE INDEX invoices_imported_as_key ON invoices USING btree (organization_id, lower(imported_as)) WHERE imported_as IS NOT NULL;
CREATE INDEX invoices_newest ON invoices USING btree (organization_id, issue_date DESC, id DESC);
CREATE UNIQUE INDEX invoices_number_key ON invoices USING btree (organization_id, number_lower);
CREATE INDEX invoices_number_prefix ON invoices USING btree (organization_id, number_lower text_pattern_ops);
CREATE INDEX invoices_open ON invoices USING btree (organization_id, due_date, id) INCLUDE (currency, balance_minor, customer_id) WHERE state = 'sent'::text AND paid_minor < total_minor;
comment on index invoices_open is 'What is owed, by due date.';
CREATE INDEX invoices_open_by_customer ON invoices USING btree (organization_id, customer_id, due_date, id) INCLUDE (currency, balance_minor) WHERE state = 'sent'::text AND paid_minor < total_minor;
CREATE INDEX invoices_open_by_total ON invoices USING btree (organization_id, total_minor, due_date, id) WHERE state = 'sent'::text AND paid_minor < total_minor;
comment on index invoices_open_by_total is 'Which invoice an amount on a bank statement may be of.';
CREATE INDEX invoices_open_newest ON invoices USING btree (organization_id, issue_date DESC, id DESC) INCLUDE (due_date, paid_minor) WHERE state = 'sent'::text AND paid_minor < total_minor;
CREATE INDEX invoices_paid ON invoices USING btree (organization_id, issue_date DESC, id DESC) WHERE state = 'sent'::text AND paid_minor = total_minor;
CREATE INDEX invoices_paid_lately ON invoices USING btree (organization_id, paid_at) INCLUDE (currency, total_minor, customer_id) WHERE state = 'sent'::text AND paid_at IS NOT NULL;
CREATE INDEX invoices_partly_paid ON invoices USING btree (organization_id, issue_date DESC, id DESC) INCLUDE (due_date) WHERE state = 'sent'::text AND paid_minor > 0 AND paid_minor < total_minor;
CREATE INDEX invoices_to_remind ON invoices USING btree (organization_id, reminded_step_id, due_date, id) INCLUDE (customer_id, currency, sent_at) WHERE state = 'sent'::text AND paid_minor < total_minor AND disputed_since IS NULL AND NOT reminders_paused;
CREATE INDEX invoices_void ON invoices USING btree (organization_id, issue_date DESC, id DESC) WHERE state = 'void'::text;
CREATE CONSTRAINT TRIGGER changed_is_due AFTER UPDATE ON invoices DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.state = 'sent'::text AND new.paid_minor < new.total_minor AND new.disputed_since IS NULL AND NOT new.reminders_paused AND (old.state IS DISTINCT FROM new.state OR old.due_date IS DISTINCT FROM new.due_date OR old.disputed_since IS DISTINCT FROM new.disputed_since OR old.reminders_paused IS DISTINCT FROM new.reminders_paused OR (new.total_minor - new.paid_minor) > (old.total_minor - old.paid_minor))) EXECUTE FUNCTION reminders_are_due();
CREATE TRIGGER due_date_changed BEFORE UPDATE OF due_date ON invoices FOR EACH ROW WHEN (new.due_date <> old.due_date) EXECUTE FUNCTION ladder_starts_over();
CREATE CONSTRAINT TRIGGER owed_added AFTER INSERT ON invoices DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.state = 'sent'::text) EXECUTE FUNCTION keep_what_is_owed();
CREATE CONSTRAINT TRIGGER owed_changed AFTER UPDATE ON invoices DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (('sent'::text = old.state OR 'sent'::text = new.state) AND (old.state IS DISTINCT FROM new.state OR old.customer_id IS DISTINCT FROM new.customer_id OR old.currency IS DISTINCT FROM new.currency OR old.due_date IS DISTINCT FROM new.due_date OR (old.total_minor - old.paid_minor) IS DISTINCT FROM (new.total_minor - new.paid_minor))) EXECUTE FUNCTION keep_what_is_owed();
CREATE CONSTRAINT TRIGGER owed_removed AFTER DELETE ON invoices DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (old.state = 'sent'::text) EXECUTE FUNCTION keep_what_is_owed();
CREATE CONSTRAINT TRIGGER sent_is_due AFTER INSERT ON invoices DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.state = 'sent'::text AND new.paid_minor < new.total_minor) EXECUTE FUNCTION reminders_are_due();
alter table invoices enable row level security, force row level security;
create policy owner on invoices for all to postgres using (true) with check (true);
create policy tenant on invoices for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on invoices to portico_app;

create table invoicing_settings (
  organization_id uuid not null,
  number_prefix text not null default 'INV-'::text,
  number_digits integer not null default 4,
  next_number bigint not null default 1,
  default_terms_days integer not null default 30,
  default_tax_rate numeric(7,4) not null default 0,
  seller_address jsonb,
  seller_email text,
  tax_id text,
  payment_instructions text,
  footer text,
  logo_id uuid,
  attach_pdf boolean not null default true,
  templates jsonb not null default '{}'::jsonb,
  reminders_on boolean not null default false,
  reminders_on_since date,
  send_from_hour integer not null default 9,
  send_until_hour integer not null default 17,
  statements_on boolean not null default false,
  statements_day integer not null default 1,
  version integer not null default 1,
  updated_at timestamp with time zone not null,
  statements_on_since date,
  statements_version integer not null default 1,
  constraint invoicing_settings_pkey PRIMARY KEY (organization_id),
  constraint invoicing_settings_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint invoicing_settings_organization_id_logo_id_fkey FOREIGN KEY (organization_id, logo_id) REFERENCES logos(organization_id, id),
  constraint invoicing_settings_check CHECK (send_from_hour < send_until_hour),
  constraint invoicing_settings_check1 CHECK ((reminders_on_since IS NULL) = (NOT reminders_on)),
  constraint invoicing_settings_default_tax_rate_check CHECK (default_tax_rate >= 0::numeric AND default_tax_rate <= 100::numeric),
  constraint invoicing_settings_default_terms_days_check CHECK (default_terms_days >= 0 AND default_terms_days <= 365),
  constraint invoicing_settings_footer_check CHECK (char_length(footer) <= 1000),
  constraint invoicing_settings_next_number_check CHECK (next_number >= 1 AND next_number <= '999999999999'::bigint),
  constraint invoicing_settings_number_digits_check CHECK (number_digits >= 1 AND number_digits <= 12),
  constraint invoicing_settings_number_prefix_check CHECK (number_prefix ~ '^[A-Za-z0-9/._-]{0,20}$'::text),
  constraint invoicing_settings_payment_instructions_check CHECK (char_length(payment_instructions) <= 2000),
  constraint invoicing_settings_seller_address_check CHECK (jsonb_typeof(seller_address) = 'object'::text),
  constraint invoicing_settings_seller_email_check CHECK (octet_length(seller_email) <= 254),
  constraint invoicing_settings_send_from_hour_check CHECK (send_from_hour >= 0 AND send_from_hour <= 23),
  constraint invoicing_settings_send_until_hour_check CHECK (send_until_hour >= 1 AND send_until_hour <= 24),
  constraint invoicing_settings_statements_day_check CHECK (statements_day >= 1 AND statements_day <= 28),
  constraint invoicing_settings_tax_id_check CHECK (char_length(tax_id) <= 100),
  constraint invoicing_settings_templates_check CHECK (jsonb_typeof(templates) = 'object'::text)
);
comment on table invoicing_settings is 'How an organization invoices: one row each. No row: the defaults.';
comment on column invoicing_settings.next_number is 'Taken under the lock of this row, in the transaction that issues the invoice: no gaps, no duplicates.';
comment on column invoicing_settings.templates is 'Subject and message by kind of document, where they differ from ours.';
comment on column invoicing_settings.reminders_on_since is 'Steps whose day was before reminders were turned on are never sent.';
comment on column invoicing_settings.statements_on_since is 'A day of the month that passed before statements were switched on is not caught up with.';
comment on column invoicing_settings.statements_version is 'They are changed on their own: who edits the rest at that moment loses nothing.';
CREATE TRIGGER work_follows_settings AFTER INSERT OR UPDATE OF reminders_on, reminders_on_since, statements_on, statements_on_since, statements_day, send_from_hour, send_until_hour ON invoicing_settings FOR EACH ROW EXECUTE FUNCTION work_follows_settings();
alter table invoicing_settings enable row level security, force row level security;
create policy owner on invoicing_settings for all to postgres using (true) with check (true);
create policy tenant on invoicing_settings for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant insert, select, update on invoicing_settings to portico_app;

create table journal (
  organization_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor_id uuid,
  actor_name text not null,
  action text not null,
  customer_id uuid,
  contact_id uuid,
  person_id uuid,
  member_id uuid,
  changes jsonb not null default '{}'::jsonb,
  security text,
  times integer not null default 1,
  last_at timestamp with time zone,
  repeat_key text,
  invoice_id uuid,
  import_id uuid,
  import_row integer,
  constraint journal_pkey PRIMARY KEY (organization_id, id),
  constraint journal_actor_kind_check CHECK (actor_kind = ANY (ARRAY['staff'::text, 'key'::text, 'person'::text, 'system'::text])),
  constraint journal_security_check CHECK (security = ANY (ARRAY['staff'::text, 'contacts'::text]))
);
comment on table journal is 'Who did what to what, when, written in the transaction of the change. No foreign keys: it outlives what it describes.';
comment on column journal.changes is 'By field: {"old": …, "new": …}. Never a secret.';
comment on column journal.security is 'Whose sign-in or password it is about, if it is about one: what owners look through.';
comment on column journal.times is 'How often, where the same event is recorded once an hour and counted: refused sign-ins, too many attempts, a role that does not allow it.';
comment on column journal.repeat_key is 'The same again within the hour: a hash of what, who, from which network and in which hour.';
comment on column journal.import_id is 'The import that did it, and the number of the row it did it for: so an import can be read, and undone.';
CREATE INDEX journal_by_contact ON journal USING btree (organization_id, contact_id, id DESC) WHERE contact_id IS NOT NULL;
CREATE INDEX journal_by_customer ON journal USING btree (organization_id, customer_id, id DESC) WHERE customer_id IS NOT NULL;
CREATE INDEX journal_by_import ON journal USING btree (organization_id, import_id, id DESC) WHERE import_id IS NOT NULL;
CREATE INDEX journal_by_invoice ON journal USING btree (organization_id, invoice_id, id DESC) WHERE invoice_id IS NOT NULL;
CREATE INDEX journal_by_person ON journal USING btree (organization_id, person_id, id DESC) WHERE person_id IS NOT NULL;
CREATE UNIQUE INDEX journal_repeat_key ON journal USING btree (organization_id, repeat_key) WHERE repeat_key IS NOT NULL;
CREATE INDEX journal_security ON journal USING btree (organization_id, security, id DESC) WHERE security IS NOT NULL;
CREATE TRIGGER journal_tells AFTER INSERT ON journal REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION journal_tells();
alter table journal enable row level security, force row level security;
create policy only_old_ones_go on journal for d to portico_app using ((at <= (now() - '30 days'::interval)));
create policy owner on journal for all to postgres using (true) with check (true);
create policy tenant on journal for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select on journal to portico_app;
grant update (times, last_at) on journal to portico_app;

create table kept_since (
  organization_id uuid not null,
  what text not null,
  since timestamp with time zone not null,
  constraint kept_since_pkey PRIMARY KEY (organization_id, what),
  constraint kept_since_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint kept_since_what_check CHECK (what = ANY (ARRAY['deliveries'::text, 'journal'::text]))
);
comment on table kept_since is 'Where the operator''s policy threw something away: of what is as old as this, nothing says any more whether it was there. Written in the statement that discards. No row: all of it is kept.';
alter table kept_since enable row level security, force row level security;
create policy owner on kept_since for all to postgres using (true) with check (true);
create policy tenant on kept_since for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant insert, select, update on kept_since to portico_app;

create table logos (
  organization_id uuid not null,
  id uuid not null,
  type text not null,
  content bytea not null,
  width integer not null,
  height integer not null,
  created_at timestamp with time zone not null,
  constraint logos_pkey PRIMARY KEY (organization_id, id),
  constraint logos_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint logos_check CHECK ((width * height) <= 4000000),
  constraint logos_content_check CHECK (octet_length(content) <= 524288),
  constraint logos_height_check CHECK (height >= 1 AND height <= 4000),
  constraint logos_type_check CHECK (type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text])),
  constraint logos_width_check CHECK (width >= 1 AND width <= 4000)
);
comment on table logos is 'Each logo that documents were ever sent with: an old PDF is made again as it was. What drawing one costs goes by its pixels, so they are bounded.';
alter table logos enable row level security, force row level security;
create policy owner on logos for all to postgres using (true) with check (true);
create policy tenant on logos for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant insert, select on logos to portico_app;

create table organizations (
  id uuid not null,
  name text not null,
  slug text not null,
  accent_color text not null default '#1f6feb'::text,
  time_zone text not null default 'UTC'::text,
  language text not null default 'en'::text,
  currency text not null default 'USD'::text,
  credential_mail text not null default 'password'::text,
  temporary_password_hours integer not null default 72,
  password_min_length integer not null default 15,
  staff_session_idle_hours integer not null default 12,
  staff_session_days integer not null default 30,
  portal_session_idle_hours integer not null default 12,
  portal_session_days integer not null default 30,
  new_contacts_receive jsonb not null default '{"notices": "to", "invoices": "to", "receipts": "to", "reminders": "to", "statements": "to"}'::jsonb,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint organizations_pkey PRIMARY KEY (id),
  constraint organizations_slug_key UNIQUE (slug),
  constraint organizations_accent_color_check CHECK (accent_color ~ '^#[0-9a-f]{6}$'::text),
  constraint organizations_credential_mail_check CHECK (credential_mail = ANY (ARRAY['password'::text, 'link'::text])),
  constraint organizations_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint organizations_name_check CHECK (char_length(name) >= 1 AND char_length(name) <= 200),
  constraint organizations_new_contacts_receive_roles CHECK (are_roles(new_contacts_receive)),
  constraint organizations_password_min_length_check CHECK (password_min_length >= 8 AND password_min_length <= 64),
  constraint organizations_portal_session_days_check CHECK (portal_session_days >= 1 AND portal_session_days <= 90),
  constraint organizations_portal_session_idle_hours_check CHECK (portal_session_idle_hours >= 1 AND portal_session_idle_hours <= 720),
  constraint organizations_slug_check CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'::text),
  constraint organizations_staff_session_days_check CHECK (staff_session_days >= 1 AND staff_session_days <= 90),
  constraint organizations_staff_session_idle_hours_check CHECK (staff_session_idle_hours >= 1 AND staff_session_idle_hours <= 720),
  constraint organizations_temporary_password_hours_check CHECK (temporary_password_hours >= 1 AND temporary_password_hours <= 720)
);
comment on table organizations is 'A seller: the tenant. Everything else belongs to exactly one.';
comment on column organizations.slug is 'Names the organization''s door in addresses: /portal/<slug>.';
comment on column organizations.credential_mail is 'What a credential letter carries: the temporary password itself, or a one-time link to set one.';
comment on column organizations.staff_session_idle_hours is 'A session unused for so long has ended; after staff_session_days it has in any case. Counts for sessions that are open, too.';
comment on column organizations.new_contacts_receive is 'For each kind of document To, Cc or nothing, where the customer says nothing else.';
CREATE TRIGGER feed_begins AFTER INSERT ON organizations FOR EACH ROW EXECUTE FUNCTION feed_begins();
CREATE TRIGGER housekeeping_begins AFTER INSERT ON organizations FOR EACH ROW EXECUTE FUNCTION housekeeping_begins();
CREATE TRIGGER keep_slugs_elsewhere BEFORE INSERT ON organizations FOR EACH ROW EXECUTE FUNCTION keep_slugs_elsewhere();
CREATE TRIGGER work_follows_time_zone AFTER UPDATE OF time_zone ON organizations FOR EACH ROW WHEN (old.time_zone <> new.time_zone) EXECUTE FUNCTION work_follows_time_zone();
alter table organizations enable row level security, force row level security;
create policy owner on organizations for all to postgres using (true) with check (true);
create policy tenant on organizations for all to portico_app using ((id = current_organization())) with check ((id = current_organization()));
grant insert, select, update on organizations to portico_app;

create table organizations_elsewhere (
  organization_id uuid not null,
  name text not null,
  slug text not null,
  origin text not null,
  constraint organizations_elsewhere_pkey PRIMARY KEY (organization_id),
  constraint organizations_elsewhere_slug_key UNIQUE (slug),
  constraint organizations_elsewhere_origin_check CHECK (origin ~ '^https?://[^/?#[:space:]]+$'::text)
);
comment on table organizations_elsewhere is 'Where the organizations are that were here once: an address or a link of theirs that leads here goes on from here. Operators write it (docs/operating.md), the application only asks.';
alter table organizations_elsewhere enable row level security, force row level security;
create policy owner on organizations_elsewhere for all to postgres using (true) with check (true);

create table outbox (
  organization_id uuid not null,
  delivery_id uuid not null,
  due_at timestamp with time zone not null,
  leased_until timestamp with time zone,
  constraint outbox_pkey PRIMARY KEY (organization_id, delivery_id)
);
comment on table outbox is 'What is due when. A row leaves with its delivery''s queued state.';
CREATE INDEX outbox_due ON outbox USING btree (due_at);
alter table outbox enable row level security, force row level security;
create policy owner on outbox for all to postgres using (true) with check (true);
create policy tenant on outbox for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on outbox to portico_app;

create table owed_by_customer (
  organization_id uuid not null,
  customer_id uuid not null,
  currency text not null,
  amount_minor bigint not null,
  constraint owed_by_customer_pkey PRIMARY KEY (organization_id, customer_id, currency),
  constraint owed_by_customer_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES customers(organization_id, id) ON DELETE CASCADE,
  constraint owed_by_customer_amount_minor_check CHECK (amount_minor >= 0)
);
comment on table owed_by_customer is 'What a customer owes, due or not: nobody has more overdue. Kept by the triggers of invoices alone.';
CREATE INDEX owed_by_customer_most ON owed_by_customer USING btree (organization_id, currency, amount_minor DESC, customer_id) WHERE amount_minor > 0;
alter table owed_by_customer enable row level security, force row level security;
create policy owner on owed_by_customer for all to postgres using (true) with check (true);
create policy tenant on owed_by_customer for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant select on owed_by_customer to portico_app;

create table owed_by_day (
  organization_id uuid not null,
  due_date date not null,
  currency text not null,
  count integer not null,
  amount_minor bigint not null,
  constraint owed_by_day_pkey PRIMARY KEY (organization_id, due_date, currency),
  constraint owed_by_day_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint owed_by_day_amount_minor_check CHECK (amount_minor >= 0),
  constraint owed_by_day_count_check CHECK (count >= 0)
);
comment on table owed_by_day is 'How many invoices of a due date are open, and what is owed on them. Kept by the triggers of invoices alone.';
alter table owed_by_day enable row level security, force row level security;
create policy owner on owed_by_day for all to postgres using (true) with check (true);
create policy tenant on owed_by_day for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant select on owed_by_day to portico_app;

create table payment_allocations (
  organization_id uuid not null,
  payment_id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null,
  constraint payment_allocations_pkey PRIMARY KEY (organization_id, payment_id, invoice_id),
  constraint payment_allocations_organization_id_invoice_id_fkey FOREIGN KEY (organization_id, invoice_id) REFERENCES invoices(organization_id, id),
  constraint payment_allocations_organization_id_payment_id_fkey FOREIGN KEY (organization_id, payment_id) REFERENCES payments(organization_id, id) ON DELETE CASCADE,
  constraint payment_allocations_amount_minor_check CHECK (amount_minor <> 0)
);
comment on table payment_allocations is 'Which invoices a payment pays, and how much of each. What is left over is the customer''s credit.';
CREATE INDEX payment_allocations_by_invoice ON payment_allocations USING btree (organization_id, invoice_id);
CREATE CONSTRAINT TRIGGER credit_used AFTER INSERT OR UPDATE ON payment_allocations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION keep_credit_of_allocation();
alter table payment_allocations enable row level security, force row level security;
create policy owner on payment_allocations for all to postgres using (true) with check (true);
create policy tenant on payment_allocations for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant insert, select, update on payment_allocations to portico_app;

create table payments (
  organization_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  currency text not null,
  amount_minor bigint not null,
  received_on date not null,
  method text not null,
  reference text,
  note text,
  reverses uuid,
  created_by text not null,
  created_at timestamp with time zone not null,
  constraint payments_pkey PRIMARY KEY (organization_id, id),
  constraint payments_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES customers(organization_id, id),
  constraint payments_organization_id_reverses_fkey FOREIGN KEY (organization_id, reverses) REFERENCES payments(organization_id, id),
  constraint payments_amount_minor_check CHECK (amount_minor <> 0 AND abs(amount_minor) <= '100000000000000'::bigint),
  constraint payments_check CHECK ((reverses IS NULL) = (amount_minor > 0)),
  constraint payments_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint payments_method_check CHECK (method = ANY (ARRAY['transfer'::text, 'card'::text, 'cash'::text, 'cheque'::text, 'directDebit'::text, 'other'::text])),
  constraint payments_note_check CHECK (char_length(note) <= 2000),
  constraint payments_reference_check CHECK (char_length(reference) <= 200)
);
comment on table payments is 'Money that came in. Nothing is edited: a mistake is reversed by a payment of the same amount below zero.';
CREATE INDEX payments_by_customer ON payments USING btree (organization_id, customer_id, received_on DESC, id DESC);
CREATE INDEX payments_newest ON payments USING btree (organization_id, received_on DESC, id DESC);
CREATE UNIQUE INDEX payments_reversed_once ON payments USING btree (organization_id, reverses) WHERE reverses IS NOT NULL;
CREATE CONSTRAINT TRIGGER credit_added AFTER INSERT ON payments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION keep_credit_of_payment();
CREATE CONSTRAINT TRIGGER less_credit_is_due AFTER INSERT ON payments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.amount_minor < 0) EXECUTE FUNCTION reminders_are_due();
alter table payments enable row level security, force row level security;
create policy only_imported_ones_go on payments for d to portico_app using ((EXISTS ( SELECT
   FROM (payment_allocations a
     JOIN journal j ON (((j.organization_id = a.organization_id) AND (j.invoice_id = a.invoice_id))))
  WHERE ((a.organization_id = payments.organization_id) AND (a.payment_id = payments.id) AND (j.action = 'invoice.imported'::text) AND (j.import_id IS NOT NULL) AND (j.at = payments.created_at)))));
create policy owner on payments for all to postgres using (true) with check (true);
create policy tenant on payments for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select on payments to portico_app;

create table people (
  organization_id uuid not null,
  id uuid not null,
  email text not null,
  email_identity text not null,
  first_name text not null default ''::text,
  last_name text not null default ''::text,
  phone text,
  second_phone text,
  language text,
  time_zone text,
  search_text text collate "C" not null generated always as (search_form(ltrim(((TRIM(BOTH FROM ((first_name || ' '::text) || last_name)) || ' '::text) || email)))) stored,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  email_bounced_at timestamp with time zone,
  email_bounce_reason text,
  constraint people_pkey PRIMARY KEY (organization_id, id),
  constraint people_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint people_email_bounce_check CHECK ((email_bounced_at IS NULL) = (email_bounce_reason IS NULL)),
  constraint people_email_bounce_reason_check CHECK (char_length(email_bounce_reason) <= 1000),
  constraint people_email_check CHECK (octet_length(email) <= 254),
  constraint people_email_identity_check CHECK (email_identity = lower(email_identity) AND octet_length(email_identity) <= 254),
  constraint people_first_name_check CHECK (char_length(first_name) <= 100),
  constraint people_last_name_check CHECK (char_length(last_name) <= 100),
  constraint people_phone_check CHECK (char_length(phone) <= 50),
  constraint people_second_phone_check CHECK (char_length(second_phone) <= 50)
);
comment on table people is 'One human behind one e-mail address within one organization, stored once: an update to a contact is an update of all records with that e-mail because there is one.';
comment on column people.language is 'Null: the organization''s, whatever it is at the time.';
comment on column people.time_zone is 'Null: the organization''s.';
comment on column people.search_text is 'What they are found by, and sorted by: the name, or for want of one the address.';
comment on column people.email_bounced_at is 'The address takes no mail: nothing is sent to it, for any customer, until it is changed or staff say that it works.';
CREATE INDEX people_by_change ON people USING btree (organization_id, updated_at, id);
comment on index people_by_change is 'A change of a person is one of each of their contacts: those who ask what changed since walk this and contacts_by_change.';
CREATE UNIQUE INDEX people_email_identity_key ON people USING btree (organization_id, email_identity);
comment on index people_email_identity_key is 'Two staff members who create the same address at once get one person.';
CREATE TRIGGER search_changed AFTER UPDATE ON people FOR EACH ROW WHEN (old.first_name IS DISTINCT FROM new.first_name OR old.last_name IS DISTINCT FROM new.last_name OR old.email IS DISTINCT FROM new.email OR old.phone IS DISTINCT FROM new.phone OR old.second_phone IS DISTINCT FROM new.second_phone) EXECUTE FUNCTION person_changed_in_search();
alter table people enable row level security, force row level security;
create policy only_imported_ones_go on people for d to portico_app using ((EXISTS ( SELECT
   FROM journal j
  WHERE ((j.organization_id = people.organization_id) AND (j.person_id = people.id) AND (j.action = 'contact.added'::text) AND (j.import_id IS NOT NULL) AND (j.at = people.created_at)))));
create policy owner on people for all to postgres using (true) with check (true);
create policy tenant on people for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on people to portico_app;

create table portal_access (
  organization_id uuid not null,
  person_id uuid not null,
  generation integer not null default 1,
  kind text not null,
  password_hash text,
  expires_at timestamp with time zone,
  issued_at timestamp with time zone not null,
  issued_by uuid,
  chosen_at timestamp with time zone,
  locked_at timestamp with time zone,
  last_sign_in_at timestamp with time zone,
  constraint portal_access_pkey PRIMARY KEY (organization_id, person_id),
  constraint portal_access_organization_id_person_id_fkey FOREIGN KEY (organization_id, person_id) REFERENCES people(organization_id, id),
  constraint portal_access_check CHECK (
CASE kind
    WHEN 'temporary'::text THEN password_hash IS NOT NULL AND expires_at IS NOT NULL
    WHEN 'link'::text THEN password_hash IS NULL AND expires_at IS NOT NULL
    ELSE password_hash IS NOT NULL AND expires_at IS NULL AND chosen_at IS NOT NULL
END),
  constraint portal_access_kind_check CHECK (kind = ANY (ARRAY['temporary'::text, 'link'::text, 'chosen'::text]))
);
comment on table portal_access is 'A person''s credential: at most one. No row: no access, and nothing left of it: links, sessions and browsers end with it.';
comment on column portal_access.generation is 'Counts credentials. A queued letter names the one it carries; an older one is void.';
comment on column portal_access.kind is 'temporary: staff issued a password that may only choose another. link: staff sent a link to set one. chosen: their own.';
comment on column portal_access.locked_at is 'Staff took access away; giving it back clears this.';
alter table portal_access enable row level security, force row level security;
create policy owner on portal_access for all to postgres using (true) with check (true);
create policy tenant on portal_access for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on portal_access to portico_app;

create table portal_devices (
  organization_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  token_hash bytea not null,
  last_used_at timestamp with time zone not null,
  constraint portal_devices_pkey PRIMARY KEY (organization_id, id),
  constraint portal_devices_organization_id_token_hash_key UNIQUE (organization_id, token_hash),
  constraint portal_devices_organization_id_person_id_fkey FOREIGN KEY (organization_id, person_id) REFERENCES portal_access(organization_id, person_id) ON DELETE CASCADE,
  constraint portal_devices_token_hash_check CHECK (octet_length(token_hash) = 32)
);
comment on table portal_devices is 'Browsers that a person has signed in from. Strangers guessing at the address cannot lock these out.';
CREATE INDEX portal_devices_by_person ON portal_devices USING btree (organization_id, person_id);
alter table portal_devices enable row level security, force row level security;
create policy owner on portal_devices for all to postgres using (true) with check (true);
create policy tenant on portal_devices for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on portal_devices to portico_app;

create table portal_links (
  organization_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  purpose text not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint portal_links_pkey PRIMARY KEY (organization_id, id),
  constraint portal_links_organization_id_token_hash_key UNIQUE (organization_id, token_hash),
  constraint portal_links_organization_id_person_id_fkey FOREIGN KEY (organization_id, person_id) REFERENCES portal_access(organization_id, person_id) ON DELETE CASCADE,
  constraint portal_links_purpose_check CHECK (purpose = ANY (ARRAY['issued'::text, 'forgotten'::text])),
  constraint portal_links_token_hash_check CHECK (octet_length(token_hash) = 32)
);
comment on table portal_links is 'One-time links to set a password. Opening one changes nothing: only using it does.';
CREATE INDEX portal_links_by_person ON portal_links USING btree (organization_id, person_id);
alter table portal_links enable row level security, force row level security;
create policy owner on portal_links for all to postgres using (true) with check (true);
create policy tenant on portal_links for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on portal_links to portico_app;

create table portal_sessions (
  organization_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  token_hash bytea not null,
  choosing boolean not null,
  user_agent text not null default ''::text,
  client_address text not null default ''::text,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint portal_sessions_pkey PRIMARY KEY (organization_id, id),
  constraint portal_sessions_organization_id_token_hash_key UNIQUE (organization_id, token_hash),
  constraint portal_sessions_organization_id_person_id_fkey FOREIGN KEY (organization_id, person_id) REFERENCES portal_access(organization_id, person_id) ON DELETE CASCADE,
  constraint portal_sessions_token_hash_check CHECK (octet_length(token_hash) = 32)
);
comment on column portal_sessions.choosing is 'Opened by a temporary password: it can choose a new one, and nothing else.';
CREATE INDEX portal_sessions_by_person ON portal_sessions USING btree (organization_id, person_id);
alter table portal_sessions enable row level security, force row level security;
create policy owner on portal_sessions for all to postgres using (true) with check (true);
create policy tenant on portal_sessions for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on portal_sessions to portico_app;

create table receipts (
  organization_id uuid not null,
  payment_id uuid not null,
  content jsonb not null,
  made_at timestamp with time zone not null,
  constraint receipts_pkey PRIMARY KEY (organization_id, payment_id),
  constraint receipts_organization_id_payment_id_fkey FOREIGN KEY (organization_id, payment_id) REFERENCES payments(organization_id, id),
  constraint receipts_content_check CHECK (jsonb_typeof(content) = 'object'::text)
);
comment on table receipts is 'What a receipt said when it was sent first: it says the same whenever it is sent again. Its PDF is made from this.';
alter table receipts enable row level security, force row level security;
create policy owner on receipts for all to postgres using (true) with check (true);
create policy tenant on receipts for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant insert, select on receipts to portico_app;

create table regular_work (
  organization_id uuid not null,
  work text not null,
  due_at timestamp with time zone not null,
  lease_id uuid,
  leased_until timestamp with time zone,
  constraint regular_work_pkey PRIMARY KEY (organization_id, work),
  constraint regular_work_work_check CHECK (work = ANY (ARRAY['housekeeping'::text, 'reminders'::text, 'statements'::text]))
);
comment on table regular_work is 'When an organization next has something to do. No row: nothing, until its settings change. Too early costs one look and too late would be a late reminder, so whatever may make something due sets ''epoch'': at once.';
comment on column regular_work.lease_id is 'Whose turn it is. It is taken away by whatever makes something due: then the process that has it does not say when the next turn is.';
CREATE INDEX regular_work_due ON regular_work USING btree (work, due_at);
alter table regular_work enable row level security, force row level security;
create policy owner on regular_work for all to postgres using (true) with check (true);
create policy tenant on regular_work for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on regular_work to portico_app;

create table reminder_sendings (
  organization_id uuid not null,
  invoice_id uuid not null,
  step_id uuid not null,
  due_date date not null,
  outcome text not null,
  why text not null,
  at timestamp with time zone not null,
  constraint reminder_sendings_pkey PRIMARY KEY (organization_id, invoice_id, step_id, due_date),
  constraint reminder_sendings_organization_id_invoice_id_fkey FOREIGN KEY (organization_id, invoice_id) REFERENCES invoices(organization_id, id),
  constraint reminder_sendings_organization_id_step_id_fkey FOREIGN KEY (organization_id, step_id) REFERENCES reminder_steps(organization_id, id),
  constraint reminder_sendings_outcome_check CHECK (outcome = ANY (ARRAY['sent'::text, 'skipped'::text, 'nobody'::text]))
);
comment on table reminder_sendings is 'Each step once for each invoice and due date, whatever came of it. Written in the transaction that queues the mails.';
CREATE INDEX reminder_sendings_by_step ON reminder_sendings USING btree (organization_id, step_id, due_date);
CREATE INDEX reminder_sendings_nobody ON reminder_sendings USING btree (organization_id, at DESC) WHERE outcome = 'nobody'::text;
CREATE TRIGGER step_handled AFTER INSERT ON reminder_sendings FOR EACH ROW EXECUTE FUNCTION step_was_handled();
alter table reminder_sendings enable row level security, force row level security;
create policy owner on reminder_sendings for all to postgres using (true) with check (true);
create policy tenant on reminder_sendings for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant insert, select on reminder_sendings to portico_app;

create table reminder_steps (
  organization_id uuid not null,
  id uuid not null,
  days integer not null,
  audience text not null default 'subscribers'::text,
  subject text not null,
  message text not null,
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint reminder_steps_pkey PRIMARY KEY (organization_id, id),
  constraint reminder_steps_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint reminder_steps_audience_check CHECK (audience = ANY (ARRAY['subscribers'::text, 'primary'::text, 'everyone'::text])),
  constraint reminder_steps_days_check CHECK (days >= '-60'::integer AND days <= 365),
  constraint reminder_steps_message_check CHECK (char_length(message) >= 1 AND char_length(message) <= 5000),
  constraint reminder_steps_subject_check CHECK (char_length(subject) >= 1 AND char_length(subject) <= 200)
);
comment on table reminder_steps is 'The ladder: so many days before (below zero) or after the due date, to whom, in which words.';
comment on column reminder_steps.audience is 'subscribers: who receives reminders. primary: the primary contact, too. everyone: all active contacts.';
CREATE UNIQUE INDEX reminder_steps_one_a_day ON reminder_steps USING btree (organization_id, days) WHERE active;
CREATE TRIGGER step_is_due AFTER INSERT OR UPDATE OF days, active ON reminder_steps FOR EACH ROW EXECUTE FUNCTION reminders_are_due();
alter table reminder_steps enable row level security, force row level security;
create policy owner on reminder_steps for all to postgres using (true) with check (true);
create policy tenant on reminder_steps for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant insert, select, update on reminder_steps to portico_app;

create table staff_accounts (
  id uuid not null,
  email text not null,
  email_identity text not null,
  password_hash text not null,
  created_at timestamp with time zone not null,
  devices_known_from timestamp with time zone not null,
  constraint staff_accounts_pkey PRIMARY KEY (id),
  constraint staff_accounts_email_identity_key UNIQUE (email_identity),
  constraint staff_accounts_email_identity_check CHECK (email_identity = lower(email_identity) AND octet_length(email_identity) <= 254)
);
comment on table staff_accounts is 'One staff member''s sign-in. It alone stands above organizations, because one person may work for several with one password. So no organization reads or writes it: only the functions below do.';
comment on column staff_accounts.password_hash is 'argon2id. An account comes into being when its first invitation is accepted, with a password.';
comment on column staff_accounts.devices_known_from is 'When a password was set, or every session ended, the last time: browsers that were known before are known no longer.';
alter table staff_accounts enable row level security, force row level security;
create policy owner on staff_accounts for all to postgres using (true) with check (true);

create table staff_links (
  organization_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  purpose text not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint staff_links_pkey PRIMARY KEY (organization_id, id),
  constraint staff_links_organization_id_token_hash_key UNIQUE (organization_id, token_hash),
  constraint staff_links_organization_id_member_id_fkey FOREIGN KEY (organization_id, member_id) REFERENCES staff_members(organization_id, id) ON DELETE CASCADE,
  constraint staff_links_purpose_check CHECK (purpose = ANY (ARRAY['invitation'::text, 'password'::text])),
  constraint staff_links_token_hash_check CHECK (octet_length(token_hash) = 32)
);
comment on table staff_links is 'One-time links for staff: to accept an invitation, to set a new password.';
CREATE INDEX staff_links_by_member ON staff_links USING btree (organization_id, member_id);
alter table staff_links enable row level security, force row level security;
create policy owner on staff_links for all to postgres using (true) with check (true);
create policy tenant on staff_links for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on staff_links to portico_app;

create table staff_members (
  organization_id uuid not null,
  id uuid not null,
  account_id uuid,
  name text not null,
  email text not null,
  email_identity text not null,
  role text not null,
  active boolean not null default true,
  invited_at timestamp with time zone not null,
  joined_at timestamp with time zone,
  last_seen_at timestamp with time zone,
  sessions_ended_at timestamp with time zone,
  version integer not null default 1,
  constraint staff_members_pkey PRIMARY KEY (organization_id, id),
  constraint staff_members_account_id_fkey FOREIGN KEY (account_id) REFERENCES staff_accounts(id),
  constraint staff_members_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint staff_members_check CHECK ((account_id IS NULL) = (joined_at IS NULL)),
  constraint staff_members_email_identity_check CHECK (email_identity = lower(email_identity) AND octet_length(email_identity) <= 254),
  constraint staff_members_name_check CHECK (char_length(name) >= 1 AND char_length(name) <= 200),
  constraint staff_members_role_check CHECK (role = ANY (ARRAY['owner'::text, 'manager'::text, 'viewer'::text]))
);
comment on table staff_members is 'Somebody''s place in one organization, by the name they go by there.';
comment on column staff_members.account_id is 'Null until they accept: an organization that invites an address learns nothing of the account behind it.';
comment on column staff_members.sessions_ended_at is 'When an owner ended their sessions here: one from before, at work in another organization, does not come in from there.';
CREATE INDEX staff_members_by_account ON staff_members USING btree (account_id) WHERE account_id IS NOT NULL;
CREATE UNIQUE INDEX staff_members_email_identity_key ON staff_members USING btree (organization_id, email_identity);
CREATE TRIGGER member_changed AFTER DELETE OR UPDATE OF account_id, name, email, role, active ON staff_members FOR EACH ROW EXECUTE FUNCTION tell_staff_changed();
alter table staff_members enable row level security, force row level security;
create policy owner on staff_members for all to postgres using (true) with check (true);
create policy tenant on staff_members for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant insert, select, update on staff_members to portico_app;

create table staff_sessions (
  organization_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  token_hash bytea not null,
  user_agent text not null default ''::text,
  client_address text not null default ''::text,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  password_shown_at timestamp with time zone not null,
  constraint staff_sessions_pkey PRIMARY KEY (organization_id, id),
  constraint staff_sessions_organization_id_token_hash_key UNIQUE (organization_id, token_hash),
  constraint staff_sessions_organization_id_member_id_fkey FOREIGN KEY (organization_id, member_id) REFERENCES staff_members(organization_id, id) ON DELETE CASCADE,
  constraint staff_sessions_token_hash_check CHECK (octet_length(token_hash) = 32)
);
comment on column staff_sessions.token_hash is 'SHA-256 of the cookie''s secret: a stolen backup opens no session.';
comment on column staff_sessions.created_at is 'When they signed in: one that was traded for another organization''s is as old.';
comment on column staff_sessions.password_shown_at is 'When the password was last typed in it. What lets somebody in asks for it again after half an hour.';
CREATE INDEX staff_sessions_by_member ON staff_sessions USING btree (organization_id, member_id);
CREATE TRIGGER session_changed AFTER DELETE OR UPDATE OF member_id, token_hash, expires_at, password_shown_at ON staff_sessions FOR EACH ROW EXECUTE FUNCTION tell_staff_changed();
alter table staff_sessions enable row level security, force row level security;
create policy owner on staff_sessions for all to postgres using (true) with check (true);
create policy tenant on staff_sessions for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on staff_sessions to portico_app;

create table statement_runs (
  organization_id uuid not null,
  month text not null,
  done_at timestamp with time zone not null,
  constraint statement_runs_pkey PRIMARY KEY (organization_id, month),
  constraint statement_runs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint statement_runs_month_check CHECK (month ~ '^\d{4}-\d{2}$'::text)
);
comment on table statement_runs is 'The months whose statements were all made. One that is not here is gone through again: each customer has its own unique cause.';
alter table statement_runs enable row level security, force row level security;
create policy owner on statement_runs for all to postgres using (true) with check (true);
create policy tenant on statement_runs for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant insert, select on statement_runs to portico_app;

create table statements (
  organization_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  as_of date not null,
  cause text not null,
  content jsonb not null,
  created_at timestamp with time zone not null,
  constraint statements_pkey PRIMARY KEY (organization_id, id),
  constraint statements_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES customers(organization_id, id),
  constraint statements_content_check CHECK (jsonb_typeof(content) = 'object'::text)
);
comment on table statements is 'What a statement said that a customer owes, as it was sent. Its PDF is made from this and nothing else.';
comment on column statements.cause is 'Such as monthly:2026-05: the same month is never sent twice to a customer.';
CREATE INDEX statements_by_customer ON statements USING btree (organization_id, customer_id, id DESC);
CREATE UNIQUE INDEX statements_cause_key ON statements USING btree (organization_id, customer_id, cause);
alter table statements enable row level security, force row level security;
create policy owner on statements for all to postgres using (true) with check (true);
create policy tenant on statements for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant insert, select on statements to portico_app;

create table throttles (
  organization_id uuid not null,
  key text not null,
  arrives_at timestamp with time zone not null,
  constraint throttles_pkey PRIMARY KEY (organization_id, key)
);
comment on table throttles is 'One row per throttled subject (a hash of an address or a client). arrives_at is the theoretical arrival time of the generic cell rate algorithm. All are the installation''s, so the nil organization holds them: a client knocks at the doors of several.';
CREATE INDEX throttles_by_arrival ON throttles USING btree (organization_id, arrives_at);
alter table throttles enable row level security, force row level security;
create policy counters on throttles for all to portico_app using ((organization_id = '00000000-0000-0000-0000-000000000000'::uuid)) with check ((organization_id = '00000000-0000-0000-0000-000000000000'::uuid));
create policy owner on throttles for all to postgres using (true) with check (true);
create policy tenant on throttles for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on throttles to portico_app;

create table webhook_attempts (
  organization_id uuid not null,
  webhook_id uuid not null,
  message_id uuid not null,
  number integer not null,
  at timestamp with time zone not null,
  status integer,
  duration_ms integer,
  error text,
  answer text not null,
  constraint webhook_attempts_pkey PRIMARY KEY (organization_id, webhook_id, message_id, number),
  constraint webhook_attempts_organization_id_webhook_id_message_id_fkey FOREIGN KEY (organization_id, webhook_id, message_id) REFERENCES webhook_messages(organization_id, webhook_id, id) ON DELETE CASCADE,
  constraint webhook_attempts_answer_check CHECK (char_length(answer) <= 1000),
  constraint webhook_attempts_error_check CHECK (char_length(error) <= 500)
);
comment on table webhook_attempts is 'Every try to hand a message over, with the beginning of the answer.';
comment on column webhook_attempts.error is 'In a sentence. Null: the message was taken.';
alter table webhook_attempts enable row level security, force row level security;
create policy owner on webhook_attempts for all to postgres using (true) with check (true);
create policy tenant on webhook_attempts for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant insert, select on webhook_attempts to portico_app;

create table webhook_messages (
  organization_id uuid not null,
  webhook_id uuid not null,
  id uuid not null,
  type text not null,
  contact_id uuid,
  position bigint,
  body text not null,
  state text not null default 'waiting'::text,
  attempt_count integer not null default 0,
  tries integer not null default 0,
  created_at timestamp with time zone not null,
  due_at timestamp with time zone,
  leased_until timestamp with time zone,
  finished_at timestamp with time zone,
  constraint webhook_messages_pkey PRIMARY KEY (organization_id, webhook_id, id),
  constraint webhook_messages_organization_id_webhook_id_fkey FOREIGN KEY (organization_id, webhook_id) REFERENCES webhooks(organization_id, id) ON DELETE CASCADE,
  constraint webhook_messages_check CHECK ((state = 'waiting'::text) = (finished_at IS NULL)),
  constraint webhook_messages_check1 CHECK (state = 'waiting'::text OR due_at IS NULL AND leased_until IS NULL),
  constraint webhook_messages_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text]))
);
comment on table webhook_messages is 'One event on its way to one webhook, or a test. It stands beside what it tells of for so long as events are kept.';
comment on column webhook_messages.id is 'The event''s own: sent as webhook-id with every attempt, so that the program knows what it has had.';
comment on column webhook_messages.position is 'The event''s. Null: a test, which waits for nothing.';
comment on column webhook_messages.tries is 'Attempts that failed since it began or was sent again: the pause to the next is that of this number.';
comment on column webhook_messages.due_at is 'Null while it waits: an earlier one about the same contact comes first, or the webhook is off. So only what may be sent is looked through, however much waits.';
CREATE INDEX webhook_messages_by_age ON webhook_messages USING btree (organization_id, created_at);
CREATE INDEX webhook_messages_by_state ON webhook_messages USING btree (organization_id, webhook_id, state, id);
CREATE INDEX webhook_messages_due ON webhook_messages USING btree (organization_id, webhook_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_messages_in_order ON webhook_messages USING btree (organization_id, webhook_id, contact_id, "position") WHERE state = 'waiting'::text;
comment on index webhook_messages_in_order is 'Which is the next about a contact.';
CREATE UNIQUE INDEX webhook_messages_one_at_a_time ON webhook_messages USING btree (organization_id, webhook_id, contact_id) WHERE due_at IS NOT NULL AND contact_id IS NOT NULL;
comment on index webhook_messages_one_at_a_time is 'Of those about a contact one alone is due: that is how they stay in order.';
alter table webhook_messages enable row level security, force row level security;
create policy owner on webhook_messages for all to postgres using (true) with check (true);
create policy tenant on webhook_messages for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on webhook_messages to portico_app;

create table webhooks (
  organization_id uuid not null,
  id uuid not null,
  url text not null,
  description text,
  event_types text[],
  is_on boolean not null default true,
  off_reason text,
  off_since timestamp with time zone,
  failing_since timestamp with time zone,
  secret bytea not null,
  previous_secret bytea,
  previous_until timestamp with time zone,
  position bigint not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint webhooks_pkey PRIMARY KEY (organization_id, id),
  constraint webhooks_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint webhooks_check CHECK (is_on = (off_reason IS NULL) AND is_on = (off_since IS NULL)),
  constraint webhooks_check1 CHECK ((previous_secret IS NULL) = (previous_until IS NULL)),
  constraint webhooks_description_check CHECK (char_length(description) <= 200),
  constraint webhooks_off_reason_check CHECK (off_reason = ANY (ARRAY['by-staff'::text, 'gone'::text, 'failing'::text])),
  constraint webhooks_url_check CHECK (url ~ '^https?://'::text AND char_length(url) <= 2000)
);
comment on table webhooks is 'Where a program of the organization listens, and to what.';
comment on column webhooks.event_types is 'Null: all of them, later ones too.';
comment on column webhooks.failing_since is 'The first attempt that failed since one succeeded. Null: the last one succeeded.';
comment on column webhooks.secret is 'What signs the messages, sealed (AES-256-GCM) under a key outside the database.';
comment on column webhooks.previous_secret is 'The one before: until previous_until it signs as well, so that the program can change over in between.';
comment on column webhooks.position is 'Of the last event that was looked at: those after it are taken next.';
alter table webhooks enable row level security, force row level security;
create policy owner on webhooks for all to postgres using (true) with check (true);
create policy tenant on webhooks for all to portico_app using ((organization_id = current_organization())) with check ((organization_id = current_organization()));
grant delete, insert, select, update on webhooks to portico_app;

CREATE OR REPLACE FUNCTION public.account_search_text(account_number text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN COALESCE(search_text(search_form(account_number)), ''::text);
grant execute on function account_search_text(text) to public;

CREATE OR REPLACE FUNCTION public.add_contacts_to_search(organization uuid, contacts uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
begin
  insert into contact_search (organization_id, contact_id, customer_id, name_key, active, account_text, text, phones)
    select u.organization_id, c.id, u.id, u.name_key, u.active, account_search_text(u.account_number),
      search_text(p.search_text), phone_digits(p.phone, p.second_phone)
    from contacts c
    join customers u on u.organization_id = c.organization_id and u.id = c.customer_id
    join people p on p.organization_id = c.organization_id and p.id = c.person_id
    where c.organization_id = organization and c.id = any (contacts) and c.active
    for share of p, u;
end $function$;

CREATE OR REPLACE FUNCTION public.add_credit(organization uuid, customer uuid, of_currency text, amount bigint)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'public', 'pg_temp'
AS $function$insert into credit_by_customer as c (organization_id, customer_id, currency, amount_minor)
      values (organization, customer, of_currency, amount)
      on conflict (organization_id, customer_id, currency) do update set amount_minor = c.amount_minor + excluded.amount_minor$function$;
grant execute on function add_credit(uuid,uuid,text,bigint) to public;

CREATE OR REPLACE FUNCTION public.are_roles(receives jsonb)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((receives)::text ~ '^\{("(invoices|reminders|receipts|statements|notices)": "(to|cc)"(, )?)*\}$'::text);
comment on function are_roles(jsonb) is 'Whether it gives kinds of document the roles "to" and "cc". A kind that is absent is not received.';
grant execute on function are_roles(jsonb) to public;

CREATE OR REPLACE FUNCTION public.cancel_staff_password_letters(account uuid, why text, at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$with cancelled as (
        update deliveries d set state = 'cancelled', reason = why, sealed = null, due_at = null, finished_at = at
        from staff_members m
        where m.account_id = account and d.organization_id = m.organization_id and d.member_id = m.id
          and d.kind = 'staffPasswordLink' and d.state = 'queued'
        returning d.organization_id, d.id)
      delete from outbox o using cancelled c where o.organization_id = c.organization_id and o.delivery_id = c.id$function$;
comment on function cancel_staff_password_letters(uuid,text,timestamp with time zone) is 'A new password ends every link to set another; anyone who is then mailed a dead one would wonder who asked for it.';
grant execute on function cancel_staff_password_letters(uuid,text,timestamp with time zone) to portico_app;

CREATE OR REPLACE FUNCTION public.claim_due_deliveries(at timestamp with time zone, lease interval, most integer)
 RETURNS TABLE(organization_id uuid, delivery_id uuid, abandoned boolean)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_sort TO 'off'
AS $function$
begin
  for taken in 1..most loop
    select q.organization_id, q.delivery_id, q.leased_until is not null into organization_id, delivery_id, abandoned
    from outbox q where q.due_at <= at and (q.leased_until is null or q.leased_until <= now())
    order by q.due_at limit 1 for update skip locked;
    exit when not found;
    update outbox o set leased_until = clock_timestamp() + lease
    where o.organization_id = claim_due_deliveries.organization_id and o.delivery_id = claim_due_deliveries.delivery_id;
    return next;
  end loop;
end $function$;
comment on function claim_due_deliveries(timestamp with time zone,interval,integer) is 'Takes due deliveries of all organizations for a while. A postman that dies lets its lease run out, by the clock of the database: that of one process alone may be wrong, and its letters would go out twice.';
grant execute on function claim_due_deliveries(timestamp with time zone,interval,integer) to portico_app;

CREATE OR REPLACE FUNCTION public.claim_due_webhook_messages(at timestamp with time zone, lease interval, most integer, most_each integer, under_way uuid[])
 RETURNS TABLE(organization_id uuid, webhook_id uuid, message_id uuid, abandoned boolean)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
  with turns as (
    select w.organization_id, w.id,
      case when w.failing_since is null then most_each else 1 end - (select count(*) from unnest(under_way) u where u = w.id) as free,
      w.failing_since is not null as is_failing, oldest.due_at
    from webhooks w cross join lateral (
      select m.due_at from webhook_messages m
      where m.organization_id = w.organization_id and m.webhook_id = w.id and m.due_at <= at
        and (m.leased_until is null or m.leased_until <= now())
      order by m.due_at limit 1) oldest),
  due as materialized (
    select m.* from (select * from turns where free > 0 order by is_failing, due_at limit most) turn
    cross join lateral (
      select m.organization_id, m.webhook_id, m.id, m.leased_until is not null as abandoned
      from webhook_messages m
      where m.organization_id = turn.organization_id and m.webhook_id = turn.id and m.due_at <= at
        and (m.leased_until is null or m.leased_until <= now())
      order by m.due_at, m.id limit turn.free for update skip locked) m
    limit most)
  update webhook_messages m set leased_until = clock_timestamp() + lease from due
  where m.organization_id = due.organization_id and m.webhook_id = due.webhook_id and m.id = due.id
  returning m.organization_id, m.webhook_id, m.id, due.abandoned
$function$;
comment on function claim_due_webhook_messages(timestamp with time zone,interval,integer,integer,uuid[]) is 'Takes due messages of all organizations for a while. under_way: the webhooks that this process is sending to already, each as often as it does. A process that dies lets its lease run out, by the clock of the database.';
grant execute on function claim_due_webhook_messages(timestamp with time zone,interval,integer,integer,uuid[]) to portico_app;

CREATE OR REPLACE FUNCTION public.claim_due_work(of_work text, at timestamp with time zone, lease uuid, lasts interval)
 RETURNS uuid
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$with due as materialized (
        select organization_id from regular_work
        where work = of_work and due_at <= at and (leased_until is null or leased_until <= now())
        order by due_at limit 1 for update skip locked)
      update regular_work w set lease_id = lease, leased_until = clock_timestamp() + lasts from due
      where w.organization_id = due.organization_id and w.work = of_work
      returning w.organization_id$function$;
comment on function claim_due_work(text,timestamp with time zone,uuid,interval) is 'Takes the organization that has been due the longest. A process that dies lets its lease run out, by the clock of the database: that of one process alone may be wrong.';
grant execute on function claim_due_work(text,timestamp with time zone,uuid,interval) to portico_app;

CREATE OR REPLACE FUNCTION public.contact_changed_in_search()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  delete from contact_search where organization_id = old.organization_id and contact_id = old.id;
  perform add_contacts_to_search(new.organization_id, array[new.id]);
  return null;
end $function$;
grant execute on function contact_changed_in_search() to public;

CREATE OR REPLACE FUNCTION public.contacts_added_to_search()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform add_contacts_to_search(organization_id, array_agg(id)) from added group by organization_id;
  return null;
end $function$;
grant execute on function contacts_added_to_search() to public;

CREATE OR REPLACE FUNCTION public.current_organization()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid;
comment on function current_organization() is 'The organization that the connection works for. Row-level security compares every row with it.';
grant execute on function current_organization() to public;

CREATE OR REPLACE FUNCTION public.customer_changed_in_search()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update customer_search set name_key = new.name_key, active = new.active,
      text = customer_search_text(new.name, new.account_number),
      phones = phone_digits(new.phone, new.second_phone)
    where organization_id = new.organization_id and customer_id = new.id;
  if (old.name, old.account_number, old.active) is distinct from (new.name, new.account_number, new.active) then
    update contact_search s set name_key = new.name_key, active = new.active,
        account_text = account_search_text(new.account_number)
      where s.organization_id = new.organization_id and s.name_key = old.name_key and s.customer_id = new.id;
  end if;
  return null;
end $function$;
grant execute on function customer_changed_in_search() to public;

CREATE OR REPLACE FUNCTION public.customer_search_text(name text, account_number text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (search_text(search_form(name)) || account_search_text(account_number));
grant execute on function customer_search_text(text,text) to public;

CREATE OR REPLACE FUNCTION public.customers_added_to_search()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into customer_search (organization_id, customer_id, name_key, active, text, phones)
    select organization_id, id, name_key, active, customer_search_text(name, account_number),
      phone_digits(phone, second_phone)
    from added;
  return null;
end $function$;
grant execute on function customers_added_to_search() to public;

CREATE OR REPLACE FUNCTION public.delivery_tells()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into events_pending (organization_id, id, type, subject_id, contact_id, at, data)
  values (new.organization_id, event_id(new.finished_at), 'delivery.' || new.state, new.id, coalesce(new.contact_id, new.person_id),
    new.finished_at,
    jsonb_strip_nulls(jsonb_build_object(
      'by', '{"kind": "system", "name": "Portico"}'::jsonb, 'deliveryId', new.id, 'kind', coalesce(new.document_kind, new.kind),
      'email', new.address, 'reason', new.reason, 'customerId', new.customer_id, 'contactId', new.contact_id,
      'personId', new.person_id, 'invoiceId', new.invoice_id)));
  return null;
end $function$;
grant execute on function delivery_tells() to public;

CREATE OR REPLACE FUNCTION public.end_account_sessions(account uuid, but uuid, at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$update staff_accounts set devices_known_from = at where id = account;
      delete from staff_sessions s using staff_members m
      where m.account_id = account and s.organization_id = m.organization_id and s.member_id = m.id and s.id is distinct from but$function$;
comment on function end_account_sessions(uuid,uuid,timestamp with time zone) is 'Signs a staff account out of every organization, except for one session (or none), and forgets its known devices. The account comes first: a session that is being opened right now is waited for, and ended as well.';
grant execute on function end_account_sessions(uuid,uuid,timestamp with time zone) to portico_app;

CREATE OR REPLACE FUNCTION public.end_staff_session(account uuid, session uuid)
 RETURNS timestamp with time zone
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$delete from staff_sessions s using staff_members m
      where s.id = session and m.account_id = account and s.organization_id = m.organization_id and s.member_id = m.id
      returning s.created_at$function$;
comment on function end_staff_session(uuid,uuid) is 'Ends a session of this account in whichever organization it is, and returns when it began, or null: switching organizations trades one session for another, which is as old.';
grant execute on function end_staff_session(uuid,uuid) to portico_app;

CREATE OR REPLACE FUNCTION public.event_id(at timestamp with time zone)
 RETURNS uuid
 LANGUAGE sql
RETURN (encode(set_bit(set_bit(OVERLAY(uuid_send(gen_random_uuid()) PLACING SUBSTRING(int8send(((EXTRACT(epoch FROM at) * (1000)::numeric))::bigint) FROM 3) FROM 1 FOR 6), (52)::bigint, 1), (53)::bigint, 1), 'hex'::text))::uuid;
comment on function event_id(timestamp with time zone) is 'A new UUIDv7 (RFC 9562), for what has no entry in the journal.';
grant execute on function event_id(timestamp with time zone) to public;

CREATE OR REPLACE FUNCTION public.event_of(action text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (action = ANY (ARRAY['contact.added'::text, 'contact.deleted'::text, 'contact.undeleted'::text])) THEN action WHEN (action = ANY (ARRAY['contact.changed'::text, 'contact.split-off'::text, 'contact.attached'::text, 'contact.unsubscribed'::text, 'contact.complained'::text, 'contact.subscribed-again'::text, 'contact.subscribed-by-staff'::text, 'contact.import-undone'::text])) THEN 'contact.changed'::text WHEN (action = ANY (ARRAY['person.changed'::text, 'person.email-works'::text, 'person.address-bounced'::text, 'person.import-undone'::text])) THEN 'person.changed'::text WHEN (action = ANY (ARRAY['portal-access.password-issued'::text, 'portal-access.link-issued'::text, 'portal-access.given-back'::text])) THEN 'access.issued'::text WHEN (action = ANY (ARRAY['portal-access.password-chosen'::text, 'portal-access.password-set-by-link'::text])) THEN 'access.activated'::text WHEN (action = ANY (ARRAY['portal-access.ended'::text, 'portal-access.taken-away'::text])) THEN 'access.ended'::text WHEN (action = 'invoice.issued'::text) THEN 'invoice.sent'::text WHEN (action = ANY (ARRAY['payment.recorded'::text, 'payment.allocated'::text, 'invoice.revised'::text])) THEN 'invoice.paid'::text WHEN (action = 'import.run'::text) THEN 'import.done'::text ELSE NULL::text END;
comment on function event_of(text) is 'Which event an action of the journal is. invoice.paid only where it left nothing owed; contact.import-undone is contact.deleted where the contact was removed.';
grant execute on function event_of(text) to public;

CREATE OR REPLACE FUNCTION public.feed_begins()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into event_feeds (organization_id) values (new.id);
  return null;
end $function$;
grant execute on function feed_begins() to public;

CREATE OR REPLACE FUNCTION public.follows_contact(sealed bytea, kind text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((sealed IS NULL) AND (kind <> 'addressChanged'::text));
comment on function follows_contact(bytea,text) is 'Whether a letter goes where the contact goes. A password serves all their customers, and goes with their access; and an address that was given up is told about it in any case.';
grant execute on function follows_contact(bytea,text) to public;

CREATE OR REPLACE FUNCTION public.hold_staff_account(account uuid, hash text)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$select exists (select from staff_accounts where id = account and (hash is null or password_hash = hash) for share)$function$;
comment on function hold_staff_account(uuid,text) is 'Whether the password that was just checked is still the one, and keeps it so until the transaction ends: a session opened by a password never outlives it. Without a hash it only holds.';
grant execute on function hold_staff_account(uuid,text) to portico_app;

CREATE OR REPLACE FUNCTION public.housekeeping_begins()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform switch_on(new.id, 'housekeeping');
  return null;
end $function$;
grant execute on function housekeeping_begins() to public;

CREATE OR REPLACE FUNCTION public.is_set_up()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$select exists (select from installation)$function$;
comment on function is_set_up() is 'Asked before there is anybody to ask it for.';
grant execute on function is_set_up() to portico_app;

CREATE OR REPLACE FUNCTION public.journal_tells()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into events_pending (organization_id, id, type, subject_id, contact_id, at, data)
  select j.organization_id, j.id, case when j.removed then 'contact.deleted' else j.type end,
    case j.noun when 'contact' then j.contact_id when 'invoice' then j.invoice_id when 'import' then j.import_id else j.person_id end,
    case when j.noun = 'contact' then j.contact_id when j.noun in ('person', 'access') then j.person_id end,
    j.at,
    jsonb_strip_nulls(jsonb_build_object(
      'action', j.action, 'by', jsonb_build_object('kind', j.actor_kind, 'name', j.actor_name),
      'customerId', j.customer_id, 'contactId', j.contact_id, 'personId', j.person_id, 'invoiceId', j.invoice_id,
      'importId', j.import_id))
      || case when j.noun in ('contact', 'person', 'import') then jsonb_build_object('changes', j.changes) else '{}' end
      || case when j.removed then '{"removed": true}'::jsonb else '{}' end
  from (
    select a.*, split_part(a.type, '.', 1) as noun,
      a.action = 'contact.import-undone' and not exists (
        select from contacts c where c.organization_id = a.organization_id and c.id = a.contact_id) as removed
    -- So that it is found once for each entry, and not wherever the type is named.
    from (select *, event_of(action) as type from added offset 0) a where a.type is not null) j
  where j.type <> 'invoice.paid' or exists (
    select from invoices i
    where i.organization_id = j.organization_id and i.id = j.invoice_id and i.state = 'sent' and i.paid_at = j.at);
  return null;
end $function$;
comment on function journal_tells() is 'Of a whole statement at once: an import writes hundreds of entries with each.';
grant execute on function journal_tells() to public;

CREATE OR REPLACE FUNCTION public.keep_credit_of_allocation()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform add_credit(organization_id, customer_id, currency,
      case tg_op when 'INSERT' then 0 else old.amount_minor end - new.amount_minor)
    from payments where organization_id = new.organization_id and id = new.payment_id;
  return null;
end $function$;
grant execute on function keep_credit_of_allocation() to public;

CREATE OR REPLACE FUNCTION public.keep_credit_of_payment()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform add_credit(new.organization_id, new.customer_id, new.currency, new.amount_minor);
  return null;
end $function$;
grant execute on function keep_credit_of_payment() to public;

CREATE OR REPLACE FUNCTION public.keep_slugs_elsewhere()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  -- As if there were a conflict: whoever founds it tries the next.
  return case when not exists (select from organizations_elsewhere where slug = new.slug) then new end;
end $function$;
grant execute on function keep_slugs_elsewhere() to public;

CREATE OR REPLACE FUNCTION public.keep_what_is_owed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_op <> 'DELETE' and new.state = 'sent' and new.balance_minor > 0 then
    insert into owed_by_day as d (organization_id, due_date, currency, count, amount_minor)
      values (new.organization_id, new.due_date, new.currency, 1, new.balance_minor)
      on conflict (organization_id, due_date, currency)
        do update set count = d.count + 1, amount_minor = d.amount_minor + excluded.amount_minor;
    insert into owed_by_customer as c (organization_id, customer_id, currency, amount_minor)
      values (new.organization_id, new.customer_id, new.currency, new.balance_minor)
      on conflict (organization_id, customer_id, currency)
        do update set amount_minor = c.amount_minor + excluded.amount_minor;
  end if;
  if tg_op <> 'INSERT' and old.state = 'sent' and old.balance_minor > 0 then
    update owed_by_day set count = count - 1, amount_minor = amount_minor - old.balance_minor
      where organization_id = old.organization_id and due_date = old.due_date and currency = old.currency;
    update owed_by_customer set amount_minor = amount_minor - old.balance_minor
      where organization_id = old.organization_id and customer_id = old.customer_id and currency = old.currency;
  end if;
  return null;
end $function$;
comment on function keep_what_is_owed() is 'Called as a transaction ends: two payments of invoices that are due on one day wait for each other no longer than that takes.';
grant execute on function keep_what_is_owed() to public;

CREATE OR REPLACE FUNCTION public.ladder_starts_over()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  new.reminded_step_id := coalesce(
    (select step_id from reminder_sendings
      where organization_id = new.organization_id and invoice_id = new.id and due_date = new.due_date
      order by at desc limit 1),
    '00000000-0000-0000-0000-000000000000');
  return new;
end $function$;
grant execute on function ladder_starts_over() to public;

CREATE OR REPLACE FUNCTION public.make_due(organization uuid, of_work text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  perform from regular_work where organization_id = organization and work = of_work for no key update;
  update regular_work set due_at = 'epoch', lease_id = null, leased_until = null
  where organization_id = organization and work = of_work and (due_at > 'epoch' or lease_id is not null);
end $function$;
comment on function make_due(uuid,text) is 'Where the work is switched on. It is for the work itself to find that there was nothing to do.';
grant execute on function make_due(uuid,text) to public;

CREATE OR REPLACE FUNCTION public.memberships_of(account uuid)
 RETURNS TABLE(organization_id uuid, organization_name text, slug text, language text, member_id uuid, name text, email text, role text, last_seen_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$select m.organization_id, o.name, o.slug, o.language, m.id, m.name, m.email, m.role, m.last_seen_at
      from staff_members m join organizations o on o.id = m.organization_id
      where m.account_id = account and m.active order by sort_key(o.name) collate "C", o.id$function$;
comment on function memberships_of(uuid) is 'The organizations where one staff account may work.';
grant execute on function memberships_of(uuid) to portico_app;

CREATE OR REPLACE FUNCTION public.nothing_ends_for(organization uuid, person uuid)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
begin
  return not exists (select from portal_access where organization_id = organization and person_id = person)
    and not exists (
      select from deliveries
      where organization_id = organization and person_id = person and state = 'queued' and follows_contact(sealed, kind));
end $function$;
comment on function nothing_ends_for(uuid,uuid) is 'Whether a person who leaves a customer, or an address, leaves neither portal access nor waiting letters behind. It looks when it is called: a statement that waited for the person would otherwise miss what was committed meanwhile.';
grant execute on function nothing_ends_for(uuid,uuid) to public;

CREATE OR REPLACE FUNCTION public.open_staff_account(account uuid, address text, identity text, hash text, at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$insert into staff_accounts (id, email, email_identity, password_hash, created_at, devices_known_from)
      values (account, address, identity, hash, at, at)$function$;
comment on function open_staff_account(uuid,text,text,text,timestamp with time zone) is 'The first time that somebody proves an address to be theirs (or founds the installation).';
grant execute on function open_staff_account(uuid,text,text,text,timestamp with time zone) to portico_app;

CREATE OR REPLACE FUNCTION public.organization_by_slug(wanted text)
 RETURNS TABLE(id uuid, name text, slug text, accent_color text, language text, password_min_length integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$select id, name, slug, accent_color, language, password_min_length from organizations where slug = wanted$function$;
comment on function organization_by_slug(text) is 'What a portal''s door shows to anybody who knows its address.';
grant execute on function organization_by_slug(text) to portico_app;

CREATE OR REPLACE FUNCTION public.organization_elsewhere(organization uuid, portal text)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$select origin from organizations_elsewhere where organization_id = organization or slug = portal$function$;
comment on function organization_elsewhere(uuid,text) is 'The origin of the installation that an organization moved to, by its id or its portal''s address.';
grant execute on function organization_elsewhere(uuid,text) to portico_app;

CREATE OR REPLACE FUNCTION public.organization_ids()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$select id from organizations$function$;
comment on function organization_ids() is 'For work that visits one organization after another, away from requests, such as throwing away what has expired.';
grant execute on function organization_ids() to portico_app;

CREATE OR REPLACE FUNCTION public.organizations_with_pending_events()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_sort TO 'off'
AS $function$with recursive found as (
        (select organization_id as id from events_pending order by organization_id limit 1)
        union all
        select (select p.organization_id from events_pending p where p.organization_id > f.id order by p.organization_id limit 1)
        from found f where f.id is not null)
      select id from found where id is not null$function$;
comment on function organizations_with_pending_events() is 'Only these cost anything, each time somebody looks.';
grant execute on function organizations_with_pending_events() to portico_app;

CREATE OR REPLACE FUNCTION public.outbox_load(at timestamp with time zone)
 RETURNS TABLE(due integer, later integer, due_since timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_sort TO 'off'
AS $function$select (select count(*)::integer from (select from outbox where due_at <= at limit 100000) as one),
        (select count(*)::integer from (select from outbox where due_at > at limit 100000) as one),
        (select due_at from outbox where due_at <= at order by due_at limit 1)$function$;
comment on function outbox_load(timestamp with time zone) is 'For metrics: how much waits in all organizations, counted up to 100,000, and since when. It tells nothing of any.';
grant execute on function outbox_load(timestamp with time zone) to portico_app;

CREATE OR REPLACE FUNCTION public.owns_most_customers(organization uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  return exists (
    select from pg_stats, unnest(most_common_vals::text::uuid[], most_common_freqs) as common (value, share)
    where schemaname = 'public' and tablename = 'customer_search' and attname = 'organization_id'
      and common.value = organization and common.share > 0.5);
end $function$;
grant execute on function owns_most_customers(uuid) to public;

CREATE OR REPLACE FUNCTION public.person_changed_in_search()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update contact_search s set text = search_text(new.search_text), phones = phone_digits(new.phone, new.second_phone)
    from contacts c
    where c.organization_id = new.organization_id and c.person_id = new.id
      and s.organization_id = new.organization_id and s.contact_id = c.id;
  return null;
end $function$;
grant execute on function person_changed_in_search() to public;

CREATE OR REPLACE FUNCTION public.person_name(first_name text, last_name text, otherwise text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN COALESCE(NULLIF(TRIM(BOTH FROM ((first_name || ' '::text) || last_name)), ''::text), otherwise);
comment on function person_name(text,text,text) is 'A name for somebody: theirs, or else what is given, such as their address. It is given, too, where there is nobody.';
grant execute on function person_name(text,text,text) to public;

CREATE OR REPLACE FUNCTION public.phone_digits(phone text, second_phone text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (regexp_replace(COALESCE(phone, ''::text), '[^0-9]'::text, ''::text, 'g'::text) || COALESCE((' '::text || NULLIF(regexp_replace(second_phone, '[^0-9]'::text, ''::text, 'g'::text), ''::text)), ''::text));
grant execute on function phone_digits(text,text) to public;

CREATE OR REPLACE FUNCTION public.phone_pattern(search text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
    select case when search ~ '^[-+0-9()./[:space:]\u00a0\u2010-\u2015]+$'
        and char_length(digits) >= case when search ~ '[+([:space:]]' then 5 else 7 end
      then '%' || right(digits, 9) || '%' end
    from (select ltrim(regexp_replace(search, '[^0-9]', '', 'g'), '0') as digits) typed
  $function$;
comment on function phone_pattern(text) is 'The LIKE pattern of what may be a telephone number; null for anything else.';
grant execute on function phone_pattern(text) to public;

CREATE OR REPLACE FUNCTION public.protect(relation regclass, tenant_column name DEFAULT 'organization_id'::name)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('alter table %s enable row level security', relation);
  execute format('alter table %s force row level security', relation);
  execute format(
    'create policy tenant on %s to portico_app using (%I = current_organization()) with check (%I = current_organization())',
    relation, tenant_column, tenant_column);
  execute format('create policy owner on %s to %I using (true) with check (true)', relation, current_user);
  execute format('grant select, insert, update, delete on %s to portico_app', relation);
end $function$;

CREATE OR REPLACE FUNCTION public.refresh_statistics()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  grown regclass;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('refresh_statistics', 0)) then return; end if;
  for grown in
    select c.oid from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and pg_relation_size(c.oid) > 2 * current_setting('block_size')::integer * greatest(c.relpages, 1)
  loop
    execute format('analyze %s', grown);
  end loop;
end $function$;
comment on function refresh_statistics() is 'New statistics of the tables that have more than doubled since the last ones.';
grant execute on function refresh_statistics() to portico_app;

CREATE OR REPLACE FUNCTION public.rehash_staff_password(account uuid, former text, hash text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$update staff_accounts set password_hash = hash where id = account and password_hash = former$function$;
comment on function rehash_staff_password(uuid,text,text) is 'The same password under newer argon2 parameters: nothing else changes.';
grant execute on function rehash_staff_password(uuid,text,text) to portico_app;

CREATE OR REPLACE FUNCTION public.reminders_are_due()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform make_due(new.organization_id, 'reminders');
  return null;
end $function$;
comment on function reminders_are_due() is 'A step that is reached as a day begins needs no telling. All else that may make one due before the next day does. Where much happens at once it is called as the transaction ends, so that two wait for each other no longer than that takes.';
grant execute on function reminders_are_due() to public;

CREATE OR REPLACE FUNCTION public.rfc3339(moment timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN to_char((moment AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'::text);
comment on function rfc3339(timestamp with time zone) is 'As the API writes moments, for what is kept as JSON.';
grant execute on function rfc3339(timestamp with time zone) to public;

CREATE OR REPLACE FUNCTION public.search_customers(organization uuid, search text, what text, wanted_status text, after_name text, after_id uuid, most integer)
 RETURNS TABLE(customer_id uuid, name_key text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
AS $function$
declare
  patterns text[] := search_patterns(search);
  phone text := phone_pattern(trim(search));
  several constant boolean := what <> 'contacts' and cardinality(patterns) > 1;
  wants_active constant boolean := nullif(wanted_status, 'all') = 'active';
  until record;
  is_last boolean;
  step integer := 500;
  walked integer := 0;
  found_here integer;
  found_all integer := 0;
  walk_most constant integer := 20000;
begin
  if patterns is null or organization is distinct from current_organization() then return; end if;

  -- First along the names, which is the order to show: what many have is found within a few steps.
  while walked < walk_most loop
    select s.name_key, s.customer_id into until from customer_search s
      where s.organization_id = organization and (s.name_key, s.customer_id) > (after_name, after_id)
      order by s.name_key, s.customer_id offset step - 1 limit 1;
    is_last := not found;
    if is_last then
      select s.name_key, s.customer_id into until from customer_search s
        where s.organization_id = organization order by s.name_key desc, s.customer_id desc limit 1;
      if not found then return; end if;
    end if;
    return query
      select distinct m.customer_id, m.name_key from (
        select s.customer_id, s.name_key from customer_search s
        where what <> 'contacts' and s.organization_id = organization
          and (s.name_key, s.customer_id) > (after_name, after_id) and (s.name_key, s.customer_id) <= (until.name_key, until.customer_id)
          and (wants_active is null or s.active = wants_active) and (s.text like all (patterns) or s.phones like phone)
        union all
        select s.customer_id, s.name_key from contact_search s
        where what <> 'customers' and s.organization_id = organization
          and (s.name_key, s.customer_id) > (after_name, after_id) and (s.name_key, s.customer_id) <= (until.name_key, until.customer_id)
          and (wants_active is null or s.active = wants_active)
          and (case when several then ' ' || s.name_key || s.account_text || s.text else s.text end like all (patterns) or s.phones like phone)
      ) m order by m.name_key, m.customer_id limit most - found_all;
    get diagnostics found_here = row_count;
    found_all := found_all + found_here;
    if is_last or found_all >= most then return; end if;
    walked := walked + step;
    after_name := until.name_key;
    after_id := until.customer_id;
    exit when found_all * 200 < walked;
    step := least(greatest(200, (most - found_all) * walked / found_all * 5 / 4), walk_most);
  end loop;

  return query select * from search_customers_by_index(
    organization, patterns, phone, what, wanted_status, after_name, after_id, most - found_all);
end $function$;
comment on function search_customers(uuid,text,text,text,text,uuid,integer) is 'The next customers by name that match every word: in what they are called (customers), in what their active contacts are called (contacts), or in either (anything); or that have the telephone number. It plans its statement for the words at hand.';
grant execute on function search_customers(uuid,text,text,text,text,uuid,integer) to portico_app;

CREATE OR REPLACE FUNCTION public.search_customers_by_index(organization uuid, patterns text[], phone text, what text, wanted_status text, after_name text, after_id uuid, most integer)
 RETURNS TABLE(customer_id uuid, name_key text)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'on'
AS $function$
declare
  several constant boolean := what <> 'contacts' and cardinality(patterns) > 1;
  matches text := $matches$
    select s.customer_id, s.name_key from %s s
    where s.organization_id %s $1 and (s.name_key, s.customer_id) > ($2, $3) and ((%s) or s.phones like $6)%s $matches$;
  of_organization constant text := case when owns_most_customers(organization) then 'is not distinct from' else '=' end;
  of_status constant text := case wanted_status when 'active' then ' and s.active' when 'inactive' then ' and not s.active' else '' end;
  by_customer text;
  by_contact text;
begin
  if phone is null then matches := replace(matches, ' or s.phones like $6', ''); end if;
  select string_agg(format('s.text like $5[%s]', at), ' and '),
      string_agg(format(case when several then '(s.text like $5[%1$s] or '' '' || s.name_key || s.account_text like $5[%1$s])' else 's.text like $5[%1$s]' end, at), ' and ')
    into by_customer, by_contact from generate_subscripts(patterns, 1) at;
  return query execute
    'with matches as materialized (' || concat_ws(' union all ',
      case when what <> 'contacts' then format(matches, 'customer_search', of_organization, by_customer, of_status) end,
      case when what <> 'customers' then format(matches, 'contact_search', of_organization, by_contact, of_status) end)
    || ') select distinct m.customer_id, m.name_key from matches m order by m.name_key, m.customer_id limit $4'
    using organization, after_name, after_id, most, patterns, phone;
end $function$;

CREATE OR REPLACE FUNCTION public.search_form(said text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN translate(lower(unaccent(said)), 'ґєіїўђјљњћџ'::text, 'геииудилнтц'::text);
comment on function search_form(text) is 'What is searched, and what is searched for: "Müller" and "MULLER" are the same. It counts as immutable so that columns can be generated from it, although the rules of unaccent may grow: then what is stored keeps its old form until it is changed or restored.';
grant execute on function search_form(text) to public;

CREATE OR REPLACE FUNCTION public.search_patterns(search text)
 RETURNS text[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
    select array_agg(
      case when char_length(word) >= 3 and word ~ '[[:alnum:]]{2}|[^[:alnum:]][[:alnum:]]' then '%' else '% ' end
        || regexp_replace(word, '([\\%_])', '\\\1', 'g') || '%')
    from (
      select distinct word from regexp_split_to_table(search_form(search), '\s+') word where word ~ '[[:alnum:]]' limit 10
    ) words
  $function$;
comment on function search_patterns(text) is 'A LIKE pattern for each word of a search; null when there is none to search for.';
grant execute on function search_patterns(text) to public;

CREATE OR REPLACE FUNCTION public.search_text(form text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (octet_length(form) > 900) THEN "left"((' '::text || form), 225) ELSE (' '::text || form) END;
grant execute on function search_text(text) to public;

CREATE OR REPLACE FUNCTION public.sessions_of_account(account uuid, at timestamp with time zone)
 RETURNS TABLE(session_id uuid, organization_name text, user_agent text, client_address text, created_at timestamp with time zone, last_seen_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$select s.id, o.name, s.user_agent, s.client_address, s.created_at, s.last_seen_at
      from staff_sessions s
      join staff_members m on m.organization_id = s.organization_id and m.id = s.member_id
      join organizations o on o.id = s.organization_id
      where m.account_id = account and m.active and s.expires_at > at
        and s.created_at > at - o.staff_session_days * interval '24 hours'
        and s.last_seen_at > at - o.staff_session_idle_hours * interval '1 hour'
      order by s.last_seen_at desc limit 100$function$;
comment on function sessions_of_account(uuid,timestamp with time zone) is 'Where one staff account is signed in, in every organization: the latest use first, at most a hundred.';
grant execute on function sessions_of_account(uuid,timestamp with time zone) to portico_app;

CREATE OR REPLACE FUNCTION public.set_staff_password(account uuid, former text, hash text, at timestamp with time zone, but uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update staff_accounts set password_hash = hash
  where id = account and (former is null or password_hash = former);
  if not found then return false; end if;
  perform end_account_sessions(account, but, at);
  update staff_links l set used_at = at from staff_members m
  where m.account_id = account and l.organization_id = m.organization_id and l.member_id = m.id
    and l.purpose = 'password' and l.used_at is null;
  return true;
end $function$;
comment on function set_staff_password(uuid,text,text,timestamp with time zone,uuid) is 'A new password ends every session but one (or none) and every link to set another. False where the former password is not the one any more.';
grant execute on function set_staff_password(uuid,text,text,timestamp with time zone,uuid) to portico_app;

CREATE OR REPLACE FUNCTION public.sort_key(said text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  lowered text := lower(said);
  plain text;
begin
  -- Most names are of letters that have no accents to be taken off.
  if octet_length(said) <= 200 and octet_length(said) = char_length(said) then return lowered; end if;
  plain := left(public.search_form(said), 200);
  if plain = lowered then return plain; end if;
  return plain || chr(1) || left(lowered, 100);
end $function$;
comment on function sort_key(text) is 'Sorts, under the collation "C", as people expect: first by letters alone, and where these are the same, by accents. Names that differ in case alone are equal. It is bounded, because an index entry is.';
grant execute on function sort_key(text) to public;

CREATE OR REPLACE FUNCTION public.staff_account_by_email(identity text)
 RETURNS TABLE(account_id uuid, email text, password_hash text, devices_known_from timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$select id, email, password_hash, devices_known_from from staff_accounts where email_identity = identity$function$;
comment on function staff_account_by_email(text) is 'Sign-in knows an address before it knows an organization.';
grant execute on function staff_account_by_email(text) to portico_app;

CREATE OR REPLACE FUNCTION public.step_was_handled()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update invoices set reminded_step_id = new.step_id
    where organization_id = new.organization_id and id = new.invoice_id and due_date = new.due_date;
  return null;
end $function$;
grant execute on function step_was_handled() to public;

CREATE OR REPLACE FUNCTION public.switch_on(organization uuid, of_work text)
 RETURNS void
 LANGUAGE sql
AS $function$insert into regular_work (organization_id, work, due_at) values (organization, of_work, 'epoch')
   on conflict (organization_id, work) do update set due_at = 'epoch', lease_id = null, leased_until = null$function$;
grant execute on function switch_on(uuid,text) to public;

CREATE OR REPLACE FUNCTION public.tell_staff_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_notify('staff_changed', '');
  return null;
end $function$;
comment on function tell_staff_changed() is 'Every server listens, and forgets who is signed in. One that makes the change hears it before its statement is answered.';
grant execute on function tell_staff_changed() to public;

CREATE OR REPLACE FUNCTION public.unfinished_imports()
 RETURNS TABLE(organization_id uuid, id uuid, state text, actor_kind text, actor_id uuid, actor_name text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$select i.organization_id, i.id, i.state, i.actor_kind, i.actor_id, i.actor_name from imports i
      where i.state in ('planning', 'running', 'undoing') and i.trouble is null and i.actor_id is not null
        and (i.leased_until is null or i.leased_until <= now())$function$;
comment on function unfinished_imports() is 'What a process that ended has left, in any organization: for another process to finish. What failed waits for staff, and who imports at the command line stops it there.';
grant execute on function unfinished_imports() to portico_app;

CREATE OR REPLACE FUNCTION public.unfinished_invoice_batches()
 RETURNS TABLE(organization_id uuid, id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$select b.organization_id, b.id from invoice_batches b
      where b.finished_at is null and (b.leased_until is null or b.leased_until <= now())$function$;
comment on function unfinished_invoice_batches() is 'What a process that ended has left, in any organization: for another process to finish.';
grant execute on function unfinished_invoice_batches() to portico_app;

CREATE OR REPLACE FUNCTION public.view_tells()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into events_pending (organization_id, id, type, subject_id, at, data)
  select new.organization_id, event_id(new.first_at), 'invoice.seen', new.invoice_id, new.first_at,
    jsonb_build_object(
      'by', jsonb_build_object('kind', 'person', 'name', person_name(p.first_name, p.last_name, p.email)),
      'customerId', i.customer_id, 'personId', p.id, 'invoiceId', i.id)
  from invoices i, people p
  where i.organization_id = new.organization_id and i.id = new.invoice_id
    and p.organization_id = new.organization_id and p.id = new.person_id;
  return null;
end $function$;
grant execute on function view_tells() to public;

CREATE OR REPLACE FUNCTION public.webhooks_behind()
 RETURNS TABLE(organization_id uuid, webhook_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$select w.organization_id, w.id from webhooks w
      where w.is_on and exists (
        select from events e where e.organization_id = w.organization_id and e.position > w.position)$function$;
comment on function webhooks_behind() is 'The webhooks, of all organizations, with events that they have not looked at.';
grant execute on function webhooks_behind() to portico_app;

CREATE OR REPLACE FUNCTION public.work_follows_settings()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.reminders_on then perform switch_on(new.organization_id, 'reminders'); end if;
  if new.statements_on then perform switch_on(new.organization_id, 'statements'); end if;
  return null;
end $function$;
grant execute on function work_follows_settings() to public;

CREATE OR REPLACE FUNCTION public.work_follows_time_zone()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform make_due(new.id, 'reminders'), make_due(new.id, 'statements');
  return null;
end $function$;
grant execute on function work_follows_time_zone() to public;

CREATE OR REPLACE FUNCTION public.work_load(at timestamp with time zone)
 RETURNS TABLE(work text, due integer, failing integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$select one, (select count(*)::integer from regular_work r where r.work = one and r.due_at <= at),
        (select count(*)::integer from failing_work f where f.work = one)
      from unnest(array['housekeeping', 'reminders', 'statements']) as one$function$;
comment on function work_load(timestamp with time zone) is 'For metrics: in how many organizations something is due, and how many pieces of it fail. It tells nothing of any.';
grant execute on function work_load(timestamp with time zone) to portico_app;
