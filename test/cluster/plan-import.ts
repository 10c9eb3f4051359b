import { expect, vi } from 'vitest'
import { importsApi, type CsvImport } from '../../server/imports/imports.api.ts'
import type { Client } from '../client.ts'
import { PATIENT } from '../patience.ts'

/** Uploads a file of contacts through one browser and has it checked through another. It can be run then. */
export async function planImport(
  uploading: Client,
  checking: Client,
  rows: string[],
): Promise<{ importId: string }> {
  const file = { payload: ['Company,Email', ...rows].join('\n'), type: 'text/csv' }
  const { id, columns } = (await uploading.send('POST', '/v1/imports', file)).json as CsvImport
  const params = { importId: id }
  const body = { fields: columns.map(({ field }) => field), issuePasswords: true }
  await uploading.call(importsApi.map, { params, body })
  await checking.call(importsApi.plan, { params })
  const state = async () => (await uploading.call(importsApi.read, { params })).state
  await vi.waitFor(async () => expect(await state()).toBe('planned'), PATIENT)
  return params
}
