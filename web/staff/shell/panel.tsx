import { Title } from '@mantine/core'
import { mdiClose } from '@mdi/js'
import { type ReactNode, useEffect, useRef } from 'react'
import { upTo } from '../../ui/breakpoints.ts'
import { IconAction } from '../../ui/icon-action.tsx'
import classes from './panel.module.css'

interface Props {
  /** Names the region for screen readers: "Contact". */
  label: string
  title: ReactNode
  /** Below the title. */
  lead?: ReactNode
  /** The icons at the top right, before the one that closes. */
  actions?: ReactNode
  close: () => void
  children: ReactNode
}

/** What is open beside a list. Escape closes it. */
export function Panel({ label, title, lead, actions, close, children }: Props) {
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    // On a phone it takes the place of the list: start at its top.
    if (window.matchMedia(upTo('alone')).matches) panel.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  useEscape(panel, close)
  return (
    <aside ref={panel} className={classes.panel} data-panel aria-label={label}>
      <div className={classes.head}>
        <div className={classes.heading}>
          <Title order={2} dir="auto">
            {title}
          </Title>
          {lead && <div className={classes.lead}>{lead}</div>}
        </div>
        <div className={classes.actions}>
          {actions}
          <IconAction name="Close" icon={mdiClose} onClick={close} />
        </div>
      </div>
      <div className={classes.body}>{children}</div>
    </aside>
  )
}

/** How a form in a panel ends: with its buttons, which stay in view while the fields scroll. */
export function PanelFoot({ children }: { children: ReactNode }) {
  return <div className={classes.foot}>{children}</div>
}

function useEscape(panel: React.RefObject<HTMLElement | null>, close: () => void) {
  useEffect(() => {
    // A tooltip, menu or dialog that was opened from here takes its Escape before it arrives; so does an open list.
    const onKeyDown = (event: KeyboardEvent) => {
      const isTaken =
        event.target instanceof Element && event.target.matches('[data-mantine-stop-propagation]')
      if (event.key === 'Escape' && !event.defaultPrevented && !isTaken) close()
    }
    const element = panel.current
    element?.addEventListener('keydown', onKeyDown)
    return () => element?.removeEventListener('keydown', onKeyDown)
  }, [panel, close])
}
