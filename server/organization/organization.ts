import { inOrder } from '../contacts/receives.ts'
import type { Scope } from '../scope/scope.ts'
import type { Organization } from './organization.api.ts'

export interface OrganizationColumns {
  id: string
  name: string
  slug: string
  accent_color: string
  time_zone: string
  language: string
  currency: string
  credential_mail: 'password' | 'link'
  temporary_password_hours: number
  password_min_length: number
  staff_session_idle_hours: number
  staff_session_days: number
  portal_session_idle_hours: number
  portal_session_days: number
  new_contacts_receive: object
  version: number
}

export function toOrganization(
  { services: { publicUrl } }: Pick<Scope, 'services'>,
  row: OrganizationColumns,
): Organization {
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    accentColor: row.accent_color,
    timeZone: row.time_zone,
    language: row.language,
    currency: row.currency,
    credentialMail: row.credential_mail,
    temporaryPasswordHours: row.temporary_password_hours,
    passwordMinLength: row.password_min_length,
    staffSessionIdleHours: row.staff_session_idle_hours,
    staffSessionDays: row.staff_session_days,
    portalSessionIdleHours: row.portal_session_idle_hours,
    portalSessionDays: row.portal_session_days,
    newContactsReceive: inOrder(row.new_contacts_receive),
    portalUrl: `${publicUrl.origin}/portal/${row.slug}`,
    version: row.version,
  }
}
