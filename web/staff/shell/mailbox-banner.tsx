import { Link } from '@tanstack/react-router'
import { useMay } from '../session.ts'
import classes from './mailbox-banner.module.css'

/** So that nobody waits for an e-mail that never goes out. */
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
