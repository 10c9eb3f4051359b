type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** To the next row, the one before, or nowhere: by the arrow keys, and by j and k as in mail programs. */
export function rowStep({ key, ctrlKey, metaKey, altKey }: Key): 1 | -1 | 0 {
  if (ctrlKey || metaKey || altKey) return 0
  if (key === 'ArrowDown' || key === 'j') return 1
  return key === 'ArrowUp' || key === 'k' ? -1 : 0
}
