import { type Plugin, runnerImport } from 'vite'
import * as zod from 'zod'

/**
 * What browsers get of the server's declarations is their data. They call endpoints, and the server checks what it is sent:
 * the schemas, and the library that makes them, stay there.
 */
export function declarations(): Plugin {
  return {
    name: 'declarations',
    enforce: 'pre',
    async load(id) {
      if (!/\/server\/.*(\.api|-fields)\.ts$/.test(id)) return undefined
      const { module, dependencies } = await runnerImport<object>(id)
      for (const file of dependencies) this.addWatchFile(file)
      return Object.entries(module).map(exported).join('\n')
    },
  }
}

function exported([name, value]: [string, unknown]) {
  const data = JSON.stringify(value, (_, part) => (part instanceof zod.ZodType ? undefined : callable(part)))
  return data ? `export const ${name} = ${data}` : ''
}

/** Of an endpoint, what a call needs to know. */
function callable(part: unknown) {
  if (typeof part !== 'object' || part === null || !('method' in part && 'path' in part)) return part
  const { method, path, upload, download, caller, notOnce, readsOnly } = part as Record<string, unknown>
  return { method, path, upload, download, ...(method === 'POST' && { caller, notOnce, readsOnly }) }
}
