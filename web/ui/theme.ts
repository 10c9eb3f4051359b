import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'
import { breakpoints } from './breakpoints.ts'
import tabs from './tabs.module.css'

/** One accent. Shade 7 carries white text at 6:1, shade 4 is the link on dark. */
const blue: MantineColorsTuple = [
  '#eff4ff',
  '#dce8ff',
  '#bdd3ff',
  '#92b5ff',
  '#7aa5ff',
  '#457cf7',
  '#2f68ee',
  '#2158de',
  '#1f50cc',
  '#1b44a8',
]

/** Neutral greys; 6 is the quietest one that still reads on white (5.8:1). */
const gray: MantineColorsTuple = [
  '#f7f8f9',
  '#f1f2f4',
  '#e7e9ec',
  '#dcdfe4',
  '#c6cad1',
  '#737a86',
  '#5c636e',
  '#444a54',
  '#2b3038',
  '#16181d',
]

const dark: MantineColorsTuple = [
  '#e9eaed',
  '#c6c9cf',
  '#a0a5ae',
  '#8b919b',
  '#393d45',
  '#2b2e35',
  '#1e2026',
  '#15171b',
  '#101216',
  '#0b0c0f',
]

const green: MantineColorsTuple = [
  '#ebf9f0',
  '#d3f1de',
  '#a8e2bd',
  '#78d199',
  '#52c27c',
  '#2fa860',
  '#1c8f4c',
  '#14763d',
  '#0f6633',
  '#0a5228',
]

const red: MantineColorsTuple = [
  '#fff1f0',
  '#ffe0de',
  '#ffc1bd',
  '#ff9a94',
  '#fb7f78',
  '#ea554d',
  '#d93a32',
  '#c22c25',
  '#ab241e',
  '#8c1b16',
]

const amber: MantineColorsTuple = [
  '#fff7e8',
  '#ffecc9',
  '#ffdb99',
  '#fcc562',
  '#f2ae3a',
  '#d98e16',
  '#b67208',
  '#935a04',
  '#7d4c05',
  '#633b04',
]

const fontFamily = "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"

/** Beside Mantine's names: `small` is what stands below or beside what matters, `sum` and `figure` are amounts that a part or a page is about. */
function makeTheme(
  sizes: Record<'xs' | 'small' | 'sm' | 'md' | 'lg' | 'sum' | 'xl' | 'figure', number>,
  control: 'sm' | 'md',
) {
  const inputs = { size: control }
  const pixels = (size: number) => `${size / 16}rem`
  return createTheme({
    colors: { blue, gray, dark, green, red, amber },
    primaryColor: 'blue',
    primaryShade: { light: 7, dark: 8 },
    black: '#16181d',
    fontFamily,
    fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace",
    headings: {
      fontFamily,
      fontWeight: '600',
      sizes: {
        h1: { fontSize: pixels(sizes.xl + 2), lineHeight: '1.3' },
        h2: { fontSize: pixels(sizes.lg), lineHeight: '1.4' },
        h3: { fontSize: pixels(sizes.md), lineHeight: '1.45' },
      },
    },
    fontSizes: Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, pixels(size)])),
    breakpoints: {
      xs: pixels(breakpoints.phone),
      sm: pixels(breakpoints.narrow),
      md: pixels(breakpoints.alone),
    },
    lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.55', xl: '1.6' },
    radius: { xs: '4px', sm: '6px', md: '6px', lg: '6px', xl: '999px' },
    defaultRadius: 'md',
    spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
    shadows: {
      md: '0 1px 2px rgb(15 18 25 / 6%), 0 6px 20px rgb(15 18 25 / 9%)',
    },
    cursorType: 'pointer',
    respectReducedMotion: true,
    focusRing: 'auto',
    // By their names alone: a component imported here would be part of the first load of every page.
    components: {
      Button: {
        defaultProps: { size: control },
        styles: { root: { fontWeight: 500 } },
      },
      ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 32 } },
      Anchor: { defaultProps: { underline: 'hover' } },
      Badge: { defaultProps: { variant: 'light', tt: 'none', fw: 500 } },
      Checkbox: { defaultProps: { size: control } },
      TextInput: { defaultProps: inputs },
      PasswordInput: { defaultProps: inputs },
      Textarea: { defaultProps: inputs },
      InputWrapper: { styles: { label: { marginBottom: 4 } } },
      Select: {
        // The list itself scrolls: a box around the choices would be one that no key reaches.
        defaultProps: { ...inputs, checkIconPosition: 'right', withScrollArea: false },
        styles: { options: { maxHeight: 280, overflowY: 'auto' } },
      },
      Tabs: { classNames: { list: tabs.tabs, tab: tabs.tab } },
      Paper: { defaultProps: { withBorder: true } },
      Menu: {
        // Beside its button, so that it stays within the landmark; without the placeholder, which no menu may contain.
        defaultProps: { shadow: 'md', radius: 'md', withinPortal: false, withInitialFocusPlaceholder: false },
      },
      Popover: { defaultProps: { shadow: 'md', withArrow: false } },
      Modal: {
        defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.35 } },
        styles: { title: { fontWeight: 600 } },
      },
    },
  })
}

export const staffTheme = makeTheme(
  { xs: 12, small: 13, sm: 14, md: 14, lg: 16, sum: 18, xl: 20, figure: 26 },
  'sm',
)
export const portalTheme = makeTheme(
  { xs: 13, small: 14, sm: 15, md: 16, lg: 18, sum: 18, xl: 24, figure: 22 },
  'md',
)

/** Where Mantine's own choice is too faint to read (AA), the few surfaces of ours, and the scale of how long something is overdue. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-error': 'var(--mantine-color-red-7)',
    '--mantine-color-success': 'var(--mantine-color-green-7)',
    '--mantine-color-default-border': 'var(--mantine-color-gray-3)',
    '--mantine-color-gray-light-color': 'var(--mantine-color-gray-7)',
    '--mantine-color-gray-outline': 'var(--mantine-color-gray-7)',
    '--hairline': '#e8eaed',
    '--canvas': '#ffffff',
    '--quiet': '#fafbfc',
    '--hover': '#f5f6f8',
    '--selected': '#eff4ff',
    '--state-good': '#14763d',
    '--state-wait': '#935a04',
    '--state-bad': '#c22c25',
    '--state-off': '#5c636e',
    '--state-info': '#2158de',
    '--age-none': '#2158de',
    '--age-30': '#d98e16',
    '--age-60': '#c2600c',
    '--age-90': '#c22c25',
    '--age-more': '#7d1510',
  },
  dark: {
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-success': 'var(--mantine-color-green-4)',
    '--mantine-color-default-border': '#40454f',
    '--mantine-color-gray-light-color': 'var(--mantine-color-dark-1)',
    '--mantine-color-gray-outline': 'var(--mantine-color-dark-1)',
    '--hairline': '#282b32',
    '--canvas': '#15171b',
    '--quiet': '#191b20',
    '--hover': '#1e2026',
    '--selected': '#1b2540',
    '--state-good': '#52c27c',
    '--state-wait': '#f2ae3a',
    '--state-bad': '#fb7f78',
    '--state-off': '#a0a5ae',
    '--state-info': '#7aa5ff',
    '--age-none': '#457cf7',
    '--age-30': '#fcc562',
    '--age-60': '#f0924b',
    '--age-90': '#f2635b',
    '--age-more': '#c9302a',
  },
})
