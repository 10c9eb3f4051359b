import { Notifications } from '@mantine/notifications'
import classes from './toasts.module.css'

/** Where `done` and `failed` appear: over the head of the page, so that they never cover Save at its foot. */
export default function Toasts() {
  return (
    <Notifications position="top-center" autoClose={6000} limit={2} classNames={{ root: classes.toasts! }} />
  )
}
