import { Notifications } from '@mantine/notifications'

/** Where `done` and `failed` speak: over the head of the page, because what is pressed to save stands at its foot. */
export default function Toasts() {
  return <Notifications position="top-center" autoClose={6000} limit={2} />
}
