import { useQuery } from '@tanstack/react-query'
import { listOf } from '../../lib/formats.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useMay } from '../session.ts'
import { invoicingSettingsQuery } from './invoice-queries.ts'

/** "your address", "how to pay": what an invoice needs to say about its seller, and does not. */
export function useMissingDetails(): string[] | undefined {
  const { data } = useQuery(invoicingSettingsQuery)
  return (
    data && [
      ...(data.sellerAddress ? [] : ['your address']),
      ...(data.paymentInstructions ? [] : ['how to pay']),
    ]
  )
}

/** A warning before drafts go out whose readers would not know who to ask or how to pay. They can be sent all the same. */
export function MissingDetails({ drafts }: { drafts: number }) {
  const missing = useMissingDetails()
  const isOwner = useMay('owner')
  if (drafts === 0 || !missing?.length) return null
  const place = (
    <AnchorLink to="/organization/invoicing" underline="always">
      Your details on invoices
    </AnchorLink>
  )
  return (
    <Notice tone="attention">
      {`Missing on ${drafts === 1 ? 'this invoice' : 'these invoices'}: ${listOf(missing)}. `}
      {isOwner ? (
        <>Fill it in under {place}, or send as it is.</>
      ) : (
        <>An owner can fill it in under {place}.</>
      )}
    </Notice>
  )
}
