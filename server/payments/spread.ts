/** Which invoice gets how much. Pure: the browser uses it to show what the server will do. */
export function spread(
  amountMinor: number,
  owed: readonly { id: string; balanceMinor: number }[],
): { invoiceId: string; amountMinor: number }[] {
  const allocations: { invoiceId: string; amountMinor: number }[] = []
  let left = amountMinor
  for (const { id, balanceMinor } of owed) {
    if (left <= 0) break
    const paid = Math.min(left, balanceMinor)
    if (paid > 0) allocations.push({ invoiceId: id, amountMinor: paid })
    left -= paid
  }
  return allocations
}
