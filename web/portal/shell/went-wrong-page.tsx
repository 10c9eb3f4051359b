import { useRouter } from '@tanstack/react-router'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Bare } from './bare.tsx'
import { Page } from './page.tsx'

const TITLE = 'This page cannot be shown'

/** Where nothing else stands on the screen. */
export function WentWrongPage({ error }: { error: unknown }) {
  return (
    <Bare title={TITLE}>
      <WhatWentWrong error={error} />
      <AnchorLink to="/">Go to the home page</AnchorLink>
    </Bare>
  )
}

/** Below the shell, whose pages lead on. */
export function WentWrongInside({ error }: { error: unknown }) {
  return (
    <Page title={TITLE}>
      <WhatWentWrong error={error} />
    </Page>
  )
}

function WhatWentWrong({ error }: { error: unknown }) {
  const router = useRouter()
  return <ErrorNotice error={error} retry={() => void router.invalidate()} />
}
