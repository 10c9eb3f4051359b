import { ErrorNotice } from '../../ui/error-notice.tsx'

export function WentWrongPage({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <div className="page narrow">
      <ErrorNotice error={error} retry={reset} />
    </div>
  )
}
