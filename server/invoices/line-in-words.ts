import { formatMinor } from '../documents/money.ts'

/** A line as people say it: `2 × €12.50 Chai`. For the journal, and for what changed from one revision to the next. */
export const lineInWords = (
  {
    quantity,
    unitPriceMinor,
    description,
  }: { quantity: string; unitPriceMinor: number; description: string },
  currency: string,
): string => `${quantity} × ${formatMinor(unitPriceMinor, currency, 'en')} ${description}`
