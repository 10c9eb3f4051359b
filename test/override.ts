/** Has something of the application do otherwise, such as while a test looks on. Given what it was before, it does that again. */
export function override<T extends object>(one: T, by: Partial<T>): void {
  Object.assign(one, by)
}
