import { Checkbox, SegmentedControl, TextInput } from '@mantine/core'
import { mdiClose } from '@mdi/js'
import type { Role } from '../../../server/contacts/receives.ts'
import { IconAction } from '../../ui/icon-action.tsx'
import type { TypedAddress } from './choices.ts'
import { roleChoices } from './recipient-rows.tsx'
import classes from './sending.module.css'

interface Props {
  addresses: TypedAddress[]
  /** By the place in the list. */
  errors: Record<number, string>
  change: (addresses: TypedAddress[]) => void
}

/** Addresses for this once; each may be kept as a contact, which is a choice. */
export function TypedAddresses({ addresses, errors, change }: Props) {
  const set = (key: number, part: Partial<TypedAddress>) =>
    change(addresses.map((one) => (one.key === key ? { ...one, ...part } : one)))
  return addresses.map(({ key, email, name, role, keep }, at) => (
    <div key={key} className={classes.typed} role="group" aria-label={`Address ${at + 1}`}>
      <TextInput
        aria-label="E-mail"
        placeholder="E-mail"
        type="email"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        value={email}
        error={errors[at]}
        onChange={(event) => set(key, { email: event.currentTarget.value })}
      />
      <TextInput
        aria-label="Name"
        placeholder="Name, if known"
        autoComplete="off"
        value={name}
        onChange={(event) => set(key, { name: event.currentTarget.value })}
      />
      <IconAction
        name="Remove the address"
        icon={mdiClose}
        onClick={() => change(addresses.filter((one) => one.key !== key))}
      />
      <div className={classes.typedChoices}>
        <SegmentedControl
          size="xs"
          aria-label={`How ${email || 'this address'} gets it`}
          data={roleChoices}
          value={role}
          onChange={(choice) => set(key, { role: choice as Role })}
        />
        <Checkbox
          label="Keep as a contact"
          checked={keep}
          onChange={(event) => set(key, { keep: event.currentTarget.checked })}
        />
      </div>
    </div>
  ))
}
