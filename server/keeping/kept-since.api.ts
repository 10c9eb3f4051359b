import type * as z from 'zod'
import { page, time } from '../http/fields.api.ts'

/** A page of what the operator may keep for a while only. */
export const pageOfKept = <T extends z.ZodType>(of: T) =>
  page(of).extend({
    keptSince: time
      .nullable()
      .describe('On the last page: those from before this moment were not kept. Null: nothing is missing.'),
  })
