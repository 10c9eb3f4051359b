create table imports (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  file_name text not null check (char_length(file_name) between 1 and 200),
  encoding text not null,
  delimiter text not null,
  columns text[] not null,
  fields text[] not null check (cardinality(fields) = cardinality(columns)),
  issue_passwords boolean not null default false,
  update_people boolean not null default false,
  row_count integer not null,
  state text not null default 'mapping' check (state in ('mapping', 'planning', 'planned', 'running', 'done')),
  done_count integer not null default 0 check (done_count between 0 and row_count),
  password_row integer not null default 0,
  password_count integer not null default 0,
  counts jsonb check (jsonb_typeof(counts) = 'object'),
  trouble text,
  lease_id uuid,
  leased_until timestamptz,
  actor_id uuid,
  actor_name text not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (organization_id, id),
  check (state not in ('planned', 'running', 'done') or counts is not null)
);
comment on table imports is 'An uploaded CSV file and how far its import is.';
comment on column imports.fields is 'What each column is; null leaves it out.';
comment on column imports.done_count is 'Rows planned or run so far. It moves in the transaction of its batch: an import that stops goes on right there.';
comment on column imports.password_row is 'How far the issue of temporary passwords is, by row number.';
comment on column imports.lease_id is 'Who works on it. A process that dies lets its lease run out, and the import counts as interrupted.';
create index imports_newest on imports (organization_id, id desc);
select distribute('imports');
select protect('imports');

create table import_rows (
  organization_id uuid not null,
  import_id uuid not null,
  number integer not null,
  line integer not null,
  cells text[] not null,
  fault text,
  outcome text check (outcome in ('create', 'link', 'change', 'unchanged', 'ask', 'refuse')),
  says text[] not null default '{}',
  customer_line integer,
  person_line integer,
  contact_line integer,
  primary_line integer,
  primary key (organization_id, import_id, number),
  foreign key (organization_id, import_id) references imports (organization_id, id) on delete cascade
);
comment on table import_rows is 'The rows of an uploaded file as they came, and what is done with each.';
comment on column import_rows.fault is 'Why the row cannot be read.';
comment on column import_rows.customer_line is
  'The earlier line of the file that speaks for this customer (and so on for the person, the contact and who is primary): this row changes nothing about it, so that an import repeated changes nothing.';
create index import_rows_by_outcome on import_rows (organization_id, import_id, outcome, number);
select distribute('import_rows');
select protect('import_rows');
