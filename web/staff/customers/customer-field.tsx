import type { SelectProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { customersApi } from '../../../server/customers/customers.api.ts'
import { call } from '../../lib/client.ts'
import { shortened } from '../../lib/formats.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'

interface Props extends Pick<
  SelectProps,
  'label' | 'placeholder' | 'error' | 'required' | 'clearable' | 'autoFocus' | 'onBlur'
> {
  customer: { id: string; name: string } | null
  onPick: (customer: { id: string; name: string } | null) => void
  /** Offers to add one under the name that was typed. */
  onNew?: (name: string) => void
  /** A customer that is not to be chosen. */
  except?: string | undefined
}

/** No customer's id. */
const NEW = 'new'

/** Chooses one of all customers by a few letters. */
export function CustomerField({ customer, onPick, onNew, except, autoFocus, ...field }: Props) {
  const [typed, setTyped] = useState('')
  const wanted = typed.trim()
  const [search] = useDebouncedValue(wanted, 120)
  const { data, error, isPlaceholderData, isPending } = useQuery({
    queryKey: ['customers', 'pick', search],
    queryFn: ({ signal }) =>
      call(customersApi.list, { query: { search: search || undefined, limit: 10 }, signal }),
    placeholderData: keepPreviousData,
  })
  const found = (data?.data ?? []).filter(({ id }) => id !== except)
  return (
    <ChoiceField
      {...field}
      noun="customer"
      autoComplete="off"
      autoFocus={autoFocus}
      data-autofocus={autoFocus || undefined}
      data={found.map(({ id, name, accountNumber }) => ({
        value: id,
        label: [name, accountNumber].filter(Boolean).join(' · '),
      }))}
      lookUp={{
        type: setTyped,
        isFound: search === wanted && !isPlaceholderData && !isPending,
        chosen: customer && { value: customer.id, label: customer.name },
        more: onNew && wanted ? { value: NEW, label: `New Customer “${shortened(wanted)}”…` } : null,
        error,
      }}
      value={customer?.id ?? null}
      onChange={(id) => (id === NEW ? onNew?.(wanted) : onPick(found.find((one) => one.id === id) ?? null))}
    />
  )
}
