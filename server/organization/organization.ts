import { inOrder } from '../contacts/receives.ts'
import type { Scope } from '../scope/scope.ts'
import type { Organization } from './organization.api.ts'

export const organizationColumns = [
  'id',
  'name',
  'slug',
  'accent_color as accentColor',
  'time_zone as timeZone',
  'language',
  'currency',
  'credential_mail as credentialMail',
  'temporary_password_hours as temporaryPasswordHours',
  'password_min_length as passwordMinLength',
  'staff_session_idle_hours as staffSessionIdleHours',
  'staff_session_days as staffSessionDays',
  'portal_session_idle_hours as portalSessionIdleHours',
  'portal_session_days as portalSessionDays',
  'new_contacts_receive as newContactsReceive',
  'version',
] as const

export interface OrganizationRow extends Omit<Organization, 'newContactsReceive' | 'portalUrl'> {
  newContactsReceive: object
}

export const toOrganization = (
  { services: { publicUrl } }: Pick<Scope, 'services'>,
  row: OrganizationRow,
): Organization => ({
  ...row,
  newContactsReceive: inOrder(row.newContactsReceive),
  portalUrl: `${publicUrl.origin}/portal/${row.slug}`,
})
