import classes from './server-words.module.css'

/** What a mail server said, letter for letter. */
export function ServerWords({ children }: { children: string | null }) {
  return children && <p className={classes.words}>{children}</p>
}
