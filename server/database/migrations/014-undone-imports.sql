-- Nothing is destroyed, but for what an import made and nobody has built on since: it goes when the import is undone. The
-- journal says what an import made; foreign keys keep whatever something else refers to.

grant delete on customers, people, contacts, invoice_revisions, payments to portico_app;

create policy only_imported_ones_go on customers as restrictive for delete to portico_app using (exists (
  select from journal j where j.organization_id = customers.organization_id and j.customer_id = customers.id
    and j.action = 'customer.added' and j.import_id is not null));

create policy only_imported_ones_go on contacts as restrictive for delete to portico_app using (exists (
  select from journal j where j.organization_id = contacts.organization_id and j.contact_id = contacts.id
    and j.action = 'contact.added' and j.import_id is not null));

create policy only_imported_ones_go on people as restrictive for delete to portico_app using (exists (
  select from journal j where j.organization_id = people.organization_id and j.person_id = people.id
    and j.action = 'contact.added' and j.import_id is not null and j.at = people.created_at));

create policy only_imported_ones_go on invoice_revisions as restrictive for delete to portico_app using (exists (
  select from journal j where j.organization_id = invoice_revisions.organization_id and j.invoice_id = invoice_revisions.invoice_id
    and j.action = 'invoice.imported' and j.import_id is not null));

create policy only_imported_ones_go on payments as restrictive for delete to portico_app using (exists (
  select from payment_allocations a
  join journal j on j.organization_id = a.organization_id and j.invoice_id = a.invoice_id
  where a.organization_id = payments.organization_id and a.payment_id = payments.id
    and j.action = 'invoice.imported' and j.import_id is not null and j.at = payments.created_at));
