import { Link } from '@tanstack/react-router'
import { useMay } from '../session.ts'
import classes from './mailbox-banner.module.css'

/** Nobody should wait for a letter that was never meant to arrive. */
export function MailboxBanner() {
  const mayReadMail = useMay('manager')
  return (
    <div className={classes.banner} role="note">
      Mail does not leave this machine.
      {mayReadMail && (
        <>
          {' '}
          All of it arrives in the{' '}
          <Link to="/mailbox" className={classes.link}>
            Mailbox
          </Link>
          .
        </>
      )}
    </div>
  )
}
