/** The latest results, up to this many bytes: the one unused for longest is dropped first. */
export class RecentBytes {
  private readonly entries = new Map<string, Buffer>()
  private size = 0
  private readonly mostBytes: number

  constructor(mostBytes: number) {
    this.mostBytes = mostBytes
  }

  get(key: string): Buffer | undefined {
    const bytes = this.entries.get(key)
    if (bytes) {
      this.entries.delete(key)
      this.entries.set(key, bytes)
    }
    return bytes
  }

  set(key: string, bytes: Buffer) {
    this.delete(key)
    if (bytes.length > this.mostBytes) return
    this.entries.set(key, bytes)
    this.size += bytes.length
    for (const oldest of this.entries.keys()) {
      if (this.size <= this.mostBytes) return
      this.delete(oldest)
    }
  }

  private delete(key: string) {
    this.size -= this.entries.get(key)?.length ?? 0
    this.entries.delete(key)
  }
}
