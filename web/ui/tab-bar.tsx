import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import classes from './tabs.module.css'

/** The class of each link in a `TabBar`; the current one has `aria-current="page"`. */
export const tabLink = classes.tab!

/** The class of a bar that looks like one, and always fits, so that a menu may open from it. */
export const tabBarThatFits = `${classes.tabs} ${classes.fits}`

interface Props {
  /** Names the navigation for screen readers: "Receivables". */
  label: string
  /** Changes when another tab becomes the current one. */
  current: string
  className?: string | undefined
  /** Links of the class `tabLink`. */
  children: ReactNode
}

/** Pages side by side, the current one underlined. On a phone they scroll, and fade where there are more. */
export function TabBar({ label, current, className = '', children }: Props) {
  return (
    <nav aria-label={label} ref={useTabsInView(current)} className={`${classes.tabs} ${className}`}>
      {children}
    </nav>
  )
}

/**
 * For a bar of tabs that may be wider than the screen, also once a phone is turned: the current one is in view, and the bar
 * knows on which sides there are more.
 */
export function useTabsInView(current: string): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const bar = ref.current!
    const look = () => {
      const before = bar.scrollLeft > 1
      const after = bar.scrollLeft + bar.clientWidth < bar.scrollWidth - 1
      bar.dataset.more = before && after ? 'both' : before ? 'before' : after ? 'after' : ''
    }
    // Not scrollIntoView(), which would scroll the page to the bar as well.
    const showCurrent = () => {
      const tab = bar.querySelector<HTMLElement>('[aria-current], [data-active]')
      if (tab) bar.scrollLeft = tab.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2
    }
    const observer = new ResizeObserver(() => {
      showCurrent()
      look()
    })
    observer.observe(bar)
    bar.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      bar.removeEventListener('scroll', look)
    }
  }, [current])
  return ref
}
