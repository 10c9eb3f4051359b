import { v7 } from 'uuid'

/** A new UUIDv7 (RFC 9562): ordered by time, so that newest-first lists page by id. */
export const newId = (): string => v7()

/** The "organization" of statements that belong to no tenant, such as a staff sign-in before one is chosen. */
export const INSTALLATION = '00000000-0000-0000-0000-000000000000'
