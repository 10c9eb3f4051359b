-- Who is billed, the people behind their addresses, and the place of each at a customer.

create table customers (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  name text not null check (char_length(name) between 1 and 200),
  name_key text collate "C" not null generated always as (sort_key(name)) stored,
  account_number text check (char_length(account_number) between 1 and 64),
  account_number_lower text generated always as (lower(account_number)) stored,
  parent_id uuid check (parent_id <> id),
  email text,
  email_lower text generated always as (lower(email)) stored,
  phone text check (char_length(phone) <= 50),
  second_phone text check (char_length(second_phone) <= 50),
  billing_address jsonb check (jsonb_typeof(billing_address) = 'object'),
  shipping_address jsonb check (jsonb_typeof(shipping_address) = 'object'),
  currency text check (currency ~ '^[A-Z]{3}$'),
  payment_terms_days integer check (payment_terms_days between 0 and 365),
  notes text check (char_length(notes) <= 10000),
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  reminders_paused boolean not null default false,
  default_receives jsonb check (are_roles(default_receives)),
  external_id text check (char_length(external_id) between 1 and 200),
  primary key (organization_id, id),
  foreign key (organization_id, parent_id) references customers (organization_id, id)
);
comment on table customers is 'Who is billed.';
comment on column customers.name_key is 'Lists are in this order, and page by it.';
comment on column customers.reminders_paused is 'No reminders to this customer until staff say so.';
comment on column customers.default_receives is 'What new contacts receive. Null: what the organization says.';
comment on column customers.external_id is 'What another system calls the customer, so that the two keep in step.';
create unique index customers_account_number_key on customers (organization_id, account_number_lower);
create unique index customers_external_id_key on customers (organization_id, external_id) where external_id is not null;
create index customers_by_bare_number on customers (organization_id, ltrim(account_number_lower, '0')) where account_number_lower ^@ '0';
comment on index customers_by_bare_number is 'An import asks whether 00123 and 123 are one: spreadsheets drop the zeros.';
create index customers_by_name on customers (organization_id, name_key, id) include (name, account_number, active, phone);
create index customers_by_change on customers (organization_id, updated_at, id) include (active);
comment on index customers_by_change is 'Another system asks what changed since it last did.';
create index customers_by_email on customers (organization_id, email_lower) where email_lower is not null;
create index customers_by_parent on customers (organization_id, parent_id) where parent_id is not null;
create index customers_not_reminded on customers (organization_id, id) where reminders_paused or not active;
select protect('customers');
revoke delete on customers from portico_app;

create function person_name(first_name text, last_name text, otherwise text) returns text
  language sql immutable parallel safe
  return coalesce(nullif(trim(first_name || ' ' || last_name), ''), otherwise);
comment on function person_name(text, text, text) is
  'A name for somebody: theirs, or else what is given, such as their address. It is given, too, where there is nobody.';

create table people (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  email text not null check (octet_length(email) <= 254),
  email_identity text not null check (email_identity = lower(email_identity) and octet_length(email_identity) <= 254),
  first_name text not null default '' check (char_length(first_name) <= 100),
  last_name text not null default '' check (char_length(last_name) <= 100),
  phone text check (char_length(phone) <= 50),
  second_phone text check (char_length(second_phone) <= 50),
  language text,
  time_zone text,
  search_text text collate "C" not null generated always as (search_form(ltrim(trim(first_name || ' ' || last_name) || ' ' || email))) stored,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  email_bounced_at timestamptz,
  email_bounce_reason text check (char_length(email_bounce_reason) <= 1000),
  primary key (organization_id, id),
  constraint people_email_bounce_check check ((email_bounced_at is null) = (email_bounce_reason is null))
);
comment on table people is
  'One human behind one e-mail address within one organization, stored once: an update to a contact is an update of all records with that e-mail because there is one.';
comment on column people.language is 'Null: the organization''s, whatever it is at the time.';
comment on column people.time_zone is 'Null: the organization''s.';
comment on column people.search_text is 'What they are found by, and sorted by: the name, or for want of one the address.';
comment on column people.email_bounced_at is
  'The address takes no mail: nothing is sent to it, for any customer, until it is changed or staff say that it works.';
create index people_by_change on people (organization_id, updated_at, id);
comment on index people_by_change is 'A change of a person is one of each of their contacts: those who ask what changed since walk this and contacts_by_change.';
create unique index people_email_identity_key on people (organization_id, email_identity);
comment on index people_email_identity_key is 'Two staff members who create the same address at once get one person.';
select protect('people');
revoke delete on people from portico_app;

create table contacts (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  customer_id uuid not null,
  person_id uuid not null,
  job_title text check (char_length(job_title) <= 100),
  department text check (char_length(department) <= 100),
  receives jsonb not null default '{}' check (are_roles(receives)),
  is_primary boolean not null default false,
  active boolean not null default true,
  inactive_since timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unsubscribed jsonb not null default '{}'
    check (unsubscribed::text ~ '^\{("(invoices|reminders|receipts|statements|notices)": "[0-9T:.Z-]+"(, )?)*\}$'),
  external_id text check (char_length(external_id) between 1 and 200),
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references customers (organization_id, id),
  foreign key (organization_id, person_id) references people (organization_id, id),
  check (active = (inactive_since is null))
);
comment on table contacts is 'A person''s place at one customer. Deleting one makes it inactive; nothing is destroyed.';
comment on column contacts.receives is 'Such as {"invoices": "to", "reminders": "cc"}.';
comment on column contacts.unsubscribed is 'Kinds of document that the contact asked not to get any more, and when (RFC 3339).';
comment on column contacts.external_id is 'What another system calls the contact, so that the two keep in step.';
create unique index contacts_external_id_key on contacts (organization_id, external_id) where external_id is not null;
-- Lists count a customer's active contacts, and name the primary one, from these alone.
create unique index contacts_person_at_customer_key on contacts (organization_id, customer_id, person_id) include (active);
create unique index contacts_one_primary_key on contacts (organization_id, customer_id) include (id, person_id)
  where is_primary and active;
comment on index contacts_one_primary_key is 'At most one primary contact per customer.';
create index contacts_by_change on contacts (organization_id, updated_at, person_id, id);
create index contacts_by_person on contacts (organization_id, person_id) include (customer_id, active);
select protect('contacts');
revoke delete on contacts from portico_app;
