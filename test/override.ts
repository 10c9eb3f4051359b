/**
 * Replaces something in the application, for instance so that a test can look on. Given what it was before, it
 * restores that.
 */
export function override<T extends object>(one: T, by: Partial<T>): void {
  Object.assign(one, by)
}
