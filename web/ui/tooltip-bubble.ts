/** In a file of its own, to be loaded alone. */
export { Tooltip as Bubble } from '@mantine/core'
