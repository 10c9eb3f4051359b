import { type Accent, accentOn } from './accent.ts'

/** Dresses the portal in the seller's colour, readable in light and dark. */
export function AccentStyle({ color }: { color: string }) {
  return (
    <style>
      {`:root[data-mantine-color-scheme='light'] { ${variables(accentOn('light', color))} }
:root[data-mantine-color-scheme='dark'] { ${variables(accentOn('dark', color))} }`}
    </style>
  )
}

// Mantine's primary colour is called blue in ui/theme.ts; its names are given the seller's colour here.
function variables({ fill, fillHover, onFill, edge, text }: Accent): string {
  return Object.entries({
    '--accent-on-fill': onFill,
    '--accent-edge': edge,
    '--mantine-primary-color-filled': fill,
    '--mantine-primary-color-filled-hover': fillHover,
    '--mantine-color-blue-filled': fill,
    '--mantine-color-blue-filled-hover': fillHover,
    '--mantine-color-blue-text': text,
    '--mantine-color-blue-light-color': text,
    '--mantine-color-blue-5': text,
    '--mantine-color-anchor': text,
  })
    .map(([name, value]) => `${name}: ${value};`)
    .join(' ')
}
