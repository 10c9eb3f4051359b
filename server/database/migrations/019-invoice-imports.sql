-- Invoices are imported by the same steps as customers and contacts.

alter table imports
  add column kind text not null default 'contacts' check (kind in ('contacts', 'invoices')),
  add column lines_file_name text check (char_length(lines_file_name) between 1 and 200),
  add column lines_columns text[],
  add column lines_fields text[] check (cardinality(lines_fields) = cardinality(lines_columns)),
  add column lines_count integer not null default 0,
  add column date_order text check (date_order in ('dayFirst', 'monthFirst')),
  add column decimal_sign text check (decimal_sign in ('point', 'comma')),
  add column invoice_row integer not null default 0,
  add column sums jsonb check (jsonb_typeof(sums) = 'array'),
  add constraint imports_lines_check
    check ((lines_file_name is null) = (lines_columns is null) and (lines_file_name is null) = (lines_fields is null));
comment on column imports.lines_file_name is 'A second file, with the lines of the invoices. Its rows are numbered after those of the first.';
comment on column imports.lines_count is 'How many of the rows are of the second file; row_count counts them, too.';
comment on column imports.date_order is 'What 01/02/2021 means. Null: nobody said, and such a date is refused.';
comment on column imports.decimal_sign is 'What 1.234 means. Null: nobody said, and such an amount is refused.';
comment on column imports.invoice_row is 'How far the invoices are planned or run, by the number of their first rows.';
comment on column imports.sums is 'What the invoices to import come to, by currency.';

alter table import_rows
  add column of_lines boolean not null default false,
  add column invoice_key text,
  add column invoice_row integer,
  add column currency text,
  add column total_minor bigint;
comment on column import_rows.of_lines is 'Of the second file.';
comment on column import_rows.invoice_key is 'The invoice''s number as the row gives it, in lower case.';
comment on column import_rows.invoice_row is 'The number of the first row of the same invoice, which tells what becomes of it.';
create index import_rows_by_invoice on import_rows (organization_id, import_id, invoice_row, number)
  where invoice_row is not null;
