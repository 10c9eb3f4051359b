import { type ComponentType, lazy, Suspense } from 'react'

const AGAIN_AFTER_SECONDS = 5

/** Told by the router. */
export let pageIsShown = () => {}
const firstPage = new Promise<void>((shown) => (pageIsShown = shown))

/**
 * A part that the first page, which is what people came for, does not wait for. Where it is slow to come, what is there stays
 * as it is, and so does what is typed.
 */
export function afterPage<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Meanwhile?: ComponentType<Props>,
) {
  const untilItComes = (): Promise<ComponentType<Props>> =>
    load().catch(async () => {
      await new Promise((again) => setTimeout(again, AGAIN_AFTER_SECONDS * 1000))
      return untilItComes()
    })
  const Part = lazy(async () => {
    await firstPage
    return { default: await untilItComes() }
  }) as unknown as ComponentType<Props>
  return function Later(props: Props) {
    return (
      <Suspense fallback={Meanwhile && <Meanwhile {...props} />}>
        <Part {...props} />
      </Suspense>
    )
  }
}
