import { type ShouldBlockFn, useBlocker } from '@tanstack/react-router'
import { isAnythingUnsaved, mayLeave } from './unsaved.ts'

/** Once in each app: nothing unsaved is left by a link, Back or Escape before `LeaveQuestion` is answered. */
export function useLeaveWarning() {
  useBlocker({ shouldBlockFn: wouldLose, enableBeforeUnload: () => isAnythingUnsaved() })
}

/** What stays on the same page, such as a filter of the list beside a form, loses nothing. */
const wouldLose: ShouldBlockFn = async ({ current, next }) =>
  current.pathname !== next.pathname && !(await mayLeave())
