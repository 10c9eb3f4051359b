/** A queue with an order for each owner, served one item per owner in turn: nobody's many items keep others waiting. */
export class FairQueue<Item extends { organizationId: string }> {
  /** In the order of their turns. */
  private readonly waiting = new Map<string, Item[]>()
  length = 0

  push(item: Item) {
    const line = this.waiting.get(item.organizationId)
    if (line) line.push(item)
    else this.waiting.set(item.organizationId, [item])
    this.length += 1
  }

  lengthOf(organizationId: string): number {
    return this.waiting.get(organizationId)?.length ?? 0
  }

  /** The first in turn for whom `may` holds. */
  take(may: (organizationId: string) => boolean): Item | null {
    for (const [organizationId, line] of this.waiting) {
      if (!may(organizationId)) continue
      const item = line.shift()!
      this.waiting.delete(organizationId)
      if (line.length > 0) this.waiting.set(organizationId, line)
      this.length -= 1
      return item
    }
    return null
  }
}
