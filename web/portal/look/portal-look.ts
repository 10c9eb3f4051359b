import { createTheme, defaultVariantColorsResolver, mergeThemeOverrides } from '@mantine/core'
import { portalTheme } from '../../ui/theme.ts'

/** The portal's theme with room for the seller's colour: a bright one needs black letters on its buttons. */
export const portalLook = mergeThemeOverrides(
  portalTheme,
  createTheme({
    variantColorResolver: (input) => {
      const colors = defaultVariantColorsResolver(input)
      const isAccent = input.variant === 'filled' && (input.color ?? 'blue') === 'blue'
      if (!isAccent) return colors
      return { ...colors, color: 'var(--accent-on-fill)', border: '1px solid var(--accent-edge)' }
    },
    components: {
      // Stated here too, or Mantine takes only the letters' colour from the function above.
      Button: { defaultProps: { variant: 'filled' } },
      InputWrapper: { styles: { label: { marginBottom: 4 }, error: { marginTop: 2 } } },
    },
  }),
)
