import { expect, test } from 'vitest'
import { openWorld } from '../../test/world.ts'
import { inOrganization } from '../scope/scope.ts'
import { importsApi } from './imports.api.ts'
import { leasePlanning } from './lease.ts'
import { LeaseLost } from '../work/lease.ts'
import { planImport } from './contacts/plan-import.ts'

test('a dry run whose import is deleted meanwhile ends as one that somebody else took up', async () => {
  const { owner, app, organization } = await openWorld()
  const { json } = await owner.send('POST', '/v1/imports?fileName=a.csv', {
    payload: 'Company\nAcme\n',
    type: 'text/csv',
  })
  const { id: importId } = json as { id: string }
  const scope = inOrganization(app.services, organization.id)
  const lease = await leasePlanning(scope, importId)
  await owner.call(importsApi.delete, { params: { importId } })
  const work = { ...scope, lease, signal: new AbortController().signal }
  await expect(planImport(work)).rejects.toThrow(LeaseLost)
})
