import { Button, Input, Text } from '@mantine/core'
import { type ReactNode, useRef, useState } from 'react'
import {
  type InvoicingSettings,
  LOGO_BYTES_MOST,
  logoTypes,
} from '../../../server/invoices/invoicing-settings.api.ts'
import classes from './invoicing-page.module.css'

type Logo = NonNullable<InvoicingSettings['logo']>

/** The logo on the paper: dropped or chosen, and shown at once. */
export function LogoField(props: {
  value: Logo | null
  onChange: (logo: Logo | null) => void
  error?: ReactNode
}) {
  const { value, onChange, error } = props
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)

  const take = async (file: File | undefined) => {
    if (!file) return
    const type = logoTypes.find((one) => one === file.type)
    if (!type) return setRefused('Use a PNG or JPEG file.')
    if (file.size > LOGO_BYTES_MOST) return setRefused('Use a picture of at most 512 kB.')
    setRefused(null)
    onChange({ type, base64: await base64Of(file) })
  }
  return (
    <Input.Wrapper
      label="Logo"
      className={classes.wide}
      error={refused ?? error}
      labelElement="div"
      errorProps={{ role: 'alert' }}
    >
      <div
        className={classes.logo}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setIsOver(true)
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setIsOver(false)
          void take(event.dataTransfer.files[0])
        }}
      >
        {value ? (
          <span className={classes.picture}>
            <img alt="The logo" src={`data:${value.type};base64,${value.base64}`} />
          </span>
        ) : (
          <Text c="dimmed">Drop a PNG or JPEG here, up to 512 kB</Text>
        )}
        <span className={classes.logoButtons}>
          <Button variant="default" size="compact-md" onClick={() => input.current?.click()}>
            {value ? 'Choose another' : 'Choose a file'}
          </Button>
          {value && (
            <Button variant="subtle" size="compact-md" onClick={() => onChange(null)}>
              Remove
            </Button>
          )}
        </span>
        <input
          ref={input}
          type="file"
          accept={logoTypes.join(',')}
          aria-label="Logo file"
          tabIndex={-1}
          className={classes.file}
          onChange={(event) => {
            void take(event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }}
        />
      </div>
    </Input.Wrapper>
  )
}

async function base64Of(file: File): Promise<string> {
  let bytes = ''
  for (const byte of new Uint8Array(await file.arrayBuffer())) bytes += String.fromCharCode(byte)
  return btoa(bytes)
}
