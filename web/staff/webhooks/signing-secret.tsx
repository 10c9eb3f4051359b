import { Dialog } from '../../ui/dialog.tsx'
import { ShownOnce } from '../../ui/shown-once.tsx'

interface Props {
  secret: string
  /** The secret before it goes on signing for a day. */
  isRotated?: boolean
  close: () => void
}

/** The secret of a webhook, the one time that it is shown. */
export function SigningSecret({ secret, isRotated = false, close }: Props) {
  return (
    <Dialog title="Signing secret" size={640} close={close}>
      <ShownOnce secret={secret} name="Secret" close={close}>
        Put it into your program, which checks with it that messages come from here, as the Standard Webhooks
        specification says: there are libraries for most languages. It is shown this once: if you lose it,
        rotate it.
        {isRotated && ' For 24 hours the one before signs as well, so that you can change over in between.'}
      </ShownOnce>
    </Dialog>
  )
}
