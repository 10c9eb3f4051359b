import { Skeleton } from '@mantine/core'
import classes from './page-skeleton.module.css'

/** While it is not known yet whose portal this is and who is there: after a moment, so that a quick answer flashes nothing. */
export function PageSkeleton() {
  return (
    <div role="status" aria-label="Loading" className={`${classes.waiting} ${classes.late}`}>
      <Skeleton height={32} width={180} />
      <Skeleton height={44} />
      <Skeleton height={44} />
    </div>
  )
}
