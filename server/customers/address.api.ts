import * as z from 'zod'
import { line } from '../http/fields.api.ts'

export const address = z.strictObject({
  line1: line(200).default(''),
  line2: line(200).default(''),
  city: line(100).default(''),
  region: line(100).default(''),
  postalCode: line(20).default(''),
  country: line(100).default(''),
})
export type Address = z.infer<typeof address>

export const noAddress: Address = { line1: '', line2: '', city: '', region: '', postalCode: '', country: '' }
