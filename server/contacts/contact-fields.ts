import * as z from 'zod'
import { externalIdField } from '../customers/external-id.api.ts'
import { received, receives } from '../customers/receives.api.ts'
import { maybeText, type Fields, type Row } from '../fields/field.ts'
import { optionalLine } from '../http/fields.api.ts'
import type { Receives } from './receives.ts'

/** What belongs to a contact: to a person's place at one customer. */
export const contactFields = {
  jobTitle: {
    ...maybeText(optionalLine(100)),
    column: 'job_title',
    label: 'Job title',
    knownAs:
      'position|role|job|job position|job role|contact title|designation|occupation|title|funktion|berufsbezeichnung|stellenbezeichnung|fonction|poste|intitulé du poste|cargo|puesto|mansione|ruolo|qualifica|functie|functietitel|stanowisko',
    searched: true,
  },
  department: {
    ...maybeText(optionalLine(100)),
    column: 'department',
    label: 'Department',
    knownAs:
      'dept|division|team|unit|abteilung|bereich|service|departamento|reparto|afdeling|dział|avdelning|avdeling',
    searched: true,
  },
  receives: {
    schema: receives,
    returned: received,
    column: 'receives',
    type: 'jsonb',
    label: 'Receives',
    inSentence: 'documents',
    blank: {} as Receives,
    knownAs: 'receive|documents|gets|subscriptions|erhält',
  },
  primary: {
    schema: z.boolean(),
    returned: z.boolean(),
    column: 'is_primary',
    type: 'boolean',
    label: 'Primary contact',
    inSentence: 'primary',
    blank: false,
    knownAs:
      'primary|is primary|primary contact?|main contact|hauptkontakt|contact principal|contacto principal|contatto principale|hoofdcontact',
  },
  externalId: { ...externalIdField, knownAs: 'contact external id|external contact id' },
} as const satisfies Fields

export type ContactFields = Row<typeof contactFields>
