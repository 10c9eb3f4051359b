import pg from 'pg'

/**
 * Makes the database refuse new rows of a table if a condition on `new` holds, as an unforeseen fault would. The
 * returned function ends that.
 */
export async function failWriting(
  ownerUrl: string,
  table: string,
  condition: string,
): Promise<() => Promise<void>> {
  await asOwner(
    ownerUrl,
    `create function fail_writing() returns trigger language plpgsql as $$
      begin raise exception 'a fault that nobody thought of'; end $$;
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
