import { Link } from '@tanstack/react-router'
import classes from './mailbox-banner.module.css'

/** Nobody should wait for a letter that was never meant to arrive. */
export function MailboxBanner() {
  return (
    <div className={classes.banner} role="note">
      Mail does not leave this machine. Letters arrive in the{' '}
      <Link to="/mailbox" className={classes.link}>
        Mailbox
      </Link>
      .
    </div>
  )
}
