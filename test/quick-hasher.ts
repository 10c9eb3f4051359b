import { createHashingThreads } from '../server/credentials/hashing-threads.ts'
import { createPasswordHasher } from '../server/credentials/password-hash.ts'

/** Of all worlds: to start one takes longer than the rest of a world. */
const threads = createHashingThreads()

/**
 * Hashes as the real one does, but a hash costs next to nothing. What one costs is held by `password-hash.test.ts`, and
 * that a running Portico takes that much by `faults/canary.test.ts`.
 */
export const createQuickHasher = () => createPasswordHasher({ threads, cost: { memoryCost: 8, timeCost: 1 } })
