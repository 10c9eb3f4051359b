import { useRouter } from '@tanstack/react-router'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Bare } from './bare.tsx'

export function WentWrongPage({ error }: { error: unknown }) {
  const router = useRouter()
  return (
    <Bare title="This page cannot be shown">
      <ErrorNotice error={error} retry={() => void router.invalidate()} />
    </Bare>
  )
}
