import { onMoved } from './client.ts'

/** As the page was opened: the secret of a link leaves the address bar as soon as it is read. */
const opened = { path: location.pathname, hash: location.hash }

/** Leads to the same page where the organization is now, with what the link carried. */
export function followMoved() {
  onMoved((origin) => {
    const { pathname, search, hash } = location
    const carried = pathname === opened.path ? opened.hash : ''
    location.replace(`${origin}${pathname}${search}${hash || carried}`)
  })
}
