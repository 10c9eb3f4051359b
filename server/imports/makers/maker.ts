import type { ImportField, InvoiceField } from '../imports.api.ts'

/** How a product calls the columns of a file that it exports. */
export interface MakersFile<Field extends string> {
  /** Headings that all stand in such a file, and together in no other maker's: divided by |, one set for each form of it. */
  knownBy: string[]
  /** Its headings for each field, divided by |, the best first: those that not everybody uses, or not so. */
  columns?: Partial<Record<Field, string>>
  /** Headings that others use for what Portico keeps. */
  leftOut?: string
  /**
   * The headings of what a record has several of. In a row that fills only these, the record above goes on: what is
   * blank there is what stands above.
   */
  several?: RegExp
}

/** A product whose files Portico knows. */
export interface Maker {
  name: string
  contacts?: MakersFile<ImportField>
  invoices?: MakersFile<InvoiceField>
}
