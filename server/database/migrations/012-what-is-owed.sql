-- What is owed, which is counted as it changes: adding up 200,000 invoices takes longer than people like to wait.
create table owed_by_day (
  organization_id uuid not null references organizations (id),
  due_date date not null,
  currency text not null,
  count integer not null check (count >= 0),
  amount_minor bigint not null check (amount_minor >= 0),
  primary key (organization_id, due_date, currency)
);
comment on table owed_by_day is 'How many invoices of a due date are open, and what is owed on them. Kept by the triggers of invoices alone.';
select protect('owed_by_day');
revoke insert, update, delete on owed_by_day from portico_app;

create table owed_by_customer (
  organization_id uuid not null,
  customer_id uuid not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor >= 0),
  primary key (organization_id, customer_id, currency),
  foreign key (organization_id, customer_id) references customers (organization_id, id) on delete cascade
);
comment on table owed_by_customer is
  'What a customer owes, due or not: nobody has more overdue. Kept by the triggers of invoices alone.';
create index owed_by_customer_most on owed_by_customer (organization_id, currency, amount_minor desc, customer_id)
  where amount_minor > 0;
select protect('owed_by_customer');
revoke insert, update, delete on owed_by_customer from portico_app;

create function keep_what_is_owed() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
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
end $$;
comment on function keep_what_is_owed() is
  'Called as a transaction ends: two payments of invoices that are due on one day wait for each other no longer than that takes.';

create constraint trigger owed_added after insert on invoices deferrable initially deferred
  for each row when (new.state = 'sent') execute function keep_what_is_owed();
create constraint trigger owed_changed after update on invoices deferrable initially deferred
  for each row when ('sent' in (old.state, new.state)
    and (old.state, old.customer_id, old.currency, old.due_date, old.total_minor - old.paid_minor)
      is distinct from (new.state, new.customer_id, new.currency, new.due_date, new.total_minor - new.paid_minor))
  execute function keep_what_is_owed();
create constraint trigger owed_removed after delete on invoices deferrable initially deferred
  for each row when (old.state = 'sent') execute function keep_what_is_owed();

create table credit_by_customer (
  organization_id uuid not null,
  customer_id uuid not null,
  currency text not null,
  amount_minor bigint not null,
  primary key (organization_id, customer_id, currency),
  foreign key (organization_id, customer_id) references customers (organization_id, id) on delete cascade
);
comment on table credit_by_customer is
  'What payments of a customer left over: all that came in less all that it pays. Kept by the triggers of payments and their allocations alone.';
create index credit_by_customer_left on credit_by_customer (organization_id, customer_id, currency) include (amount_minor)
  where amount_minor > 0;
select protect('credit_by_customer');
revoke insert, update, delete on credit_by_customer from portico_app;

create function add_credit(organization uuid, customer uuid, of_currency text, amount bigint) returns void
  language sql set search_path = public, pg_temp
  as 'insert into credit_by_customer as c (organization_id, customer_id, currency, amount_minor)
      values (organization, customer, of_currency, amount)
      on conflict (organization_id, customer_id, currency) do update set amount_minor = c.amount_minor + excluded.amount_minor';
create function keep_credit_of_payment() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform add_credit(new.organization_id, new.customer_id, new.currency, new.amount_minor);
  return null;
end $$;
create function keep_credit_of_allocation() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform add_credit(organization_id, customer_id, currency,
      case tg_op when 'INSERT' then 0 else old.amount_minor end - new.amount_minor)
    from payments where organization_id = new.organization_id and id = new.payment_id;
  return null;
end $$;
create constraint trigger credit_added after insert on payments deferrable initially deferred
  for each row execute function keep_credit_of_payment();
create constraint trigger credit_used after insert or update on payment_allocations deferrable initially deferred
  for each row execute function keep_credit_of_allocation();
