import { IconAction } from './icon-action.tsx'
import { useOtherTheme } from './use-other-theme.ts'

export function ColorSchemeAction() {
  const { name, icon, use } = useOtherTheme()
  return <IconAction name={name} icon={icon} onClick={use} />
}
