const formats = new Map<string, Intl.DateTimeFormat>()
/** Languages and time zones are what people chose: there may be as many as anybody can write. */
const KEPT_MOST = 500

/** One that is kept: making it takes fifty times as long as what it is made for. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options)
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locale, options)
    if (formats.size >= KEPT_MOST) formats.clear()
    formats.set(key, format)
  }
  return format
}
