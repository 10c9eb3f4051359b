/** Words that somebody typed, cut where the place ends, whole on hover; each is read in its own direction. */
export function OneLine({ children, className = '' }: { children: string; className?: string }) {
  return (
    <span className={`one-line ${className}`} dir="auto" title={children}>
      {children}
    </span>
  )
}
