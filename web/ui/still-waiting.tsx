import { Button } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { giveUpWhatIsSlow, whatIsSlow } from '../lib/waiting.ts'
import { useDialogInFront } from './open-dialogs.ts'
import classes from './still-waiting.module.css'
import { isAnythingUnsaved } from './unsaved.ts'

/** Says that the server is slow to answer: over the page, or in the dialog in front, where the Tab key reaches it. */
export function StillWaiting({ dialog }: { dialog?: string }) {
  const isSlow = useSyncExternalStore(...whatIsSlow).length > 0
  const isHere = useDialogInFront() === dialog
  return (
    <div aria-live="polite" className={dialog ? classes.inDialog : classes.overPage}>
      {isSlow && isHere && (
        <div className={classes.words}>
          <span>Portico is not answering yet.{isAnythingUnsaved() && ' What you typed is safe here.'}</span>
          <Button size="compact-sm" variant="default" onClick={giveUpWhatIsSlow}>
            Cancel
          </Button>
        </div>
      )}
    </div>
  )
}
