import { isNode, nodes, numbers, textOf, word, type Tree, type TreeNode } from './parse-tree.ts'
import { nameOf, type Possible, type Scope } from './scope.ts'

/** What the conditions of a query tell of the rows that pass them. */

/** Kinds as PostgreSQL numbers them. */
const INNER = '0'
const LEFT = '1'
const RIGHT = '3'
export const IS_NULL = '0'
export const IS_NOT_NULL = '1'

/** Which columns the rows of a join cannot have as null, because its conditions would not hold. */
export function applyJoins(tree: TreeNode, scope: Scope): void {
  if (tree.kind === 'FROMEXPR') {
    applyCondition(tree['quals'], scope)
    for (const part of nodes(tree['fromlist'])) applyJoins(part, scope)
  }
  if (tree.kind !== 'JOINEXPR') return
  const sides = { left: tree['larg'] as TreeNode, right: tree['rarg'] as TreeNode }
  if (tree['jointype'] === INNER) {
    applyCondition(tree['quals'], scope)
    applyJoins(sides.left, scope)
    applyJoins(sides.right, scope)
  }
  // What an outer join asks of its optional side holds where that side is there at all.
  if (tree['jointype'] === LEFT) {
    applyJoins(sides.left, scope)
    applyOptional(sides.right, tree['quals'], scope)
  }
  if (tree['jointype'] === RIGHT) {
    applyJoins(sides.right, scope)
    applyOptional(sides.left, tree['quals'], scope)
  }
}

function applyOptional(side: TreeNode, condition: Tree | undefined, scope: Scope): void {
  const there: Scope = { ...scope, present: new Set(), matched: new Set(), left: new Map() }
  applyCondition(condition, there)
  applyJoins(side, there)
  const tables = tablesOf(side)
  const isOfSide = (name: string) => tables.includes(name.split('.')[0]!)
  for (const name of there.present) if (isOfSide(name)) scope.present.add(name)
  for (const [name, possible] of there.left)
    if (isOfSide(name)) scope.left.set(name, [...(scope.left.get(name) ?? []), ...possible])
}

function tablesOf(side: TreeNode): string[] {
  if (side.kind === 'RANGETBLREF') return [word(side['rtindex'])]
  if (side.kind === 'JOINEXPR')
    return [...tablesOf(side['larg'] as TreeNode), ...tablesOf(side['rarg'] as TreeNode)]
  return nodes(side['fromlist']).flatMap(tablesOf)
}

/** A condition that holds: what is it that cannot have been null? */
export function applyCondition(condition: Tree | undefined, scope: Scope): void {
  if (!isNode(condition)) return
  const operands = nodes(condition['args'])
  switch (condition.kind) {
    case 'BOOLEXPR':
      if (condition['boolop'] === 'and') for (const operand of operands) applyCondition(operand, scope)
      if (condition['boolop'] === 'or') applyEither(operands, scope)
      if (condition['boolop'] === 'not') {
        leave(operands[0]!, (value) => value === 'false', scope)
        applyNotNull(operands[0], scope)
      }
      return
    case 'NULLTEST':
      if (condition['nulltesttype'] === IS_NOT_NULL) applyNotNull(condition['arg'], scope)
      return
    case 'SCALARARRAYOPEXPR':
      applyValues(condition, scope)
      return applyNotNull(operands[0], scope)
    default:
      applyValues(condition, scope)
      applyNotNull(condition, scope)
  }
}

/** One of several conditions holds: what follows from each of them follows. */
function applyEither(conditions: TreeNode[], scope: Scope): void {
  const cases = conditions.map((condition) => {
    const inCase: Scope = { ...scope, present: new Set(), matched: new Set(), left: new Map() }
    applyCondition(condition, inCase)
    return inCase
  })
  const [first, ...others] = cases
  for (const name of first!.present)
    if (others.every(({ present }) => present.has(name))) scope.present.add(name)
  for (const name of first!.left.keys()) {
    const inEach = cases.map(({ left }) => left.get(name))
    const may: Possible = (value) => inEach.some((possible) => possible?.every((one) => one(value)) ?? true)
    scope.left.set(name, [...(scope.left.get(name) ?? []), may])
  }
}

/** `state = 'sent'`, `state <> 'draft'`, `state in ('sent', 'void')`, `active`, `not active`. */
function applyValues(condition: TreeNode, scope: Scope): void {
  if (condition.kind === 'VAR') return leave(condition, (value) => value === 'true', scope)
  const [variable, compared] = nodes(condition['args'])
  if (!variable || !compared) return
  const operator = scope.catalog.operators.get(Number(condition['opno']))
  const texts = compared.kind === 'ARRAYEXPR' ? nodes(compared['elements']) : [compared]
  const values = texts.map((text) => (text.kind === 'CONST' ? textOf(text) : null))
  if (values.includes(null)) return
  if (operator === '=') leave(variable, (value) => values.includes(value), scope)
  if (operator === '<>' && condition.kind === 'OPEXPR')
    leave(variable, (value) => !values.includes(value), scope)
}

function leave(variable: TreeNode, possible: Possible, { left }: Scope): void {
  if (variable.kind !== 'VAR' || variable['varlevelsup'] !== '0') return
  left.set(nameOf(variable), [...(left.get(nameOf(variable)) ?? []), possible])
}

/** Something that is not null: neither then is what it is made of, if nothing of it may be null without it being so. */
export function applyNotNull(operand: Tree | undefined, scope: Scope): void {
  if (!isNode(operand)) return
  if (operand.kind === 'VAR' && operand['varlevelsup'] === '0') {
    scope.present.add(nameOf(operand))
    for (const join of numbers(operand['varnullingrels'])) scope.matched.add(join)
  }
  const strict =
    operand.kind === 'OPEXPR' ||
    (operand.kind === 'FUNCEXPR' && scope.catalog.functions.get(Number(operand['funcid']))!.strict)
  if (strict) for (const part of nodes(operand['args'])) applyNotNull(part, scope)
  if (operand.kind === 'RELABELTYPE' || operand.kind === 'COERCEVIAIO') applyNotNull(operand['arg'], scope)
}
