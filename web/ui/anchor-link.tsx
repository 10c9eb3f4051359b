import { Anchor, type AnchorProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'

type Props = AnchorProps & Omit<ComponentPropsWithRef<'a'>, keyof AnchorProps>

/** A link to a page of the app, which looks like a link. The router checks where it leads. */
export const AnchorLink = createLink((props: Props) => <Anchor {...props} />)
