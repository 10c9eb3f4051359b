import pg from 'pg'

export interface OrganizationHere {
  name: string
  slug: string
  /** Null: it is here. */
  origin: string | null
}

/** Every organization that is here, and those that were. */
export async function listOrganizations(ownerUrl: string): Promise<OrganizationHere[]> {
  const client = new pg.Client({ connectionString: ownerUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<OrganizationHere>(`
      select name, slug, null as origin from organizations
      union all select name, slug, origin from organizations_elsewhere
      order by slug`)
    return rows
  } finally {
    await client.end()
  }
}
