import { createContext, type ReactNode, use } from 'react'
import { createPortal } from 'react-dom'

/** Where the head of a page has room for what its parts offer: right of the title, as on every page. */
export const HeadActionsPlace = createContext<HTMLElement | null>(null)

/** What can be done on a part of a page, in the head that the page shares with its other parts. */
export function HeadActions({ children }: { children: ReactNode }) {
  const place = use(HeadActionsPlace)
  return place && createPortal(children, place)
}
