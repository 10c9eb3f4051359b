import { Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { IssuedPassword } from '../../../server/portal-access/portal-access.api.ts'
import { PASSWORD_LENGTH_DEFAULT } from '../../../server/credentials/password-rules.ts'
import { PasswordField } from '../../ui/password-field.tsx'
import { organizationQuery } from '../organization/organization-queries.ts'

/** What staff want for somebody's portal password: generated, or one that they type. */
export interface PasswordWish {
  generate: boolean
  password: string
}

export const passwordWish: PasswordWish = { generate: true, password: '' }

export const issuedBy = ({ generate, password }: PasswordWish): IssuedPassword =>
  generate ? { generate } : { password }

export const passwordMissing = ({ generate, password }: PasswordWish) =>
  generate || password ? null : 'Enter a temporary password.'

/** How this organization issues passwords: by mail as such, or as a link that lets the contact set one. */
export function useIssuing() {
  const { data } = useQuery(organizationQuery)
  const mailsLink = data?.credentialMail === 'link'
  return {
    mailsLink,
    /** What the contact gets. */
    what: mailsLink ? 'link to set a password' : 'temporary password',
    minLength: data?.passwordMinLength ?? PASSWORD_LENGTH_DEFAULT,
  }
}

interface Props {
  wish: PasswordWish
  /** What binds one of its fields to the form that it is in. */
  field: (name: keyof PasswordWish, type?: 'checkbox') => object
  /** On the checkbox that generates it. */
  label: string
  /** The names that a typed one must not be built from. */
  around: string[]
  autoFocus?: boolean
}

/** Generated, or typed; where links are mailed there is nothing to choose. */
export function PasswordWishFields({ wish, field, label, around, autoFocus = false }: Props) {
  const { mailsLink, minLength } = useIssuing()
  if (mailsLink) return null
  return (
    <>
      <Checkbox label={label} data-autofocus={autoFocus || undefined} {...field('generate', 'checkbox')} />
      {!wish.generate && <TypedPassword rules={{ minLength, around }} {...field('password')} />}
    </>
  )
}

/** Comes into view as a whole, with its rules, and takes the focus: it is what people type next. */
function TypedPassword(field: React.ComponentProps<typeof PasswordField>) {
  const whole = useRef<HTMLDivElement>(null)
  useEffect(() => {
    whole.current?.querySelector('input')?.focus({ preventScroll: true })
    whole.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <div ref={whole}>
      <PasswordField label="Temporary password" {...field} />
    </div>
  )
}
