import { Menu, type MenuItemProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'

type Props = MenuItemProps & Omit<ComponentPropsWithRef<'a'>, keyof MenuItemProps>

/** A link to a page of the app in a menu. The router checks where it leads. */
export const MenuItemLink = createLink((props: Props) => <Menu.Item component="a" {...props} />)
