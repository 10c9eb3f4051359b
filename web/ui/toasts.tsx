import { Notifications } from '@mantine/notifications'

/** Where `done` and `failed` speak. */
export default function Toasts() {
  return <Notifications position="bottom-left" autoClose={6000} limit={2} />
}
