-- Letters of documents: which document, to whom in which role, and what the world reported after the mail server took them.
alter table deliveries
  add column document_kind text check (document_kind in ('invoice', 'reminder', 'receipt', 'statement', 'notice')),
  add column document_id uuid,
  add column invoice_id uuid,
  add column role text check (role in ('to', 'cc')),
  add column not_before timestamptz,
  add constraint deliveries_document_check check (
    (kind = 'document') = (document_kind is not null) and (kind = 'document') = (document_id is not null)
    and (kind = 'document') = (role is not null) and (kind = 'document' or invoice_id is null));
comment on column deliveries.document_id is 'An id of the noun that the kind names; which table it is in, the mail does not know.';
comment on column deliveries.invoice_id is 'The invoice that an invoice or a reminder is about.';
comment on column deliveries.not_before is 'Scheduled: not sent earlier, and the days of trying count from here. Null: at once.';
create index deliveries_by_document on deliveries (organization_id, document_id, id desc) where document_id is not null;
create index deliveries_by_invoice on deliveries (organization_id, invoice_id, id desc) where invoice_id is not null;
create index deliveries_by_kind on deliveries (organization_id, (coalesce(document_kind, kind)), id desc);
create index deliveries_undelivered on deliveries (organization_id, id desc)
  where document_id is not null and state in ('failed', 'bounced');

alter table delivery_attempts drop constraint delivery_attempts_outcome_check;
alter table delivery_attempts add constraint delivery_attempts_outcome_check
  check (outcome in ('accepted', 'refused-for-now', 'refused-for-good', 'not-reached', 'unknown', 'not-written'));

create table delivery_reports (
  organization_id uuid not null,
  delivery_id uuid not null,
  event text not null check (event in ('bounced', 'delayed', 'delivered', 'complained')),
  at timestamptz not null,
  reason text not null check (char_length(reason) <= 1000),
  primary key (organization_id, delivery_id, event),
  foreign key (organization_id, delivery_id) references deliveries (organization_id, id)
);
comment on table delivery_reports is
  'What was reported of a delivery after the mail server took it. One of each event: a report that comes twice says nothing new.';
select distribute('delivery_reports');
select protect('delivery_reports');
revoke update, delete on delivery_reports from portico_app;
