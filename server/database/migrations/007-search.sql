-- Search over customers' names, account numbers and phones and their active contacts' names, addresses and phones.
--
-- One row per customer holds everything it is found by. Without it, a search for "ann" would join some 60,000 of two
-- million contacts to their people and customers, and sort them, to show fifty; here it reads one table, in the order
-- that is shown or by one index. Triggers keep it, so no verb can forget to, and no verb has to know.

create table customer_search (
  organization_id uuid not null,
  customer_id uuid not null,
  name_key text collate "C" not null,
  active boolean not null,
  customer_text text not null,
  contacts_text text not null default '',
  phones text not null default '',
  contacts_phones text not null default '',
  primary key (organization_id, customer_id),
  foreign key (organization_id, customer_id) references customers (organization_id, id) on delete cascade
);
comment on table customer_search is 'What each customer is found by. Kept by triggers, read by search_customers() alone.';
comment on column customer_search.customer_text is 'Name and account number, every word after a space: " ac" finds what begins with it.';
comment on column customer_search.contacts_text is 'Names and addresses of the active contacts, in the same form.';
comment on column customer_search.phones is 'Its phones, by their digits alone.';
comment on column customer_search.contacts_phones is 'Those of the active contacts, in the same form.';
select distribute('customer_search');
select protect('customer_search');
revoke all on customer_search from portico_app;

create index customer_search_by_name on customer_search (organization_id, name_key, customer_id);
-- The pending list is read by every search: kept short, it costs neither them nor the one who empties it much.
create index customer_search_by_text on customer_search
  using gin (organization_id, customer_text gin_trgm_ops, contacts_text gin_trgm_ops, phones gin_trgm_ops, contacts_phones gin_trgm_ops)
  with (gin_pending_list_limit = 256);

create index customers_inactive_by_name on customers (organization_id, name_key, id) where not active;
comment on index customers_inactive_by_name is 'A list of the few inactive customers must not walk past all the active ones.';

create function customer_search_text(name text, account_number text) returns text
  language sql stable parallel safe
  return ' ' || search_form(name) || coalesce(' ' || search_form(account_number), '');

create function phone_digits(phone text, second_phone text) returns text
  language sql immutable parallel safe
  return regexp_replace(coalesce(phone, ''), '[^0-9]', '', 'g')
    || coalesce(' ' || nullif(regexp_replace(second_phone, '[^0-9]', '', 'g'), ''), '');

create function contacts_search_phones(organization uuid, customer uuid) returns text
  language sql stable
  return (
    select coalesce(string_agg(phone_digits(p.phone, p.second_phone), ' ' order by p.id), '')
    from contacts c join people p on p.organization_id = c.organization_id and p.id = c.person_id
    where c.organization_id = organization and c.customer_id = customer and c.active
      and (p.phone is not null or p.second_phone is not null));

create function contacts_search_text(organization uuid, customer uuid) returns text
  language sql stable
  return (
    select coalesce(string_agg(' ' || p.search_text, '' order by p.id), '')
    from contacts c join people p on p.organization_id = c.organization_id and p.id = c.person_id
    where c.organization_id = organization and c.customer_id = customer and c.active);

-- Many at once are planned again each time: a plan that a connection made while the tables were empty, as at the first
-- import, would go through everything the organization has for every row.
create function customers_added_to_search() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if (select count(*) from added) = 1 then
    insert into customer_search (organization_id, customer_id, name_key, active, customer_text, contacts_text, phones,
        contacts_phones)
      select organization_id, id, name_key, active, customer_search_text(name, account_number),
        contacts_search_text(organization_id, id), phone_digits(phone, second_phone),
        contacts_search_phones(organization_id, id)
      from added;
    return null;
  end if;
  execute $insert$
    insert into customer_search (organization_id, customer_id, name_key, active, customer_text, phones, contacts_text,
        contacts_phones)
      select a.organization_id, a.id, a.name_key, a.active, customer_search_text(a.name, a.account_number),
        phone_digits(a.phone, a.second_phone), coalesce(t.text, ''), coalesce(t.phones, '')
      from added a
      left join lateral (
        select string_agg(' ' || p.search_text, '' order by p.id) as text,
          string_agg(phone_digits(p.phone, p.second_phone), ' ' order by p.id)
            filter (where p.phone is not null or p.second_phone is not null) as phones
        from contacts c join people p on p.organization_id = c.organization_id and p.id = c.person_id
        where c.organization_id = a.organization_id and c.customer_id = a.id and c.active) t on true
  $insert$;
  return null;
end $$;
create trigger search_added after insert on customers referencing new table as added
  for each statement execute function customers_added_to_search();

create function customer_changed_in_search() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update customer_search set name_key = new.name_key, active = new.active,
      customer_text = customer_search_text(new.name, new.account_number),
      phones = phone_digits(new.phone, new.second_phone)
    where organization_id = new.organization_id and customer_id = new.id;
  return null;
