import { Modal, Title } from '@mantine/core'
import { mdiClose } from '@mdi/js'
import { type ReactNode, useEffect } from 'react'
import classes from './dialog.module.css'
import { IconAction } from './icon-action.tsx'
import { useOpenDialog } from './open-dialogs.ts'
import { StillWaiting } from './still-waiting.tsx'
import { mayLeave } from './unsaved.ts'

/** A dialog over the page, for a step that is finished before anything else. Closing it asks first where something is typed. */
export function Dialog({
  title,
  close,
  size = 440,
  children,
}: {
  title: string
  close: () => void
  /** How wide it is at most. */
  size?: number
  children: ReactNode
}) {
  useFocusBack()
  const { id, isInFront } = useOpenDialog()
  const leave = async () => {
    if (await mayLeave(id)) close()
  }
  return (
    <Modal.Root opened onClose={leave} closeOnEscape={isInFront} size={size} centered>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content aria-label={title}>
        <div className={classes.head}>
          <Title order={2}>{title}</Title>
          <IconAction name="Close" icon={mdiClose} onClick={leave} />
        </div>
        <StillWaiting dialog={id} />
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

/** It is closed by taking it away, so the focus goes back by hand to the button that opened it. */
function useFocusBack() {
  useEffect(() => {
    const opener = document.activeElement
    return () => {
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [])
}
