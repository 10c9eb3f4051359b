/** One record of a CSV file, and why it cannot be read, if it cannot. */
export interface CsvRow {
  /** The line where it begins in the file. Quoted cells may hold line breaks, so lines and rows differ. */
  line: number
  cells: string[]
  fault: string | null
}

/** A longer cell is not a name, address or note: its row is refused. */
export const MOST_CELL_CHARACTERS = 20_000
const MOST_CELLS = 250

/** An unclosed quotation mark swallowed the rest of the file. */
export class UnclosedQuote extends Error {
  readonly line: number
  constructor(line: number) {
    super(`The quotation mark opened in line ${line} is never closed.`)
    this.line = line
  }
}

/**
 * Reads records (RFC 4180) from pieces of text, with any mix of line ends, and the line where each begins. A
 * quotation mark inside an unquoted cell is a character like any other. Blank lines are skipped.
 */
export class CsvReader {
  readonly #delimiter: number
  #rows: CsvRow[] = []
  #cells: string[] = []
  #cell = ''
  #isCellEmpty = true
  #isTooLong = false
  #quoted = false
  #quoteEnded = false
  #wasReturn = false
  #line = 1
  #rowLine = 1
  #quoteLine = 1

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0)
  }

  /** The records that end in this piece. */
  read(text: string): CsvRow[] {
    for (let at = 0; at < text.length;)
      at = this.#quoted ? this.#readQuoted(text, at) : this.#readPlain(text, at)
    return this.#taken()
  }

  /** The last record, which may end without a line break. */
  end(): CsvRow[] {
    if (this.#quoted) throw new UnclosedQuote(this.#quoteLine)
    if (this.#cells.length > 0 || !this.#isCellEmpty) this.#endRow()
    return this.#taken()
  }

  #taken(): CsvRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  #readQuoted(text: string, at: number): number {
    const quote = text.indexOf('"', at)
    const end = quote < 0 ? text.length : quote
    for (let i = at; i < end; i++) this.#countLine(text.charCodeAt(i))
    this.#append(text.slice(at, end))
    if (quote < 0) return end
    this.#quoted = false
    this.#quoteEnded = true
    this.#wasReturn = false
    return quote + 1
  }

  #readPlain(text: string, at: number): number {
    const code = text.charCodeAt(at)
    if (code === QUOTE && (this.#quoteEnded || this.#isCellEmpty)) {
      if (this.#quoteEnded) this.#append('"')
      else this.#quoteLine = this.#line
      this.#isCellEmpty = false
      this.#quoteEnded = false
      this.#quoted = true
      return at + 1
    }
    this.#quoteEnded = false
    if (code === this.#delimiter) {
      this.#endCell()
      return at + 1
    }
    if (code === NEW_LINE || code === RETURN) {
      const isSecondHalf = code === NEW_LINE && this.#wasReturn
      if (!isSecondHalf) this.#endRow()
      this.#countLine(code)
      this.#rowLine = this.#line
      return at + 1
    }
    let end = at + 1
    while (end < text.length && !this.#endsPlain(text.charCodeAt(end))) end++
    this.#append(text.slice(at, end))
    this.#wasReturn = false
    return end
  }

  #endsPlain(code: number): boolean {
    return code === this.#delimiter || code === NEW_LINE || code === RETURN
  }

  #countLine(code: number) {
    if (code === RETURN || (code === NEW_LINE && !this.#wasReturn)) this.#line++
    this.#wasReturn = code === RETURN
  }

  #append(text: string) {
    this.#isCellEmpty &&= text === ''
    if (this.#cell.length + text.length <= MOST_CELL_CHARACTERS) this.#cell += text
    else {
      this.#cell += text.slice(0, MOST_CELL_CHARACTERS - this.#cell.length)
      this.#isTooLong = true
    }
  }

  #endCell() {
    if (this.#cells.length < MOST_CELLS) this.#cells.push(this.#cell)
    this.#cell = ''
    this.#isCellEmpty = true
    this.#wasReturn = false
  }

  #endRow() {
    this.#endCell()
    const cells = this.#cells
    const isBlank = cells.every((cell) => cell.trim() === '')
    if (!isBlank) this.#rows.push({ line: this.#rowLine, ...storable(cells, this.#isTooLong) })
    this.#cells = []
    this.#isTooLong = false
  }
}

const QUOTE = 34
const NEW_LINE = 10
const RETURN = 13

/** PostgreSQL cannot store NUL and half characters: the row is kept to be shown and handed back, and refused. */
function storable(cells: string[], isTooLong: boolean): Pick<CsvRow, 'cells' | 'fault'> {
  if (isTooLong)
    return {
      cells,
      fault: `A cell is longer than ${MOST_CELL_CHARACTERS.toLocaleString('en')} characters, and only its beginning was kept. Shorten it.`,
    }
  const isText = cells.every((cell) => !cell.includes('\0') && cell.isWellFormed())
  if (isText) return { cells, fault: null }
  return {
    cells: cells.map((cell) => cell.replaceAll('\0', '\ufffd').toWellFormed()),
    fault: 'A cell holds characters that are not text (shown as \ufffd). Remove them.',
  }
}
