import type { Address } from '../../../server/customers/customers.api.ts'

/** An address as on an envelope. */
export function addressLines(address: Address | null | undefined): string {
  if (!address) return ''
  const { line1, line2, city, region, postalCode, country } = address
  return [line1, line2, [postalCode, city].filter(Boolean).join(' '), region, country]
    .filter(Boolean)
    .join('\n')
}
