-- What the receivables home asks for: reminders that found nobody, and what is scheduled.
create index reminder_sendings_nobody on reminder_sendings (organization_id, at desc) where outcome = 'nobody';
create index deliveries_scheduled on deliveries (organization_id, not_before)
  where state = 'queued' and not_before is not null;
