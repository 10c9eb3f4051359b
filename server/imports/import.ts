import { Problem } from '../http/problems.ts'

/** The file as a whole cannot be imported; nothing of it was kept. */
export class UnreadableFile extends Problem {
  constructor(detail: string) {
    super(422, 'unreadable-file', 'This file cannot be imported', detail)
  }
}
