-- Uploaded files of customers and contacts or of invoices, and how far each is.

create table imports (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  file_name text not null check (char_length(file_name) between 1 and 200),
  reading jsonb not null check (jsonb_typeof(reading) = 'object'),
  columns text[] not null,
  fields text[] not null check (cardinality(fields) = cardinality(columns)),
  issue_passwords boolean not null default false,
  update_people boolean not null default false,
  remind boolean not null default false,
  to_mail integer,
  inactive text not null default 'import' check (inactive in ('import', 'leaveOut')),
  row_count integer not null,
  state text not null default 'mapping' check (state in ('mapping', 'planning', 'planned', 'running', 'done', 'undoing', 'undone')),
  done_count integer not null default 0 check (done_count between 0 and row_count),
  password_row integer not null default 0,
  password_count integer not null default 0,
  counts jsonb check (jsonb_typeof(counts) = 'object'),
  trouble text,
  lease_id uuid,
  leased_until timestamptz,
  actor_kind text not null check (actor_kind in ('staff', 'key', 'system')),
  actor_id uuid,
  actor_name text not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  undone_at timestamptz,
  undone jsonb check (jsonb_typeof(undone) = 'object'),
  kind text not null default 'contacts' check (kind in ('contacts', 'invoices')),
  lines_file_name text check (char_length(lines_file_name) between 1 and 200),
  lines_reading jsonb check (jsonb_typeof(lines_reading) = 'object'),
  lines_columns text[],
  lines_fields text[],
  lines_count integer not null default 0,
  date_order text check (date_order in ('dayFirst', 'monthFirst')),
  decimal_sign text check (decimal_sign in ('point', 'comma')),
  invoice_row integer not null default 0,
  sums jsonb check (jsonb_typeof(sums) = 'array'),
  maker text,
  could_be text[] not null default '{}',
  sample_rows integer[] not null default '{}',
  lines_sample_rows integer[] not null default '{}',
  recognized text[],
  lines_recognized text[],
  fingerprint text,
  primary key (organization_id, id),
  check (state not in ('planned', 'running', 'done', 'undoing', 'undone') or counts is not null),
  check ((undone is not null) = (state = 'undone')),
  check ((undone_at is not null) = (state in ('undoing', 'undone'))),
  check (cardinality(lines_fields) = cardinality(lines_columns)),
  constraint imports_lines_check
    check ((lines_file_name is null) = (lines_columns is null) and (lines_file_name is null) = (lines_reading is null) and (lines_file_name is null) = (lines_fields is null))
);
comment on table imports is 'An uploaded file and how far its import is.';
comment on column imports.reading is 'How the file was read: encoding, delimiter, sheet, the line of the header, what was left out, and what somebody chose of these.';
comment on column imports.fields is 'What each column is; null leaves it out.';
comment on column imports.inactive is 'What happens with customers that the file says are inactive: they become inactive customers, or are left out.';
comment on column imports.maker is 'The product that wrote the file, as its headings tell. Null: any.';
comment on column imports.could_be is 'What each column could be by its heading and its values, also where another column is that.';
comment on column imports.recognized is
  'What the columns would be by themselves, where they are as somebody chose for an earlier file with the same headings.';
comment on column imports.fingerprint is 'Of the files and options at the command line: the same command goes on with what it began.';
comment on column imports.sample_rows is 'The rows, counted in their file, that show most of what is in the columns.';
comment on column imports.done_count is 'Rows planned or run so far. It moves in the transaction of its batch: an import that stops goes on right there.';
comment on column imports.password_row is 'How far the issue of temporary passwords is, by row number.';
comment on column imports.lease_id is 'Who works on it. A process that dies lets its lease run out, and the import counts as interrupted.';
comment on column imports.lines_file_name is 'A second file, with the lines of the invoices. Its rows are numbered after those of the first.';
comment on column imports.lines_count is 'How many of the rows are of the second file; row_count counts them, too.';
comment on column imports.date_order is 'What 01/02/2021 means. Null: nobody said, and such a date is refused.';
comment on column imports.decimal_sign is 'What 1.234 means. Null: nobody said, and such an amount is refused.';
comment on column imports.invoice_row is 'How far the invoices are planned or run, by the number of their first rows.';
comment on column imports.undone_at is 'When staff began to undo it.';
comment on column imports.undone is 'How many rows were undone, and how many stay because something was built on them.';
comment on column imports.remind is 'Whether reminders go out for the invoices. Otherwise they are paused for each.';
comment on column imports.to_mail is 'How many are mailed portal access, as the check found. Null: none are to be, or not checked.';
comment on column imports.sums is 'What the invoices to import come to, by currency.';
create index imports_newest on imports (organization_id, id desc);
create index imports_unfinished on imports (leased_until)
  where state in ('planning', 'running', 'undoing') and trouble is null and actor_id is not null;
