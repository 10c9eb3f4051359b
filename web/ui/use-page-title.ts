import { useEffect } from 'react'

/** Names the browser tab after the page. */
export function usePageTitle(...parts: (string | undefined)[]) {
  const title = parts.filter(Boolean).join(' · ')
  useEffect(() => {
    document.title = title
  }, [title])
}
