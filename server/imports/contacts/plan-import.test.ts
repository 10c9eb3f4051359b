import { expect, test } from 'vitest'
import { openWorld } from '../../../test/world.ts'
import { inOrganization } from '../../scope/scope.ts'
import { planAll } from '../import-work.ts'
import { importsApi, type CsvImport } from '../imports.api.ts'
import { leasePlanning } from '../lease.ts'
import { workOn } from '../work.ts'
import { planImport } from './plan-import.ts'

const ROWS = 2300

/** Far from each other: the same customers, people and contacts again, by each of what they are known by. */
function rowsOf() {
  const rows = Array.from({ length: ROWS }, (_, n) => [
    `Works ${n}`,
    `00${n}`,
    `Ida Moss${n}`,
    `ida${n}@moss.example`,
    '1',
  ])
  const again = (at: number, row: string[]) => (rows[at] = row)
  again(1100, ['WORKS 5', '', 'Ole Berg', 'ole@berg.example', '2'])
  again(1101, ['', '7', '', 'new@moss.example', '2'])
  again(1102, ['Works of another', '9', '', 'other@moss.example', '2'])
  again(1103, ['', '', '', 'IDA11@moss.example', '2'])
  again(1104, ['Elsewhere', '', 'Ida Moss12', 'ida12@moss.example', '2'])
  again(1105, ['İda Works', '', '', 'capital@moss.example', '1'])
  again(2200, ['i̇da works', '', '', 'small@moss.example', '2'])
  again(2201, ['Elsewhere', '', 'Ole Berg', 'ole@berg.example', '3'])
  again(2203, ['', '', 'Bo Known', 'bo@known.example', '3'])
  again(20, ['Known', 'K-1', 'Anna Known', 'anna@known.example', '4'])
  again(21, ['Renamed', 'K-2', 'Cy Other', 'cy@other.example', '4'])
  again(2204, ['Other', '', 'Cy Other', 'cy@other.example', '5'])
  return rows
}

test('a long file, of which not all is kept in memory, is decided row by row as if it were', async () => {
  const { owner, app, organization } = await openWorld()
  const upload = async (rows: string[][]) => {
    const lines = ['Company,Account number,Contact,E-mail,Phone', ...rows.map((cells) => cells.join(','))]
    const { json } = await owner.send('POST', '/v1/imports?fileName=a.csv', {
      payload: lines.join('\n'),
      type: 'text/csv',
    })
    return (json as CsvImport).id
  }
  const scope = inOrganization(app.services, organization.id)
  const work = async (id: string, begin: typeof leasePlanning) =>
    workOn(scope, await begin(scope, id), new AbortController().signal)
  const notes = async (id: string) =>
    scope.db
      .selectFrom('import_notes')
      .select(['number', 'outcome', 'says', 'follows'])
      .where('import_id', '=', id)
      .orderBy('number')
      .execute()

  const before = await upload([
    ['Known', 'K-1', 'Anna Known', 'anna@known.example', '0'],
    ['Known', 'K-1', 'Bo Known', 'bo@known.example', '0'],
    ['Other', 'K-2', 'Di Other', 'di@other.example', '0'],
  ])
  await planAll(await work(before, leasePlanning), 'contacts')
  await owner.call(importsApi.run, { params: { importId: before } })
  await app.services.longWork.settled()

  const id = await upload(rowsOf())
  await planImport(await work(id, leasePlanning), ROWS)
  const whole = await notes(id)
  expect(whole.filter(({ follows }) => follows !== null).length).toBeGreaterThan(6)
  await planImport(await work(id, leasePlanning), 0)
  expect(await notes(id)).toEqual(whole)
})
