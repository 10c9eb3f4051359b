import { Notifications } from '@mantine/notifications'
import { LeaveQuestion } from './leave-question.tsx'
import { PasswordQuestions } from './password-questions.tsx'
import classes from './toasts.module.css'

/** What may come over any page. */
export function Overlays() {
  return (
    <>
      {/* Where `done` and `failed` appear: over the head of the page, so that they never cover Save at its foot. */}
      <Notifications
        position="top-center"
        autoClose={6000}
        limit={2}
        classNames={{ root: classes.toasts! }}
      />
      <PasswordQuestions />
      <LeaveQuestion />
    </>
  )
}
