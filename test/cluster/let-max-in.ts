import { customersApi } from '../../server/customers/customers.api.ts'
import { staffApi } from '../../server/staff/staff.api.ts'
import type { Client } from '../client.ts'
import { STAFF_PASSWORD } from '../world.ts'
import type { Cluster } from './cluster.ts'

type Process = Cluster['processes'][number]

/** Max, a manager who was let in at the first process and works at any. */
export async function letMaxIn({ at, letterTo, processes }: Cluster, owner: Client) {
  const email = 'max@northwind.example'
  const { id } = await owner.call(staffApi.invite, { body: { name: 'Max', email, role: 'manager' } })
  const { token } = await letterTo(email)
  const browser = at(processes[0])
  await browser.call(staffApi.acceptInvitation, { body: { token: token!, password: STAFF_PASSWORD } })
  return {
    email,
    browser,
    addCustomer: (process: Process) =>
      at(process, browser).call(customersApi.add, { body: { name: 'Acme' } }),
    async becomeViewer(process: Process) {
      const { data } = await owner.call(staffApi.list, {})
      const { version } = data.find((member) => member.id === id)!
      const change = { params: { memberId: id }, body: { role: 'viewer' }, version } as const
      await at(process, owner).call(staffApi.changeRole, change)
    },
  }
}
