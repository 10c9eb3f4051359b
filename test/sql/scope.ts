import type { Catalog } from './catalog.ts'
import type { Passed } from './fact.ts'
import { word, type TreeNode } from './parse-tree.ts'

export interface Known {
  catalog: Catalog
  parameters: Passed[]
}

export type Possible = (value: string) => boolean

/** A query, where it stands, and what its conditions tell of the rows that pass them. */
export interface Scope extends Known {
  query: TreeNode
  outer: Scope | null
  present: Set<string>
  /** Of columns with few values, those that conditions leave. */
  left: Map<string, Possible[]>
  /** Outer joins that found their row, because a condition asks for something of it. */
  matched: Set<number>
  /** While what an update or insert returns is looked at, which is as it was written. */
  written: boolean
  /** Of common table expressions, those that are being looked at: a recursive one asks for itself. */
  asked: Set<TreeNode>
}

export const nameOf = (variable: TreeNode) => `${word(variable['varno'])}.${word(variable['varattno'])}`
