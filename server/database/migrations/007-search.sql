-- Search over customers' names, account numbers and phones and their active contacts' names, addresses and phones.
--
-- A row for each customer and one for each active contact hold everything they are found by, in the order that is
-- shown. Without them, a search for "ann" would join some 60,000 of two million contacts to their people and customers,
-- and sort them, to show fifty. A change writes its own row alone, however many contacts the customer has. Triggers keep
-- them, so no verb can forget to, and no verb has to know.

create table customer_search (
  organization_id uuid not null,
  customer_id uuid not null,
  name_key text collate "C" not null,
  active boolean not null,
  text text not null,
  phones text not null,
  primary key (organization_id, customer_id),
  foreign key (organization_id, customer_id) references customers (organization_id, id) on delete cascade
);
comment on table customer_search is 'What each customer is found by. Kept by triggers, read by search_customers() alone.';
comment on column customer_search.text is 'Name and account number, every word after a space: " ac" finds what begins with it. Bounded, because an index entry is.';
comment on column customer_search.phones is 'Its phones, by their digits alone.';
select protect('customer_search');
revoke all on customer_search from portico_app;

create table contact_search (
  organization_id uuid not null,
  contact_id uuid not null,
  customer_id uuid not null,
  name_key text collate "C" not null,
  active boolean not null,
  account_text text not null,
  text text not null,
  phones text not null,
  primary key (organization_id, contact_id),
  foreign key (organization_id, contact_id) references contacts (organization_id, id) on delete cascade
);
comment on table contact_search is 'What each active contact is found by, and what their customer is. Kept by triggers, read by search_customers() alone.';
comment on column contact_search.name_key is 'The customer''s: the order, and what finds the Anna of Acme for "anna acme".';
comment on column contact_search.active is 'Whether the customer is.';
comment on column contact_search.account_text is 'The customer''s account number, in the form of customer_search.text.';
comment on column contact_search.text is 'Name and address, in the same form.';
comment on column contact_search.phones is 'Their phones, by their digits alone.';
select protect('contact_search');
revoke all on contact_search from portico_app;

-- Everything that a walk along the names looks at: it reads no row.
create index customer_search_by_name on customer_search (organization_id, name_key, customer_id) include (active, text, phones);
create index contact_search_by_name on contact_search (organization_id, name_key, customer_id)
  include (active, account_text, text, phones);
-- The pending list is read by every search: kept short, it costs neither them nor the one who empties it much.
create index customer_search_by_text on customer_search
  using gin (organization_id, text gin_trgm_ops, phones gin_trgm_ops) with (gin_pending_list_limit = 256);
create index contact_search_by_text on contact_search
  using gin (organization_id, (' ' || name_key || account_text) gin_trgm_ops, text gin_trgm_ops, phones gin_trgm_ops)
  with (gin_pending_list_limit = 256);

create index customers_inactive_by_name on customers (organization_id, name_key, id) where not active;
comment on index customers_inactive_by_name is 'A list of the few inactive customers must not walk past all the active ones.';

create function search_text(form text) returns text
  language sql immutable parallel safe
  return case when octet_length(form) > 900 then left(' ' || form, 225) else ' ' || form end;

create function account_search_text(account_number text) returns text
  language sql immutable parallel safe
  return coalesce(search_text(search_form(account_number)), '');

create function customer_search_text(name text, account_number text) returns text
  language sql immutable parallel safe
  return search_text(search_form(name)) || account_search_text(account_number);

create function phone_digits(phone text, second_phone text) returns text
  language sql immutable parallel safe
  return regexp_replace(coalesce(phone, ''), '[^0-9]', '', 'g')
    || coalesce(' ' || nullif(regexp_replace(second_phone, '[^0-9]', '', 'g'), ''), '');

create function customers_added_to_search() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into customer_search (organization_id, customer_id, name_key, active, text, phones)
    select organization_id, id, name_key, active, customer_search_text(name, account_number),
      phone_digits(phone, second_phone)
    from added;
  return null;
