import { Problem } from '../../http/problems.ts'

/** Which part of a document keeps it from becoming a PDF, as far as is known, and never what the part holds. */
export class PdfFailed extends Problem {
  constructor(what: string, remedy: string) {
    super(
      422,
      'pdf-not-made',
      'The PDF could not be made',
      `The ${what} could not be made into a PDF: ${remedy}`,
    )
  }
}

/** The compiler's process ended, perhaps by accident. */
export class PdfInterrupted extends Problem {
  constructor(what: string) {
    super(
      503,
      'pdf-interrupted',
      'The PDF was interrupted',
      `The ${what} was interrupted while it was made into a PDF. Try again in a moment.`,
      { retryAfterSeconds: 5 },
    )
  }
}

export class TooManyPdfs extends Problem {
  constructor() {
    super(
      503,
      'too-many-pdfs',
      'Too many PDFs are being made',
      'Many other PDFs of your organization are being made. Try again in a moment.',
      { retryAfterSeconds: 5 },
    )
  }
}
