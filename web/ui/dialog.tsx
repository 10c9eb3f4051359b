import { Modal, Title } from '@mantine/core'
import { mdiClose } from '@mdi/js'
import { type ReactNode, useEffect, useState } from 'react'
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
      <Modal.Content aria-label={title} ref={takeFocus}>
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

/** As it comes into the page: Mantine moves the focus a moment later, and a key pressed until then reached what lies below. */
function takeFocus(content: HTMLElement | null) {
  if (!content || content.contains(document.activeElement)) return
  const first = content.querySelector<HTMLElement>('[data-autofocus]') ?? content
  first.focus({ preventScroll: true })
}

/** It is closed by taking it away, so the focus goes back by hand to the button that opened it. */
function useFocusBack() {
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement) opener.focus()
    },
    [opener],
  )
}
