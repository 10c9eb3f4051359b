import { existsSync, realpathSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Together with the database, which is elsewhere if root's clone is under a closed home. */
export function removeDataFolder(dataDir: string): void {
  const place = join(dataDir, 'postgresql')
  const cluster = existsSync(place) ? realpathSync(place) : place
  if (dirname(cluster) !== realpathSync(dataDir)) rmSync(dirname(cluster), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}
