import { Button, Skeleton, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { unsubscribeApi } from '../../../server/mail/unsubscribing/unsubscribe.api.ts'
import { call } from '../../lib/client.ts'
import { hasStatus } from '../../lib/problem.ts'
import { queryClient } from '../../lib/query-client.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Door } from './door.tsx'
import { useLinkToken } from './link-token.ts'
import { WhoToAsk } from './who-to-ask.tsx'

/** Where the link under a letter leads. Opening it changes nothing, because programs open it, too: only the button does. */
export function UnsubscribePage() {
  const token = useLinkToken()
  return token ? <Unsubscribe key={token} token={token} /> : <Incomplete />
}

const subscriptionKey = (token: string) => ['subscription', token]

function Unsubscribe({ token }: { token: string }) {
  const params = { token }
  const { data, error, refetch } = useQuery({
    queryKey: subscriptionKey(token),
    queryFn: ({ signal }) => call(unsubscribeApi.read, { params, signal }),
  })
  const change = useMutation({
    mutationFn: (wanted: 'unsubscribe' | 'subscribeAgain') => call(unsubscribeApi[wanted], { params }),
    onSuccess: (subscription) => queryClient.setQueryData(subscriptionKey(token), subscription),
  })
  if (hasStatus(error, 410) || hasStatus(change.error, 410)) return <Void />
  if (!data)
    return (
      <Door title="Unsubscribe">
        {error ? <ErrorNotice error={error} retry={refetch} /> : <Skeleton height={88} />}
      </Door>
    )

  const { kind, customerName, organizationName, unsubscribedAt } = data
  return unsubscribedAt ? (
    <Door title="You are unsubscribed" lead={`You will receive no more ${kind} for ${customerName}.`}>
      <Text role="status">
        {organizationName} still sends you everything else that you receive, such as invoices.
      </Text>
      <ErrorNotice error={change.error} />
      <Button
        variant="default"
        fullWidth
        loading={change.isPending}
        onClick={() => change.mutate('subscribeAgain')}
      >
        Subscribe again
      </Button>
    </Door>
  ) : (
    <Door
      title={`Unsubscribe from ${kind}?`}
      lead={`${organizationName} sends you ${kind} as a contact of ${customerName}.`}
    >
      <Text>You still receive everything else, such as invoices. You can subscribe again here.</Text>
      <ErrorNotice error={change.error} />
      <Button fullWidth loading={change.isPending} onClick={() => change.mutate('unsubscribe')}>
        Unsubscribe
      </Button>
    </Door>
  )
}

/** It says nothing about the contact who has the place now. */
function Void() {
  return (
    <Door title="This link is no longer valid">
      <Text role="alert">
        It works only for the person and the address that the e-mail was sent to. Nothing was changed.
      </Text>
      <Text>Do you still get e-mails that you do not want? Use the link in the latest one.</Text>
      <WhoToAsk when="No such link?" />
    </Door>
  )
}

function Incomplete() {
  return (
    <Door title="This link is not complete">
      <Text>Open it from the e-mail again. Nothing was changed.</Text>
    </Door>
  )
}
