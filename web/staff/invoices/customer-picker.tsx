import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { customersApi } from '../../../server/customers/customers.api.ts'
import { call } from '../../lib/client.ts'
import { shortened } from '../../lib/formats.ts'

interface Props {
  /** Of the customer that is chosen; empty for none. */
  name: string
  onPick: (customerId: string) => void
  /** Offers to add one under the name that was typed. */
  onNew?: (name: string) => void
  error?: ReactNode
  autoFocus?: boolean
}

/** No customer's id. */
const NEW = 'new'

/** A few letters and Enter pick a customer. */
export function CustomerPicker({ name, onPick, onNew, error, autoFocus }: Props) {
  const [typed, setTyped] = useState<string | null>(null)
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [search] = useDebouncedValue((typed ?? '').trim(), 120)
  const { data, isPlaceholderData } = useQuery({
    queryKey: ['customers', 'pick', search],
    queryFn: ({ signal }) =>
      call(customersApi.list, { query: { search: search || undefined, limit: 8 }, signal }),
    placeholderData: keepPreviousData,
  })
  const customers = data?.data
  const isFound = !isPlaceholderData && search === (typed ?? '').trim()
  const newName = (typed ?? '').trim()
  const mayAdd = onNew !== undefined && newName !== ''
  const { selectFirstOption, clickSelectedOption, resetSelectedOption } = combobox
  // Enter picks the first that matches what was typed, also when it is pressed before that is found.
  const [awaited, setAwaited] = useState<string | null>(null)
  const isAwaited = typed !== null && awaited === typed
  useEffect(() => {
    if (!isFound || !customers || (customers.length === 0 && !mayAdd)) return
    selectFirstOption()
    if (isAwaited) clickSelectedOption()
  }, [customers, isFound, isAwaited, mayAdd, selectFirstOption, clickSelectedOption])

  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(customerId) => {
        setTyped(null)
        combobox.closeDropdown()
        if (customerId === NEW) onNew?.(newName)
        else onPick(customerId)
      }}
    >
      <Combobox.Target>
        <TextInput
          label="Customer"
          required
          autoFocus={autoFocus}
          data-autofocus={autoFocus || undefined}
          autoComplete="off"
          placeholder="Name, account number or e-mail"
          value={typed ?? name}
          error={error}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            combobox.openDropdown()
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || isFound || typed === null) return
            event.preventDefault()
            resetSelectedOption()
            setAwaited(typed)
          }}
          onFocus={(event) => {
            event.currentTarget.select()
            if (!name) combobox.openDropdown()
          }}
          onClick={() => combobox.openDropdown()}
          onBlur={() => {
            combobox.closeDropdown()
            setTyped(null)
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options aria-label="Customers" aria-busy={!isFound}>
          {customers?.length === 0 && <Combobox.Empty>No customer matches</Combobox.Empty>}
          {customers?.map(({ id, name: choice, accountNumber }) => (
            <Combobox.Option key={id} value={id}>
              {[choice, accountNumber].filter(Boolean).join(' · ')}
            </Combobox.Option>
          ))}
          {mayAdd && isFound && (
            <Combobox.Option value={NEW}>{`New Customer “${shortened(newName)}”…`}</Combobox.Option>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
