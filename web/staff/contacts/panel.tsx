import { Title } from '@mantine/core'
import { mdiClose } from '@mdi/js'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { IconAction } from '../../ui/icon-action.tsx'
import classes from './panel.module.css'

interface Props {
  customerId: string
  title: ReactNode
  /** Below the title. */
  lead?: ReactNode
  /** The icons at the top right, before the one that closes. */
  actions?: ReactNode
  children: ReactNode
}

/** What is open beside the list of contacts. Escape closes it. */
export function Panel({ customerId, title, lead, actions, children }: Props) {
  const navigate = useNavigate()
  const panel = useRef<HTMLElement>(null)
  const close = () =>
    navigate({
      to: '/customers/$customerId/contacts',
      params: { customerId },
      search: true,
      resetScroll: false,
    })
  useEffect(() => {
    // On a phone it takes the place of the list: start at its top.
    if (window.matchMedia('(max-width: 960px)').matches) panel.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <aside
      ref={panel}
      className={classes.panel}
      data-panel
      aria-label="Contact"
      onKeyDown={(event) =>
        event.key === 'Escape' &&
        !event.defaultPrevented &&
        event.currentTarget.contains(event.target as Node) &&
        close()
      }
    >
      <header className={classes.head}>
        <div className={classes.heading}>
          <Title order={2}>{title}</Title>
          {lead && <div className={classes.lead}>{lead}</div>}
        </div>
        <div className={classes.actions}>
          {actions}
          <IconAction name="Close" icon={mdiClose} onClick={close} />
        </div>
      </header>
      <div className={classes.body}>{children}</div>
    </aside>
  )
}
