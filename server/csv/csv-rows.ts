/** One record of a CSV file, and why it cannot be read, if it cannot. */
export interface CsvRow {
  /** The line where it begins in the file. Quoted cells may hold line breaks, so lines and rows differ. */
  line: number
  cells: string[]
  fault: string | null
}

/** Of a longer cell this much is kept, which is more than any field takes: whoever needs the cell says that it is too long. */
export const MOST_CELL_CHARACTERS = 20_001
export const MOST_CELLS = 250

/** How a program writes cells that hold its delimiter. The standard (RFC 4180) is a quotation mark, doubled inside. */
export interface Dialect {
  delimiter: string
  /** `'` where a program quotes with that. */
  quote?: '"' | "'"
  /** A quotation mark inside a quoted cell is written `\"`. */
  escapes?: boolean
  /** Blanks stand between the delimiter and the quotation mark. */
  pads?: boolean
}

/** An unclosed quotation mark swallowed the rest of the file. */
export class UnclosedQuote extends Error {
  readonly line: number
  constructor(line: number) {
    super(`The quotation mark opened in line ${line} is never closed.`)
    this.line = line
  }
}

/**
 * Reads records from pieces of text, with any mix of line ends, and the line where each begins. A quotation mark inside
 * an unquoted cell is a character like any other. Blank lines are skipped.
 */
export class CsvReader {
  readonly #delimiter: number
  readonly #quote: string
  readonly #quoteCode: number
  readonly #escapes: boolean
  readonly #pads: boolean
  #rows: CsvRow[] = []
  #cells: string[] = []
  #cell = ''
  #blanks = ''
  #isCellEmpty = true
  #isBroken = false
  #quoted = false
  #escaped = false
  #quoteEnded = false
  #wasQuoted = false
  #wasReturn = false
  #line: number
  #rowLine: number
  #quoteLine = 1
  /** So many cells began with a quotation mark. */
  quotedCells = 0

  constructor({ delimiter, quote = '"', escapes = false, pads = false }: Dialect, firstLine = 1) {
    this.#delimiter = delimiter.charCodeAt(0)
    this.#quote = quote
    this.#quoteCode = quote.charCodeAt(0)
    this.#escapes = escapes
    this.#pads = pads
    this.#line = firstLine
    this.#rowLine = firstLine
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
    if (this.#escaped) return this.#readEscaped(text, at)
    const quote = text.indexOf(this.#quote, at)
    const escape = this.#escapes ? text.indexOf('\\', at) : -1
    const isEscape = escape >= 0 && (quote < 0 || escape < quote)
    const found = isEscape ? escape : quote
    const end = found < 0 ? text.length : found
    for (let i = at; i < end; i++) this.#countLine(text.charCodeAt(i))
    this.#append(text.slice(at, end))
    if (found < 0) return end
    this.#wasReturn = false
    if (isEscape) this.#escaped = true
    else {
      this.#quoted = false
      this.#quoteEnded = true
    }
    return found + 1
  }

  /** A backslash speaks of quotation marks and backslashes; before anything else it is a character. */
  #readEscaped(text: string, at: number): number {
    this.#escaped = false
    const letter = text.charAt(at)
    this.#countLine(text.charCodeAt(at))
    this.#append(letter === this.#quote || letter === '\\' ? letter : `\\${letter}`)
    return at + 1
  }

  #readPlain(text: string, at: number): number {
    const code = text.charCodeAt(at)
    if (code === this.#quoteCode && (this.#quoteEnded || this.#isCellEmpty)) {
      if (this.#quoteEnded) this.#append(this.#quote)
      else {
        this.#quoteLine = this.#line
        this.quotedCells++
      }
      this.#blanks = ''
      this.#isCellEmpty = false
      this.#quoteEnded = false
      this.#quoted = true
      this.#wasQuoted = true
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
    if (this.#pads && code === BLANK && (this.#isCellEmpty || this.#wasQuoted)) {
      this.#blanks += ' '
      return at + 1
    }
    let end = at + 1
    while (end < text.length && !this.#endsPlain(text.charCodeAt(end))) end++
    this.#takeBlanks()
    if (this.#wasQuoted && !this.#isStandard) this.#isBroken = true
    this.#append(text.slice(at, end))
    this.#wasReturn = false
    return end
  }

  get #isStandard(): boolean {
    return !this.#pads && !this.#escapes && this.#quote === '"'
  }

  /** Blanks that turned out not to stand before or behind a quotation mark belong to the cell. */
  #takeBlanks() {
    if (this.#blanks === '') return
    const blanks = this.#blanks
    this.#blanks = ''
    this.#append(blanks)
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
    if (this.#cell.length < MOST_CELL_CHARACTERS)
      this.#cell += text.slice(0, MOST_CELL_CHARACTERS - this.#cell.length)
  }

  #endCell() {
    if (!this.#wasQuoted) this.#takeBlanks()
    if (this.#cells.length < MOST_CELLS) this.#cells.push(this.#cell)
    this.#cell = ''
    this.#blanks = ''
    this.#isCellEmpty = true
    this.#wasQuoted = false
    this.#wasReturn = false
  }

  #endRow() {
    this.#endCell()
    const cells = this.#cells
    const isBlank = cells.every((cell) => cell.trim() === '')
    if (!isBlank) {
      const row = asRow(this.#rowLine, cells)
      if (this.#isBroken)
        row.fault ??= `A cell goes on behind its closing quotation mark (${this.#quote}). Double the marks inside of cells, or remove them.`
      this.#rows.push(row)
    }
    this.#cells = []
    this.#isBroken = false
  }
}

const NEW_LINE = 10
const RETURN = 13
const BLANK = 32

/** PostgreSQL cannot store NUL and half characters: the row is kept to be shown and handed back, and refused. */
export function asRow(line: number, written: string[]): CsvRow {
  const cells = written.map((cell) => (cell.length < MOST_CELL_CHARACTERS ? cell : beginningOf(cell)))
  const isText = cells.every((cell) => !cell.includes('\0') && cell.isWellFormed())
  if (isText) return { line, cells, fault: null }
  return {
    line,
    cells: cells.map((cell) => cell.replaceAll('\0', '\ufffd').toWellFormed()),
    fault: 'A cell holds characters that are not text (shown as \ufffd). Remove them.',
  }
}

/** Not cut within a character. */
const beginningOf = (cell: string) => cell.slice(0, MOST_CELL_CHARACTERS).replace(/[\ud800-\udbff]$/, ' ')
