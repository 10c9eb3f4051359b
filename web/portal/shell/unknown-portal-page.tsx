import { Text } from '@mantine/core'
import { portal } from '../portal.ts'
import { Bare } from './bare.tsx'

/** A mistyped address, most likely: says what a right one looks like. */
export function UnknownPortalPage() {
  return (
    <Bare title="There is no portal at this address">
      <Text>
        {portal === '' ? (
          'The address is incomplete: it must name the company whose portal you want to open.'
        ) : (
          <>
            No company here is called <bdi>“{portal}”</bdi>. Perhaps a letter is missing, or there is one too
            many.
          </>
        )}
      </Text>
      <Text>Open the address from the e-mail that you were sent, or ask the company that sent it.</Text>
    </Bare>
  )
}
