import { Button, Input, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import {
  type InvoicingSettings,
  LOGO_BYTES_MOST,
  logoTypes,
} from '../../../server/invoices/invoicing-settings.api.ts'
import { FileDrop } from '../../ui/file-drop.tsx'
import classes from './invoicing-page.module.css'

type Logo = NonNullable<InvoicingSettings['logo']>

/** The logo on the paper: dropped or chosen, and shown at once. */
export function LogoField(props: {
  value: Logo | null
  onChange: (logo: Logo | null) => void
  error?: ReactNode
}) {
  const { value, onChange, error } = props
  const [refused, setRefused] = useState<string | null>(null)

  const take = async (file: File) => {
    const type = logoTypes.find((one) => one === file.type)
    if (!type) return setRefused('Use a PNG or JPEG file.')
    if (file.size > LOGO_BYTES_MOST) return setRefused('Use a picture of at most 512 kB.')
    setRefused(null)
    onChange({ type, base64: await base64Of(file) })
  }
  return (
    <Input.Wrapper label="Logo" error={refused ?? error} labelElement="div" errorProps={{ role: 'alert' }}>
      <FileDrop label="Logo file" accept={logoTypes.join(',')} className={classes.logo} take={take}>
        {(choose) => (
          <>
            {value ? (
              <span className={classes.picture}>
                <img alt="The logo" src={`data:${value.type};base64,${value.base64}`} />
              </span>
            ) : (
              <Text c="dimmed">Drop a PNG or JPEG here, up to 512 kB</Text>
            )}
            <span className={classes.logoButtons}>
              <Button variant="default" size="compact-md" onClick={choose}>
                {value ? 'Choose another' : 'Choose a file'}
              </Button>
              {value && (
                <Button variant="subtle" size="compact-md" onClick={() => onChange(null)}>
                  Remove
                </Button>
              )}
            </span>
          </>
        )}
      </FileDrop>
    </Input.Wrapper>
  )
}

async function base64Of(file: File): Promise<string> {
  let bytes = ''
  for (const byte of new Uint8Array(await file.arrayBuffer())) bytes += String.fromCharCode(byte)
  return btoa(bytes)
}
