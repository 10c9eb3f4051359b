/** What the words of a status say of what is owed. Null: nothing that Portico knows. */
export type Owed = 'draft' | 'never' | 'paid' | 'partly' | 'unpaid' | 'open' | null

/** How programs say it, in the languages of the headings. */
const WORDS: Record<Exclude<Owed, null>, string> = {
  draft: 'draft|entwurf|brouillon|borrador|bozza|concept|szkic|rascunho|utkast|kladde',
  never:
    'void|voided|cancelled|canceled|cancel|deleted|write off|written off|writeoff|bad debt|uncollectible|refunded|partially refunded|refund|reversed|credited|declined|rejected|expired|abandoned|quote|quotation|estimate|order|proforma|pro forma|storniert|gutgeschrieben|uneinbringlich|angebot|annulé|annulée|remboursé|remboursée|devis|anulada|anulado|cancelada|reembolsada|presupuesto|annullata|annullato|stornata|rimborsata|preventivo|geannuleerd|gecrediteerd|offerte|anulowana|anulowano|zwrócona',
  paid: 'paid|paid in full|fully paid|full paid|in payment|closed|settled|complete|completed|cleared|auto paid|bezahlt|voll bezahlt|vollständig bezahlt|beglichen|ausgeglichen|payé|payée|réglé|réglée|soldée|acquittée|pagado|pagada|cobrado|cobrada|pagato|pagata|saldato|saldata|incassata|betaald|volledig betaald|voldaan|zapłacono|zapłacona|opłacono|opłacona|rozliczona|pago|paga|liquidada|betalt|betald|maksettu|uhrazeno|zaplaceno',
  partly:
    'partial|partly paid|partially paid|partlypaid|part paid|partial paid|partial payment|payment partial|teilbezahlt|teilweise bezahlt|teilzahlung|angezahlt|partiellement payé|partiellement payée|partiellement réglée|payée partiellement|parcialmente pagada|pagada parcialmente|pago parcial|parzialmente pagata|parzialmente pagato|pagata parzialmente|deels betaald|gedeeltelijk betaald|częściowo zapłacona|częściowo opłacona|delvis betalt|delvis betald',
  unpaid:
    'unpaid|not paid|open|due|overdue|past due|outstanding|late|awaiting payment|payment pending|payment due|pending|unbezahlt|nicht bezahlt|offen|fällig|überfällig|gemahnt|impayé|impayée|non payé|non payée|en retard|à payer|pendiente|vencida|impagada|no pagada|da pagare|non pagata|non pagato|insoluta|scaduta|onbetaald|niet betaald|openstaand|vervallen|niezapłacona|nieopłacona|przeterminowana',
  open: 'sent|viewed|emailed|mailed|issued|authorised|authorized|approved|posted|submitted|invoice|invoiced|final|finalized|finalised|delivered|active|printed|validated|disputed|gesendet|versendet|verschickt|gestellt|gebucht|envoyé|envoyée|émise|validée|emitida|enviada|emessa|inviata|verzonden|verstuurd|wystawiona|wysłana',
}

const said = (word: string) =>
  word
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim()
const OWED = new Map(
  Object.entries(WORDS).flatMap(([owed, words]) =>
    words.split('|').map((word) => [said(word), owed as Owed]),
  ),
)

/** `Paid`, `partially_paid`, `bezahlt`, `Written off`. */
export const owedBy = (status: string): Owed => OWED.get(said(status)) ?? null

/** `Yes`, `TRUE`, `1`, `x`: whether a cell says so. Null: it says something else. */
export function yesOrNo(cell: string): boolean | null {
  if (/^(?:yes|y|true|t|1|x|ja|oui|sí|si|vrai|wahr|tak|sim)$/i.test(cell)) return true
  return /^(?:no|n|false|f|0|nein|non|nee|nie|faux|falsch)$/i.test(cell) ? false : null
}
