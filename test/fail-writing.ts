import pg from 'pg'

const FAULTS = {
  unforeseen: `raise exception 'a fault that nobody thought of'`,
  /** As when PostgreSQL is stopped in the middle, and there again a moment later. */
  'connection ends': 'perform pg_terminate_backend(pg_backend_pid()); return new',
}

/**
 * Makes the database refuse new rows of a table if a condition on `new` holds, as an unforeseen fault would, or end the
 * connection. The returned function ends that.
 */
export async function failWriting(
  ownerUrl: string,
  table: string,
  condition: string,
  fault: keyof typeof FAULTS = 'unforeseen',
): Promise<() => Promise<void>> {
  await asOwner(
    ownerUrl,
    `create function fail_writing() returns trigger language plpgsql as $$
      begin ${FAULTS[fault]}; end $$;
    create trigger fail_writing before insert on ${table} for each row when (${condition}) execute function fail_writing()`,
  )
  return () => asOwner(ownerUrl, `drop trigger fail_writing on ${table}; drop function fail_writing()`)
}

async function asOwner(connectionString: string, statement: string) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
