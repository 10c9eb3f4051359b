/**
 * PostgreSQL's own tree of a statement that it has analysed, as it writes it into its catalog: nodes such as
 * `{VAR :varno 1 :varattno 2}`, lists in parentheses, bytes in brackets.
 */
export interface TreeNode {
  kind: string
  [field: string]: Tree
}
export type Tree = TreeNode | Tree[] | string | null

const TOKEN = /"(?:\\.|[^"\\])*"|[{}()[\]]|(?:\\.|[^\s{}()[\]\\])+/gs

export function parseTree(text: string): Tree {
  const tokens = text.match(TOKEN) ?? []
  let at = 0
  return one()

  function one(): Tree {
    const token = tokens[at++]!
    if (token === '{') return node()
    if (token === '(') return until(')')
    if (token === '[') return until(']')
    if (token === '<>') return null
    return token.startsWith('"') ? token.slice(1, -1) : token
  }

  function node(): TreeNode {
    const read: TreeNode = { kind: tokens[at++]! }
    while (tokens[at] !== '}') {
      const name = tokens[at++]!.slice(1)
      // Of a constant come the length and then the bytes, which say all.
      for (read[name] = one(); tokens[at] !== '}' && !tokens[at]!.startsWith(':');) read[name] = one()
    }
    at++
    return read
  }

  function until(end: string): Tree[] {
    const list: Tree[] = []
    while (tokens[at] !== end) list.push(one())
    at++
    return list
  }
}

/** The last statement of a function's body, which says what it returns. */
export function lastStatement(body: string): TreeNode {
  const tree = parseTree(body)
  if (isNode(tree)) return tree
  return nodes((tree as Tree[])[0]).at(-1)!
}

export function isNode(tree: Tree | undefined): tree is TreeNode {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree)
}

/** A field that is a word or a number. */
export const word = (tree: Tree | undefined): string => (typeof tree === 'string' ? tree : '')

/** The nodes of a list, or none where the tree has none. */
export function nodes(tree: Tree | undefined): TreeNode[] {
  return Array.isArray(tree) ? tree.filter(isNode) : []
}

/** The numbers of a set such as `(b 3 5)` or a list such as `(o 2950)`. */
export function numbers(tree: Tree | undefined): number[] {
  return Array.isArray(tree) ? tree.slice(1).map(Number) : []
}

const TEXT = '25'
const UNKNOWN = '705'

/** What a constant says, if it is a text: its bytes come after four of length, or before a zero. */
export function textOf(constant: TreeNode): string | null {
  const { consttype, constvalue } = constant
  if (!Array.isArray(constvalue)) return null
  const bytes = Buffer.from(constvalue.map(Number))
  if (consttype === TEXT) return bytes.subarray(4).toString()
  return consttype === UNKNOWN ? bytes.subarray(0, -1).toString() : null
}
