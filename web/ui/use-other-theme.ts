import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { mdiWeatherNight, mdiWhiteBalanceSunny } from '@mdi/js'

/** The theme one could change to: it starts as the device says, and stays as the person says. */
export function useOtherTheme() {
  const { setColorScheme } = useMantineColorScheme()
  const isDark = useComputedColorScheme('light') === 'dark'
  return isDark
    ? { name: 'Use light theme', icon: mdiWhiteBalanceSunny, use: () => setColorScheme('light') }
    : { name: 'Use dark theme', icon: mdiWeatherNight, use: () => setColorScheme('dark') }
}
