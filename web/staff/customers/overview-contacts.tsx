import { Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Customer } from '../../../server/customers/customers.api.ts'
import { receivesWords } from '../../../server/contacts/receives.ts'
import { personName } from '../../lib/formats.ts'
import { rowsOf } from '../../lib/paging.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { List, ListItem } from '../../ui/paged-list.tsx'
import { rowLink } from '../../ui/row-parts.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { useContacts } from '../contacts/contact-queries.ts'
import { placeWords } from '../contacts/contact-words.ts'
import { Phone } from './customer-facts.tsx'
import classes from './customer-overview.module.css'

const SHOWN = 5

/** Who to call: the primary contact first, each with the number and what they receive. */
export function OverviewContacts({ customer: { id: customerId } }: { customer: Customer }) {
  const query = useContacts(customerId, false)
  const contacts = rowsOf(query)
  return (
    <section aria-labelledby="customer-contacts">
      <div className={classes.head}>
        <Title order={2} id="customer-contacts">
          Contacts
        </Title>
        {!query.isPending && (
          <AnchorLink to="/customers/$customerId/contacts" params={{ customerId }}>
            {allWords(contacts.length, query.hasNextPage)}
          </AnchorLink>
        )}
      </div>
      {query.error && contacts.length === 0 && <ErrorNotice error={query.error} retry={query.refetch} />}
      {query.isPending && <SkeletonRows rows={3} height={72} />}
      {query.isSuccess && contacts.length === 0 && <Text c="dimmed">No contacts yet.</Text>}
      {contacts.length > 0 && (
        <List>
          {contacts.slice(0, SHOWN).map((contact) => (
            <ListItem key={contact.id} className={classes.item}>
              <span className={classes.first}>
                <Link
                  {...rowLink}
                  to="/customers/$customerId/contacts/$contactId"
                  params={{ customerId, contactId: contact.id }}
                >
                  {personName(contact)}
                </Link>
                <span className="muted small">{placeWords(contact) || contact.email}</span>
                <span className="muted small">Receives: {receivesWords(contact.receives)}</span>
              </span>
              <span className={classes.last}>{contact.phone && <Phone number={contact.phone} />}</span>
            </ListItem>
          ))}
        </List>
      )}
    </section>
  )
}

function allWords(known: number, isMore: boolean) {
  if (isMore) return 'All contacts'
  return known > SHOWN ? `All ${known} contacts` : 'All contacts'
}
