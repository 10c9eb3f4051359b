import type { ReactNode } from 'react'
import { DoorCard } from '../../ui/door-card.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { Brand } from '../look/brand.tsx'
import { useDoor } from '../portal.ts'

/** The frame of the pages before sign-in: the seller's name and colour. */
export function Door(props: { title: string; lead?: ReactNode; children?: ReactNode }) {
  const { name, accentColor } = useDoor()
  usePageTitle(props.title, name)
  return <DoorCard brand={<Brand name={name} color={accentColor} />} {...props} />
}
