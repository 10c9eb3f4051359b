import { mdiCheckCircleOutline, mdiInformationOutline } from '@mdi/js'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import classes from './notice.module.css'

/** Says what was done, where it was done; or, to be noticed, what was not. */
export function Notice({ tone = 'done', children }: { tone?: 'done' | 'attention'; children: ReactNode }) {
  return (
    <div role="status" className={classes.notice} data-tone={tone}>
      <span className={classes.icon}>
        <Icon path={tone === 'done' ? mdiCheckCircleOutline : mdiInformationOutline} size={20} />
      </span>
      <div>{children}</div>
    </div>
  )
}
