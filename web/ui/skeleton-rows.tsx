import { Skeleton } from '@mantine/core'

/** Rows of the height that the real ones will have, so that nothing jumps when they come. */
export function SkeletonRows({ rows = 8, height = 44 }: { rows?: number; height?: number }) {
  return (
    <div role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <div
          key={row}
          style={{ height, display: 'flex', alignItems: 'center', borderBottom: '1px solid var(--hairline)' }}
        >
          <Skeleton height={12} width={`${35 + ((row * 17) % 40)}%`} />
        </div>
      ))}
    </div>
  )
}
