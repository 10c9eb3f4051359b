import { useRouter } from '@tanstack/react-router'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { TextLink } from '../links.tsx'
import { Bare } from './bare.tsx'
import { Page } from './page.tsx'

const TITLE = 'This page cannot be shown'

/** Where nothing else stands on the screen. */
export function WentWrongPage({ error }: { error: unknown }) {
  return (
    <Bare title={TITLE}>
      <WhatWentWrong error={error} />
      <TextLink to="/">Go to the home page</TextLink>
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
