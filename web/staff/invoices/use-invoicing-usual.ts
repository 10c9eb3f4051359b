import { useQuery } from '@tanstack/react-query'
import { organizationQuery } from '../organization/organization-queries.ts'
import { invoicingSettingsQuery } from './invoice-queries.ts'
import type { Usual } from './usual.ts'

export interface InvoicingUsual {
  usual: Usual
  taxRate: string
}

/** How the organization invoices unless a customer or an invoice says otherwise. */
export function useInvoicingUsual() {
  const organization = useQuery(organizationQuery)
  const settings = useQuery(invoicingSettingsQuery)
  const data: InvoicingUsual | undefined =
    organization.data && settings.data
      ? {
          usual: { currency: organization.data.currency, termsDays: settings.data.defaultTermsDays },
          taxRate: settings.data.defaultTaxRate,
        }
      : undefined
  const retry = () => {
    void organization.refetch()
    void settings.refetch()
  }
  return { data, error: data ? null : (organization.error ?? settings.error), retry }
}