end $$;
create trigger search_added after insert on customers referencing new table as added
  for each statement execute function customers_added_to_search();

create function customer_changed_in_search() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
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
end $$;
create trigger search_changed after update on customers for each row
  when ((old.name, old.account_number, old.active, old.phone, old.second_phone)
    is distinct from (new.name, new.account_number, new.active, new.phone, new.second_phone))
  execute function customer_changed_in_search();

-- Two changes at once must not miss each other. Who adds a contact's row holds the person and the customer as they are
-- until it is there; who changes either comes before that, or after it and then finds the row.
-- A list counts as ten, so that one contact alone would be planned anew each time, for a fifth of what adding them takes.
create function add_contacts_to_search(organization uuid, contacts uuid[]) returns void
  language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  insert into contact_search (organization_id, contact_id, customer_id, name_key, active, account_text, text, phones)
    select u.organization_id, c.id, u.id, u.name_key, u.active, account_search_text(u.account_number),
      search_text(p.search_text), phone_digits(p.phone, p.second_phone)
    from contacts c
    join customers u on u.organization_id = c.organization_id and u.id = c.customer_id
    join people p on p.organization_id = c.organization_id and p.id = c.person_id
    where c.organization_id = organization and c.id = any (contacts) and c.active
    for share of p, u;
end $$;
revoke execute on function add_contacts_to_search(uuid, uuid[]) from public;

create function contacts_added_to_search() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform add_contacts_to_search(organization_id, array_agg(id)) from added group by organization_id;
  return null;
end $$;
create trigger search_added after insert on contacts referencing new table as added
  for each statement execute function contacts_added_to_search();

create function contact_changed_in_search() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from contact_search where organization_id = old.organization_id and contact_id = old.id;
  perform add_contacts_to_search(new.organization_id, array[new.id]);
  return null;
end $$;
create trigger search_changed after update on contacts for each row
  when ((old.person_id, old.active) is distinct from (new.person_id, new.active))
  execute function contact_changed_in_search();

create function person_changed_in_search() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update contact_search s set text = search_text(new.search_text), phones = phone_digits(new.phone, new.second_phone)
    from contacts c
    where c.organization_id = new.organization_id and c.person_id = new.id
      and s.organization_id = new.organization_id and s.contact_id = c.id;
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

-- What few have, by index; sorted afterwards, so that the order cannot tempt the planner into walking along it. The
-- statement is planned for the words at hand. A customer that has the words by itself is found by its own row; those of a
-- contact count together with the customer's where there are several.
create function search_customers_by_index(
  organization uuid, patterns text[], phone text, what text, wanted_status text, after_name text, after_id uuid, most integer
) returns table (customer_id uuid, name_key text)
  language plpgsql stable set search_path = public, pg_temp set enable_seqscan = off set enable_bitmapscan = on as $$
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
end $$;
revoke execute on function search_customers_by_index(uuid, text[], text, text, text, text, uuid, integer) from public;

-- LIKE may not look into rows before row-level security has let them through, so that under it no index serves a search.
-- That is why this is a function of the owner's, which compares the organization itself, and with the connection's as well.
create function search_customers(
  organization uuid, search text, what text, wanted_status text, after_name text, after_id uuid, most integer
) returns table (customer_id uuid, name_key text)
  language plpgsql stable security definer rows 50 set search_path = public, pg_temp
  set enable_seqscan = off set enable_bitmapscan = off as $$
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
end $$;
comment on function search_customers(uuid, text, text, text, text, uuid, integer) is
  'The next customers by name that match every word: in what they are called (customers), in what their active contacts are called (contacts), or in either (anything); or that have the telephone number. It plans its statement for the words at hand.';
revoke execute on function search_customers(uuid, text, text, text, text, uuid, integer) from public;
grant execute on function search_customers(uuid, text, text, text, text, uuid, integer) to portico_app;
