/** What is known of a value before any row is read. */
export interface Fact {
  type: number
  nullable: boolean
  /** The table and column that it is, as it stands there. */
  column?: string
  /** The only texts it can be. */
  values?: string[]
  /** What is in it, where the statement itself builds the JSON. */
  json?: { object: Record<string, Fact> } | { list: Fact }
}

/** What is passed for a parameter, of a statement or of a function. */
export interface Passed {
  nullable: boolean
  elementsNullable: boolean
}
