import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { mdiWeatherNight, mdiWhiteBalanceSunny } from '@mdi/js'
import { IconAction } from './icon-action.tsx'

/** Light or dark: starts as the device says, stays as the person says. */
export function ColorSchemeAction() {
  const { setColorScheme } = useMantineColorScheme()
  const isDark = useComputedColorScheme('light') === 'dark'
  return (
    <IconAction
      name={isDark ? 'Use light colours' : 'Use dark colours'}
      icon={isDark ? mdiWhiteBalanceSunny : mdiWeatherNight}
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
    />
  )
}
