-- What a contact receives: for each kind of document To, Cc or nothing.

create function are_roles(receives jsonb) returns boolean
  language sql immutable parallel safe
  return receives::text ~ '^\{("(invoices|reminders|receipts|statements|notices)": "(to|cc)"(, )?)*\}$';
comment on function are_roles(jsonb) is 'Whether it gives kinds of document the roles "to" and "cc". A kind that is absent is not received.';

alter table contacts drop constraint contacts_receives_check, alter column receives drop default;
alter table contacts
  alter column receives type jsonb using jsonb_object(receives, array_fill('to'::text, array[cardinality(receives)]));
alter table contacts
  alter column receives set default '{}',
  add constraint contacts_receives_check check (are_roles(receives)),
  add column unsubscribed jsonb not null default '{}'
    check (unsubscribed::text ~ '^\{("(invoices|reminders|receipts|statements|notices)": "[0-9T:.Z-]+"(, )?)*\}$');
comment on column contacts.receives is 'Such as {"invoices": "to", "reminders": "cc"}.';
comment on column contacts.unsubscribed is 'Kinds of document that the contact asked not to get any more, and when (RFC 3339).';

alter table people
  add column email_bounced_at timestamptz,
  add column email_bounce_reason text check (char_length(email_bounce_reason) <= 1000),
  add constraint people_email_bounce_check check ((email_bounced_at is null) = (email_bounce_reason is null));
comment on column people.email_bounced_at is
  'The address takes no mail: nothing is sent to it, for any customer, until it is changed or staff say that it works.';

alter table customers add column default_receives jsonb check (are_roles(default_receives));
comment on column customers.default_receives is 'What new contacts receive. Null: what the organization says.';

alter table organizations
  add constraint organizations_new_contacts_receive_roles check (are_roles(new_contacts_receive));
