import { ActionIcon, type ActionIconProps } from '@mantine/core'
import type { ComponentPropsWithRef } from 'react'
import { Icon } from './icon.tsx'
import { Tooltip } from './tooltip.tsx'

interface Props extends ActionIconProps, Omit<ComponentPropsWithRef<'button'>, keyof ActionIconProps> {
  /** The tooltip and the name that screen readers say. */
  name: string
  icon: string
}

/** A button that is only an icon: it always has a tooltip and a name. */
export function IconAction({ name, icon, ...rest }: Props) {
  return (
    <Tooltip label={name}>
      <ActionIcon aria-label={name} {...rest}>
        <Icon path={icon} size={19} />
      </ActionIcon>
    </Tooltip>
  )
}
