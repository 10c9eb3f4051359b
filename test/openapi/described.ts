import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { modules } from '../../server/app.ts'
import { openApi } from '../../server/http/openapi.ts'

export const description = openApi(
  modules.map(({ endpoint }) => endpoint),
  new URL('https://portico.northwind.test'),
)

/** A folder with `openapi.json` in it, as a tool reads it. */
export function describedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'portico-openapi-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'openapi.json'), JSON.stringify(description))
  return folder
}
