import { Skeleton } from '@mantine/core'
import { afterPage } from './after-page.tsx'

/** For a page where few people have so many to choose from. Until it comes its place is held: `height` is that of the app's fields. */
export const choiceFieldLater = (height: number) =>
  afterPage(
    () => import('./choice-field.tsx').then(({ ChoiceField }) => ChoiceField),
    ({ className, w }) => <Skeleton className={className} w={w} height={height} />,
  )
