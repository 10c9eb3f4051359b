import { Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'

type Props = ButtonProps & Omit<ComponentPropsWithRef<'a'>, keyof ButtonProps>

/** A link to a page of the app, which looks like a button. The router checks where it leads. */
export const ButtonLink = createLink((props: Props) => <Button component="a" {...props} />)
