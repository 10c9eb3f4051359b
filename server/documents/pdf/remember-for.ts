/** Facts that hold for a while, and at most this many of them: the oldest is dropped first. */
export class RememberFor<Fact> {
  private readonly facts = new Map<string, { fact: Fact; until: number }>()
  private readonly seconds: number
  private readonly most: number

  constructor({ seconds, most }: { seconds: number; most: number }) {
    this.seconds = seconds
    this.most = most
  }

  get(key: string): Fact | undefined {
    const found = this.facts.get(key)
    if (found && found.until > performance.now()) return found.fact
    this.facts.delete(key)
    return undefined
  }

  set(key: string, fact: Fact) {
    this.facts.delete(key)
    this.facts.set(key, { fact, until: performance.now() + this.seconds * 1_000 })
    for (const oldest of this.facts.keys()) {
      if (this.facts.size <= this.most) return
      this.facts.delete(oldest)
    }
  }
}
