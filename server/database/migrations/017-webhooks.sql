-- Programs of the organization's own that are told what happened.

create table webhooks (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  url text not null check (url ~ '^https?://' and char_length(url) <= 2000),
  description text check (char_length(description) <= 200),
  event_types text[],
  is_on boolean not null default true,
  off_reason text check (off_reason in ('by-staff', 'gone', 'failing')),
  off_since timestamptz,
  failing_since timestamptz,
  secret bytea not null,
  previous_secret bytea,
  previous_until timestamptz,
  position bigint not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  check (is_on = (off_reason is null) and is_on = (off_since is null)),
  check ((previous_secret is null) = (previous_until is null))
);
comment on table webhooks is 'Where a program of the organization listens, and to what.';
comment on column webhooks.event_types is 'Null: all of them, later ones too.';
comment on column webhooks.failing_since is 'The first attempt that failed since one succeeded. Null: the last one succeeded.';
comment on column webhooks.secret is 'What signs the messages, sealed (AES-256-GCM) under a key outside the database.';
comment on column webhooks.previous_secret is 'The one before: until previous_until it signs as well, so that the program can change over in between.';
comment on column webhooks.position is 'Of the last event that was looked at: those after it are taken next.';
select protect('webhooks');

create table webhook_messages (
  organization_id uuid not null,
  webhook_id uuid not null,
  id uuid not null,
  type text not null,
  contact_id uuid,
  position bigint,
  body text not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  attempt_count integer not null default 0,
  tries integer not null default 0,
  created_at timestamptz not null,
  due_at timestamptz,
  leased_until timestamptz,
  finished_at timestamptz,
  primary key (organization_id, webhook_id, id),
  foreign key (organization_id, webhook_id) references webhooks (organization_id, id) on delete cascade,
  check ((state = 'waiting') = (finished_at is null)),
  check (state = 'waiting' or (due_at is null and leased_until is null))
);
comment on table webhook_messages is 'One event on its way to one webhook, or a test. It stands beside what it tells of for so long as events are kept.';
comment on column webhook_messages.id is 'The event''s own: sent as webhook-id with every attempt, so that the program knows what it has had.';
comment on column webhook_messages.position is 'The event''s. Null: a test, which waits for nothing.';
comment on column webhook_messages.tries is 'Attempts that failed since it began or was sent again: the pause to the next is that of this number.';
comment on column webhook_messages.due_at is
  'Null while it waits: an earlier one about the same contact comes first, or the webhook is off. So only what may be sent is looked through, however much waits.';
create index webhook_messages_due on webhook_messages (organization_id, webhook_id, due_at) where due_at is not null;
create unique index webhook_messages_one_at_a_time on webhook_messages (organization_id, webhook_id, contact_id)
  where due_at is not null and contact_id is not null;
comment on index webhook_messages_one_at_a_time is 'Of those about a contact one alone is due: that is how they stay in order.';
create index webhook_messages_in_order on webhook_messages (organization_id, webhook_id, contact_id, position) where state = 'waiting';
comment on index webhook_messages_in_order is 'Which is the next about a contact.';
create index webhook_messages_by_state on webhook_messages (organization_id, webhook_id, state, id);
create index webhook_messages_by_age on webhook_messages (organization_id, created_at);
select protect('webhook_messages');

create table webhook_attempts (
  organization_id uuid not null,
  webhook_id uuid not null,
  message_id uuid not null,
  number integer not null,
  at timestamptz not null,
  status integer,
  duration_ms integer,
  error text check (char_length(error) <= 500),
  answer text not null check (char_length(answer) <= 1000),
  primary key (organization_id, webhook_id, message_id, number),
  foreign key (organization_id, webhook_id, message_id) references webhook_messages (organization_id, webhook_id, id) on delete cascade
);
comment on table webhook_attempts is 'Every try to hand a message over, with the beginning of the answer.';
comment on column webhook_attempts.error is 'In a sentence. Null: the message was taken.';
select protect('webhook_attempts');
revoke update, delete on webhook_attempts from portico_app;

-- One look into the events for each webhook costs less than to note at each change who is to be told: transactions that write
-- into one row wait for each other.
create function webhooks_behind() returns table (organization_id uuid, webhook_id uuid)
  language sql stable security definer set search_path = public, pg_temp set enable_seqscan = off
  as 'select w.organization_id, w.id from webhooks w
      where w.is_on and exists (
        select from events e where e.organization_id = w.organization_id and e.position > w.position)';
comment on function webhooks_behind() is 'The webhooks, of all organizations, with events that they have not looked at.';

-- Webhook by webhook, so that one with much to send takes no turn from the others. One that fails has one request at a time, and
-- comes after those that work: stalled requests hold up nobody else.
create function claim_due_webhook_messages(at timestamptz, lease interval, most integer, most_each integer, under_way uuid[])
  returns table (organization_id uuid, webhook_id uuid, message_id uuid, abandoned boolean)
  language sql security definer set search_path = public, pg_temp set enable_seqscan = off
as $$
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
$$;
comment on function claim_due_webhook_messages(timestamptz, interval, integer, integer, uuid[]) is
  'Takes due messages of all organizations for a while. under_way: the webhooks that this process is sending to already, each as often as it does. A process that dies lets its lease run out, by the clock of the database.';

revoke execute on function webhooks_behind(), claim_due_webhook_messages(timestamptz, interval, integer, integer, uuid[]) from public;
grant execute on function webhooks_behind(), claim_due_webhook_messages(timestamptz, interval, integer, integer, uuid[]) to portico_app;
