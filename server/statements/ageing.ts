/** What is owed, by how long it has been due. What is due today is not overdue yet. */
export interface Ageing {
  currentMinor: number
  days1To30Minor: number
  days31To60Minor: number
  days61To90Minor: number
  daysOver90Minor: number
}

export const nothingOwed = (): Ageing => ({
  currentMinor: 0,
  days1To30Minor: 0,
  days31To60Minor: 0,
  days61To90Minor: 0,
  daysOver90Minor: 0,
})

export const totalOf = (ageing: Ageing): number =>
  Object.values(ageing).reduce((sum, minor) => sum + minor, 0)

export const overdueOf = (ageing: Ageing): number => totalOf(ageing) - ageing.currentMinor
