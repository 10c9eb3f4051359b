import type { ComponentProps } from 'react'
import classes from './section.module.css'

/** A part of what was opened, such as of a panel, under a line. */
export function Section(props: ComponentProps<'section'>) {
  return <section className={classes.section} {...props} />
}
