import { Title } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'

/** In the place of the page that failed: what stands around it stays, and leads on. */
export function WentWrongPage({ error }: { error: unknown }) {
  const router = useRouter()
  return (
    <div className="page narrow">
      <div className="page-head">
        <Title order={1}>This page cannot be shown</Title>
      </div>
      <ErrorNotice error={error} retry={() => void router.invalidate()} />
      <AnchorLink to="/receivables" display="block" mt="md">
        Go to Receivables
      </AnchorLink>
    </div>
  )
}
