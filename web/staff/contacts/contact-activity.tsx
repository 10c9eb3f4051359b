import { Button, Title } from '@mantine/core'
import { useState } from 'react'
import type { Contact } from '../../../server/contacts/contacts.api.ts'
import { List } from '../../ui/paged-list.tsx'
import { JournalLine } from '../journal/journal-line.tsx'
import { JournalList } from '../journal/journal-list.tsx'
import { Section } from '../shell/section.tsx'
import classes from './contact-panel.module.css'

/** The last things that happened to this contact; all of them, at every customer of the person, on demand. */
export function ContactActivity({ contact }: { contact: Contact }) {
  const [all, setAll] = useState(false)
  const { recentActivity, elsewhere, personId } = contact
  if (recentActivity.length === 0) return null
  return (
    <Section>
      <div className={classes.sectionHead}>
        <Title order={3}>{all ? 'Journal' : 'Recent activity'}</Title>
        {!all && (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setAll(true)}>
            Show all
          </Button>
        )}
      </div>
      {all ? (
        <JournalList of={elsewhere.length > 0 ? { personId } : { contactId: contact.id }} />
      ) : (
        <List>
          {recentActivity.map((entry) => (
            <JournalLine
              key={entry.id}
              entry={entry}
              withCustomer={entry.contactId !== null && entry.contactId !== contact.id}
            />
          ))}
        </List>
      )}
    </Section>
  )
}