end $$;
create trigger search_changed after update on customers for each row
  when ((old.name, old.account_number, old.active, old.phone, old.second_phone)
    is distinct from (new.name, new.account_number, new.active, new.phone, new.second_phone))
  execute function customer_changed_in_search();

-- Two changes at once must not overwrite each other with what each of them sees. So every change of contacts first locks
-- the people, against being renamed, and then the customer's row here, and only then reads what to write. Always in this order.
create function refresh_contacts_in_search(organization uuid, customer uuid) returns void
  language plpgsql set search_path = public, pg_temp as $$
declare
  now_text text;
  now_phones text;
begin
  perform from customer_search where organization_id = organization and customer_id = customer for update;
  now_text := contacts_search_text(organization, customer);
  now_phones := contacts_search_phones(organization, customer);
  update customer_search set contacts_text = now_text, contacts_phones = now_phones
    where organization_id = organization and customer_id = customer
      and (contacts_text <> now_text or contacts_phones <> now_phones);
end $$;

-- Here, too, many at once are planned again each time.
create function contacts_added_to_search() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  one record;
begin
  if (select count(*) from added) = 1 then
    select * into one from added;
    perform from people where organization_id = one.organization_id and id = one.person_id for share;
    perform refresh_contacts_in_search(one.organization_id, one.customer_id);
    return null;
  end if;
  execute 'select from people p join added a on a.organization_id = p.organization_id and a.person_id = p.id
    order by p.organization_id, p.id for share of p';
  execute 'select from customer_search s join added a on a.organization_id = s.organization_id and a.customer_id = s.customer_id
    order by s.organization_id, s.customer_id for update of s';
  execute $update$
    update customer_search s set contacts_text = t.contacts_text, contacts_phones = t.phones
    from (
      select c.organization_id, c.customer_id,
        string_agg(' ' || p.search_text, '' order by p.id) as contacts_text,
        coalesce(string_agg(phone_digits(p.phone, p.second_phone), ' ' order by p.id)
          filter (where p.phone is not null or p.second_phone is not null), '') as phones
      from (select distinct organization_id, customer_id from added) a
      join contacts c on c.organization_id = a.organization_id and c.customer_id = a.customer_id and c.active
      join people p on p.organization_id = c.organization_id and p.id = c.person_id
      group by c.organization_id, c.customer_id
    ) t
    where s.organization_id = t.organization_id and s.customer_id = t.customer_id
      and (s.contacts_text <> t.contacts_text or s.contacts_phones <> t.phones)
  $update$;
  return null;
end $$;
create trigger search_added after insert on contacts referencing new table as added
  for each statement execute function contacts_added_to_search();

create function contact_changed_in_search() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from people where organization_id = new.organization_id and id = new.person_id for share;
  perform refresh_contacts_in_search(new.organization_id, new.customer_id);
  return null;
end $$;
create trigger search_changed after update on contacts for each row
  when ((old.person_id, old.active) is distinct from (new.person_id, new.active))
  execute function contact_changed_in_search();

create function person_changed_in_search() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  their_customer uuid;
begin
  for their_customer in
    select customer_id from contacts
    where organization_id = new.organization_id and person_id = new.id and active order by customer_id
  loop
    perform refresh_contacts_in_search(new.organization_id, their_customer);
  end loop;
  return null;
end $$;
create trigger search_changed after update on people for each row
  when ((old.first_name, old.last_name, old.email, old.phone, old.second_phone)
    is distinct from (new.first_name, new.last_name, new.email, new.phone, new.second_phone))
  execute function person_changed_in_search();

-- A word of three letters or more is found anywhere; a shorter one, or one without a trigram inside, where a word
-- begins. Signs alone are left out: no index knows them.
create function search_patterns(search text) returns text[]
  language sql stable parallel safe set search_path = public, pg_temp
  as $$
    select array_agg(
      case when char_length(word) >= 3 and word ~ '[[:alnum:]]{2}|[^[:alnum:]][[:alnum:]]' then '%' else '% ' end
        || regexp_replace(word, '([\\%_])', '\\\1', 'g') || '%')
    from (
      select distinct word from regexp_split_to_table(search_form(search), '\s+') word where word ~ '[[:alnum:]]' limit 10
    ) words
  $$;
comment on function search_patterns(text) is 'A LIKE pattern for each word of a search; null when there is none to search for.';

-- As displays and letters write numbers: +44 (0)117 496 0101, 0117-496 0101. Countries and trunk zeros come before the nine
-- digits that tell, so these are compared. A few bare digits are rather an account number.
create function phone_pattern(search text) returns text
  language sql immutable parallel safe
  as $$
    select case when search ~ '^[-+0-9()./[:space:]\u00a0\u2010-\u2015]+$'
        and char_length(digits) >= case when search ~ '[+([:space:]]' then 5 else 7 end
      then '%' || right(digits, 9) || '%' end
    from (select ltrim(regexp_replace(search, '[^0-9]', '', 'g'), '0') as digits) typed
  $$;
comment on function phone_pattern(text) is 'The LIKE pattern of what may be a telephone number; null for anything else.';