select protect('imports');

create function unfinished_imports()
  returns table (organization_id uuid, id uuid, state text, actor_kind text, actor_id uuid, actor_name text)
  language sql stable security definer set search_path = public, pg_temp
  as 'select i.organization_id, i.id, i.state, i.actor_kind, i.actor_id, i.actor_name from imports i
      where i.state in (''planning'', ''running'', ''undoing'') and i.trouble is null and i.actor_id is not null
        and (i.leased_until is null or i.leased_until <= now())';
comment on function unfinished_imports() is
  'What a process that ended has left, in any organization: for another process to finish. What failed waits for staff, and who imports at the command line stops it there.';
revoke execute on function unfinished_imports() from public;
grant execute on function unfinished_imports() to portico_app;

create table import_rows (
  organization_id uuid not null,
  import_id uuid not null,
  number integer not null,
  line integer not null,
  cells text[] not null,
  characters integer not null,
  fault text,
  of_lines boolean not null default false,
  primary key (organization_id, import_id, number),
  foreign key (organization_id, import_id) references imports (organization_id, id) on delete cascade
);
comment on table import_rows is 'The rows of an uploaded file as they came.';
comment on column import_rows.characters is 'In all cells together: as many rows are worked on at once as are soon done, long or short.';
comment on column import_rows.fault is 'Why the row cannot be read.';
comment on column import_rows.of_lines is 'Of the second file.';
select protect('import_rows');

create table import_notes (
  organization_id uuid not null,
  import_id uuid not null,
  number integer not null,
  outcome text check (outcome in ('create', 'link', 'change', 'unchanged', 'ask', 'refuse', 'undone', 'stays')),
  says text[] not null default '{}',
  follows integer[],
  invoice_row integer,
  currency text,
  total_minor bigint,
  primary key (organization_id, import_id, number),
  foreign key (organization_id, import_id) references imports (organization_id, id) on delete cascade
);
comment on table import_notes is 'What is done with each row of a file, as checked and then as done. A new check begins with none.';
comment on column import_notes.outcome is 'Null: not decided yet.';
comment on column import_notes.follows is
  'Of each contact that the row names, four earlier lines of the file: those that speak for the customer, the person, the contact and who is primary. This row changes nothing about these, so that an import repeated changes nothing. Null: no earlier line does.';
comment on column import_notes.invoice_row is 'The number of the first row of the same invoice, which tells what becomes of it.';
create index import_notes_by_outcome on import_notes (organization_id, import_id, outcome, number);
create index import_notes_by_invoice on import_notes (organization_id, import_id, invoice_row, number)
  where invoice_row is not null;
select protect('import_notes');

create table import_files (
  organization_id uuid not null,
  import_id uuid not null,
  of_lines boolean not null,
  number integer not null,
  content bytea not null,
  primary key (organization_id, import_id, of_lines, number),
  foreign key (organization_id, import_id) references imports (organization_id, id) on delete cascade
);
comment on table import_files is 'The bytes of an uploaded file, in pieces, to read it again in another encoding or from another header: until the import runs.';
comment on column import_files.of_lines is 'Of the second file.';
select protect('import_files');

create table import_mappings (
  organization_id uuid not null references organizations (id),
  kind text not null check (kind in ('contacts', 'invoices')),
  of_lines boolean not null,
  headings text not null,
  fields text[] not null,
  date_order text check (date_order in ('dayFirst', 'monthFirst')),
  decimal_sign text check (decimal_sign in ('point', 'comma')),
  primary key (organization_id, kind, of_lines, headings)
);
comment on table import_mappings is 'What the columns of a file were, for the next one with the same headings.';
comment on column import_mappings.headings is 'A hash of them, in their order.';
select protect('import_mappings');
