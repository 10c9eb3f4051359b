import { readFileSync } from 'node:fs'
import { CannotStart } from '../cannot-start.ts'

/** The user that PostgreSQL runs as. Null: the one that runs Portico. */
export type PostgresUser = Account | null

export interface Account {
  uid: number
  gid: number
  name: string
}

/**
 * Between what distributions give to accounts and what systemd gives to services: belongs to nobody. Much else runs
 * as `nobody`, and what runs as PostgreSQL's user can read and write its files.
 */
const UNLISTED = { first: 60_706, last: 60_769 }

/** PostgreSQL refuses to run as root. An account `portico` is preferred, so that an operator can choose. */
export function postgresUser(): PostgresUser {
  if (process.getuid?.() !== 0) return null
  return account('portico') ?? unlisted() ?? listedStandIn()
}

/** Making a cluster needs a user with a name, and keeps no trace of it. */
export function clusterMaker(user: PostgresUser): PostgresUser {
  return user && !accounts().some(({ uid }) => uid === user.uid) ? listedStandIn() : user
}

/** Whether others may run as this user as well. */
export function isShared(uid: number): boolean {
  return uid === account('nobody')?.uid
}

/** A user needs no line in /etc/passwd. Some containers have few user numbers to give. */
function unlisted(): PostgresUser {
  const taken = new Set(accounts().flatMap(({ uid, gid }) => [uid, gid]))
  for (let id = UNLISTED.first; id <= UNLISTED.last; id += 1) {
    if (!taken.has(id) && isMapped(id, 'uid') && isMapped(id, 'gid'))
      return { uid: id, gid: id, name: `user ${id}` }
  }
  return null
}

function listedStandIn(): PostgresUser {
  const nobody = account('nobody')
  if (nobody) return nobody
  throw new CannotStart(
    'PostgreSQL does not run as root, and there is no user "portico" or "nobody" to make its database as: start Portico as another user.',
  )
}

function account(name: string): Account | undefined {
  return accounts().find((one) => one.name === name)
}

function accounts(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter(({ length }) => length > 3)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
}

function isMapped(id: number, kind: 'uid' | 'gid'): boolean {
  if (process.platform !== 'linux') return true
  return readFileSync(`/proc/self/${kind}_map`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .some(([first = 0, , count = 0]) => id >= first && id < first + count)
}