-- By its statistics, which cost next to nothing to ask. The index then does not compare its list of that organization's
-- customers with those of the words, which takes longer than all the rest where nearly all customers are theirs.
create function owns_most_customers(organization uuid) returns boolean
  language plpgsql stable set search_path = public, pg_temp as $$
begin
  return exists (
    select from pg_stats, unnest(most_common_vals::text::uuid[], most_common_freqs) as common (value, share)
    where schemaname = 'public' and tablename = 'customer_search' and attname = 'organization_id'
      and common.value = organization and common.share > 0.5);
end $$;

-- LIKE may not look into rows before row-level security has let them through, so that under it no index serves a search.
-- That is why this is a function of the owner's, which compares the organization itself, and with the connection's as well.
create function search_customers(
  organization uuid, search text, what text, wanted_status text, after_name text, after_id uuid, most integer
) returns table (customer_id uuid, name_key text)
  language plpgsql stable security definer rows 50 set search_path = public, pg_temp set enable_seqscan = off as $$
declare
  patterns text[] := search_patterns(search);
  phone text := phone_pattern(trim(search));
  conditions text;
  seen record;
  walked integer := 0;
  found integer := 0;
  walk_most constant integer := 10000;
  is_rare boolean := false;
begin
  if patterns is null or organization is distinct from current_organization() then return; end if;

  -- First along the names, which is the order to show: what many have is found within a few steps.
  for seen in
    select s.customer_id, s.name_key,
      (wanted_status = 'all' or s.active = (wanted_status = 'active'))
        and (case what when 'customers' then s.customer_text when 'contacts' then s.contacts_text
            else s.customer_text || s.contacts_text end like all (patterns)
          or case what when 'customers' then s.phones when 'contacts' then s.contacts_phones
            else s.phones || ' ' || s.contacts_phones end like phone) as matches
    from customer_search s
    where s.organization_id = organization and (s.name_key, s.customer_id) > (after_name, after_id)
    order by s.name_key, s.customer_id
    limit walk_most
  loop
    walked := walked + 1;
    after_name := seen.name_key;
    after_id := seen.customer_id;
    if seen.matches then
      found := found + 1;
      customer_id := after_id;
      name_key := after_name;
      return next;
      if found = most then return; end if;
    end if;
    is_rare := walked >= 200 and found * 100 < walked;
    exit when is_rare;
  end loop;
  if walked < walk_most and not is_rare then return; end if;

  -- From there on what few have, by index; sorted afterwards, so that the order cannot tempt the planner into walking on.
  select string_agg(format(case what
        when 'customers' then ' and s.customer_text like $5[%1$s]'
        when 'contacts' then ' and s.contacts_text like $5[%1$s]'
        else ' and (s.customer_text like $5[%1$s] or s.contacts_text like $5[%1$s])' end, at), '')
    into conditions from generate_subscripts(patterns, 1) at;
  if phone is not null then
    conditions := format(' and ((%s) or %s)', regexp_replace(conditions, '^ and ', ''), case what
        when 'customers' then 's.phones like $6'
        when 'contacts' then 's.contacts_phones like $6'
        else 's.phones like $6 or s.contacts_phones like $6' end);
  end if;
  return query execute
    'with matches as materialized (
       select s.customer_id, s.name_key from customer_search s
       where s.organization_id ' || case when owns_most_customers(organization) then 'is not distinct from' else '=' end || ' $1
         and (s.name_key, s.customer_id) > ($2, $3)' || conditions
         || case wanted_status when 'active' then ' and s.active' when 'inactive' then ' and not s.active' else '' end || ')
     select m.customer_id, m.name_key from matches m order by m.name_key, m.customer_id limit $4'
    using organization, after_name, after_id, most - found, patterns, phone;
end $$;
comment on function search_customers(uuid, text, text, text, text, uuid, integer) is
  'The next customers by name that match every word: in what they are called (customers), in what their active contacts are called (contacts), or in either (anything); or that have the telephone number. It plans its statement for the words at hand.';
revoke execute on function search_customers(uuid, text, text, text, text, uuid, integer) from public;
grant execute on function search_customers(uuid, text, text, text, text, uuid, integer) to portico_app;

-- PostgreSQL plans by statistics, which it refreshes by itself about once a minute. In that minute an import fills empty
-- tables with tens of thousands of rows, planned as if there were none: the first 20,000 took seven times as long.
create function refresh_statistics() returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  grown regclass;
begin
  for grown in
    select c.oid from pg_class c
    where c.relnamespace = 'public'::regnamespace
      and c.relname in ('customers', 'people', 'contacts', 'customer_search', 'journal')
      and pg_relation_size(c.oid) > 2 * current_setting('block_size')::integer * greatest(c.relpages, 1)
  loop
    execute format('analyze %s', grown);
  end loop;
end $$;
comment on function refresh_statistics() is 'For imports and the like, which add rows by the thousand: new statistics of the tables that have more than doubled since the last ones.';
revoke execute on function refresh_statistics() from public;
grant execute on function refresh_statistics() to portico_app;
