import { Skeleton } from '@mantine/core'
import classes from './page-skeleton.module.css'

/** Shown until it is known whose portal this is and who is signed in: after a moment, so that nothing flashes when the answer is quick. */
export function PageSkeleton() {
  return (
    <div role="status" aria-label="Loading" className={`${classes.waiting} ${classes.late}`}>
      <Skeleton height={32} width={180} />
      <Skeleton height={44} />
      <Skeleton height={44} />
    </div>
  )
}
