import { ACCENT_DEFAULT, isHexColor, textOn } from './accent.ts'
import classes from './brand.module.css'

/** The seller's name beside its first letter on its own colour. */
export function Brand({ name, color }: { name: string; color: string }) {
  const ground = isHexColor(color) ? color : ACCENT_DEFAULT
  return (
    <span className={classes.brand}>
      <span className={classes.tile} style={{ background: ground, color: textOn(ground) }} aria-hidden="true">
        {firstLetter(name)}
      </span>
      <bdi className={classes.name} title={name}>
        {name}
      </bdi>
    </span>
  )
}

/** What a reader calls one letter may be several characters (é, किं, an emoji). */
function firstLetter(name: string): string {
  const [first] = new Intl.Segmenter().segment(name.trim())
  return first?.segment.toLocaleUpperCase() ?? ''
}
