import type { NullRule } from './catalog.ts'
import { applyCondition, applyJoins, applyNotNull, IS_NOT_NULL, IS_NULL } from './conditions.ts'
import { alwaysGives, neverNull } from './never-null.ts'
import { isNode, nodes, numbers, textOf, word, type Tree, type TreeNode } from './parse-tree.ts'
import { nameOf, type Known, type Scope } from './scope.ts'
import type { Fact } from './fact.ts'

const ANY_VALUE: Fact = { type: 0, nullable: true }
const BOOLEAN = 16
const BIGINT = 20

/** Kinds as PostgreSQL numbers them. */
const SELECT = '1'
const UPDATE = '2'
const INSERT = '3'
const DELETE = '4'
const RELATION = '0'
const SUBQUERY = '1'
const JOIN = '2'
const FUNCTION = '3'
const VALUES = '5'
const CTE = '6'
const GROUP = '9'
const EXISTS = '0'
const OF_ONE_VALUE = '4'
const OF_MANY_VALUES = '6'

/** The columns that a statement returns, in their order. */
export function inferColumns(query: TreeNode, known: Known): (Fact & { name: string })[] {
  return outputs(scopeOf(query, null, known))
}

function scopeOf(query: TreeNode, outer: Scope | null, known: Known | Scope): Scope {
  const scope: Scope = {
    catalog: known.catalog,
    parameters: known.parameters,
    query,
    outer,
    present: new Set(),
    left: new Map(),
    matched: new Set(),
    written: false,
    asked: outer?.asked ?? new Set(),
  }
  if (isNode(query['jointree'])) applyJoins(query['jointree'], scope)
  return scope
}

function outputs(scope: Scope): (Fact & { name: string })[] {
  return entriesOf(scope).map((entry, place) => ({ ...output(scope, place), name: word(entry['resname']) }))
}

function entriesOf({ query }: Scope): TreeNode[] {
  const entries = nodes(query['commandType'] === SELECT ? query['targetList'] : query['returningList'])
  return entries.filter(({ resjunk }) => resjunk === 'false')
}

function output(scope: Scope, place: number): Fact {
  const { commandType, setOperations } = scope.query
  if (isNode(setOperations)) return ofUnion(setOperations, place, scope)
  const entry = entriesOf(scope)[place]
  return entry
    ? infer(entry['expr'], commandType === SELECT ? scope : { ...scope, written: true })
    : ANY_VALUE
}

function ofUnion(operation: TreeNode, place: number, scope: Scope): Fact {
  if (operation['kind'] === 'RANGETBLREF') {
    const entry = nodes(scope.query['rtable'])[Number(operation['rtindex']) - 1]!
    return output(scopeOf(entry['subquery'] as TreeNode, scope, scope), place)
  }
  return either([operation['larg'], operation['rarg']].map((arm) => ofUnion(arm as TreeNode, place, scope)))
}

/** One of several, and nobody knows which. */
function either(facts: Fact[]): Fact {
  const some = facts.filter(({ type, nullable }) => type !== 0 || !nullable)
  const values = some.every((fact) => fact.values) ? some.flatMap((fact) => fact.values!) : undefined
  const json = some.find((fact) => fact.json)?.json
  return {
    type: some[0]?.type ?? 0,
    nullable: facts.some(({ nullable }) => nullable),
    ...(values && { values: [...new Set(values)] }),
    ...(json && { json }),
  }
}

function infer(tree: Tree | undefined, scope: Scope): Fact {
  if (!isNode(tree)) return ANY_VALUE
  const of = (operand: Tree | undefined) => infer(operand, scope)
  const all = (operands: Tree | undefined) => nodes(operands).map(of)
  const whenAllAre = (operands: Tree | undefined, type: number): Fact => ({
    type,
    nullable: all(operands).some(({ nullable }) => nullable),
  })
  switch (tree.kind) {
    case 'VAR':
      return ofVariable(tree, scope)
    case 'CONST':
      return ofConstant(tree)
    case 'PARAM': {
      const passed = scope.parameters[Number(tree['paramid']) - 1]
      return { type: Number(tree['paramtype']), nullable: passed?.nullable ?? true }
    }
    case 'RELABELTYPE':
      return { ...of(tree['arg']), type: Number(tree['resulttype']) }
    case 'COERCEVIAIO':
    case 'ARRAYCOERCEEXPR':
      return { type: Number(tree['resulttype']), nullable: of(tree['arg']).nullable }
    case 'COERCETODOMAIN':
    case 'COLLATEEXPR':
      return of(tree['arg'])
    case 'FUNCEXPR':
      return ofFunction(tree, scope)
    case 'OPEXPR': {
      const type = Number(tree['opresulttype'])
      return scope.catalog.operators.get(Number(tree['opno']))!.match(/^(->|#>)/)
        ? { type, nullable: true }
        : whenAllAre(tree['args'], type)
    }
    case 'SCALARARRAYOPEXPR':
      return whenAllAre(tree['args'], BOOLEAN)
    case 'BOOLEXPR':
      return { type: BOOLEAN, nullable: mayBeUnknown(tree, scope) }
    case 'NULLTEST':
    case 'BOOLEANTEST':
    case 'DISTINCTEXPR':
      return { type: BOOLEAN, nullable: false }
    case 'NULLIFEXPR':
      return { ...of(nodes(tree['args'])[0]), nullable: true }
    case 'COALESCEEXPR': {
      const among = all(tree['args'])
      return { ...either(among), nullable: among.every(({ nullable }) => nullable) }
    }
    case 'MINMAXEXPR':
      return {
        type: Number(tree['minmaxtype']),
        nullable: all(tree['args']).every(({ nullable }) => nullable),
      }
    case 'CASEEXPR':
      return ofCase(tree, scope)
    case 'SUBLINK':
      return ofSublink(tree, scope)
    case 'AGGREF':
      return ofAggregate(tree, scope)
    case 'WINDOWFUNC': {
      const { name } = scope.catalog.functions.get(Number(tree['winfnoid']))!
      const type = Number(tree['wintype'])
      return /^(row_number|rank|dense_rank|count)$/.test(name)
        ? { type, nullable: false }
        : name === 'sum'
          ? whenAllAre(tree['args'], type)
          : { type, nullable: true }
    }
    case 'ARRAYEXPR':
      return { type: Number(tree['array_typeid']), nullable: false }
    case 'ROWEXPR':
      return { type: Number(tree['row_typeid']), nullable: false }
    case 'SQLVALUEFUNCTION':
      return { type: Number(tree['type']), nullable: false }
    case 'SUBSCRIPTINGREF':
      return { type: Number(tree['refrestype']), nullable: true }
    default:
      return ANY_VALUE
  }
}

/** `x is null or x < 1` is known whatever x is: the one arm is asked only where the other leaves it open. */
function mayBeUnknown(tree: TreeNode, scope: Scope): boolean {
  const arms = nodes(tree['args'])
  const present = new Set(scope.present)
  for (const arm of arms) {
    if (arm.kind !== 'NULLTEST') continue
    const decides = arm['nulltesttype'] === (tree['boolop'] === 'or' ? IS_NULL : IS_NOT_NULL)
    if (decides) applyNotNull(arm['arg'], { ...scope, present })
  }
  return arms.some((arm) => infer(arm, { ...scope, present }).nullable)
}

function ofConstant(constant: TreeNode): Fact {
  const type = Number(constant['consttype'])
  if (constant['constisnull'] === 'true') return { type: 0, nullable: true }
  const text = textOf(constant)
  return { type, nullable: false, ...(text !== null && { values: [text] }) }
}

function ofVariable(variable: TreeNode, from: Scope): Fact {
  let scope = from
  for (let up = Number(variable['varlevelsup']); up > 0; up--) scope = scope.outer!
  const name = nameOf(variable)
  const fact = ofEntry(variable, scope)
  const nulled = numbers(variable['varnullingrels']).some((join) => !scope.matched.has(join))
  const gone =
    (variable['varreturningtype'] === '1' && scope.query['commandType'] === INSERT) ||
    (variable['varreturningtype'] === '2' && scope.query['commandType'] === DELETE)
  const present = scope.present.has(name) && !overwritten(variable, scope)
  return {
    ...fact,
    ...valuesLeft(fact, name, scope),
    nullable: (fact.nullable && !present) || nulled || gone,
  }
}

function valuesLeft(
  { values }: Pick<Fact, 'values'>,
  name: string,
  { left, written }: Scope,
): Pick<Fact, 'values'> {
  const possible = written ? undefined : left.get(name)
  return values && possible ? { values: values.filter((value) => possible.every((may) => may(value))) } : {}
}

function ofEntry(variable: TreeNode, scope: Scope): Fact {
  const place = Number(variable['varattno'])
  const type = Number(variable['vartype'])
  const entry = nodes(scope.query['rtable'])[Number(variable['varno']) - 1]!
  const some = { type, nullable: true }
  if (place === 0) return ofRow(entry, type, scope)
  switch (entry['rtekind']) {
    case RELATION: {
      const column = scope.catalog.columns.get(`${word(entry['relid'])}.${place}`)
      if (!column) return { type, nullable: false }
      const written = overwritten(variable, scope)
      const table = word(variable['varno'])
      const ruledOut =
        column.rules.some((rule) => isRuledOut(rule, table, scope)) ||
        column.together.some((other) => scope.present.has(`${table}.${other}`))
      const nullable =
        column.nullable &&
        !ruledOut &&
        (written ? infer(written, { ...scope, written: false }).nullable : true)
      const from = `${column.table}.${column.name}`
      return { type, nullable, column: from, ...(column.values && { values: column.values }) }
    }
    case SUBQUERY:
      return { ...output(scopeOf(entry['subquery'] as TreeNode, scope, scope), place - 1), type }
    case JOIN:
      return infer(nodes(entry['joinaliasvars'])[place - 1], scope)
    case GROUP:
      return infer(nodes(entry['groupexprs'])[place - 1], scope)
    case VALUES:
      return either(
        (entry['values_lists'] as Tree[]).map((row) => infer((row as Tree[])[place - 1] as TreeNode, scope)),
      )
    case CTE:
      return { ...ofCommonTable(entry, place, scope), type }
    case FUNCTION:
      return { ...ofFunctionInFrom(entry, place, scope), type }
    default:
      return some
  }
}

/** A check ties it to another column, of which the conditions leave only values where it is not null. */
function isRuledOut({ place, nullWhen, values }: NullRule, table: string, scope: Scope): boolean {
  const left = valuesLeft({ values }, `${table}.${place}`, scope).values
  return left !== undefined && !left.some((value) => nullWhen.includes(value))
}

/** A whole row, which becomes JSON. */
function ofRow(entry: TreeNode, type: number, scope: Scope): Fact {
  if (entry['rtekind'] !== SUBQUERY) return { type, nullable: false }
  const columns = outputs(scopeOf(entry['subquery'] as TreeNode, scope, scope))
  return {
    type,
    nullable: false,
    json: { object: Object.fromEntries(columns.map((fact) => [fact.name, fact])) },
  }
}

/** What the statement itself writes into a column that it then returns. */
function overwritten({ varno, varattno }: TreeNode, { query, written }: Scope): TreeNode | undefined {
  const writes = query['commandType'] === UPDATE || (query['commandType'] === INSERT && !query['onConflict'])
  if (!written || !writes || varno !== query['resultRelation']) return undefined
  return nodes(query['targetList']).find(({ resno }) => resno === varattno)?.['expr'] as TreeNode | undefined
}

function ofCommonTable(entry: TreeNode, place: number, from: Scope): Fact {
  let scope = from
  for (let up = Number(entry['ctelevelsup']); up > 0; up--) scope = scope.outer!
  const table = nodes(scope.query['cteList']).find(({ ctename }) => ctename === entry['ctename'])!
  // A recursive one has no more nulls than what it starts from and what it makes of itself.
  if (scope.asked.has(table)) return { type: 0, nullable: false }
  const asked = new Set([...scope.asked, table])
  const inner = { ...scope, asked }
  return output(scopeOf(table['ctequery'] as TreeNode, inner, inner), place - 1)
}

function ofFunctionInFrom(entry: TreeNode, place: number, scope: Scope): Fact {
  const functions = nodes(entry['functions'])
  const columns = functions.reduce((sum, each) => sum + Number(each['funccolcount']), 0)
  // The ordinality comes after them all.
  if (place > columns) return { type: BIGINT, nullable: false }
  const single = functions.length === columns
  const call = functions[single ? place - 1 : 0]!['funcexpr']
  if (!isNode(call) || call.kind !== 'FUNCEXPR') return ANY_VALUE
  const id = Number(call['funcid'])
  const { name, own } = scope.catalog.functions.get(id)!
  const known = scope.catalog.returned.get(id)?.(passedTo(call, scope))[single ? 0 : place - 1]
  if (known) return known
  return {
    type: 0,
    nullable: name === 'unnest' ? mayHoldNull(nodes(call['args'])[0], scope) : !neverNull(name, own),
  }
}

function mayHoldNull(list: TreeNode | undefined, scope: Scope): boolean {
  switch (list?.kind) {
    case 'RELABELTYPE':
    case 'ARRAYCOERCEEXPR':
      return mayHoldNull(list['arg'] as TreeNode, scope)
    case 'ARRAYEXPR':
      return nodes(list['elements']).some((one) => infer(one, scope).nullable)
    case 'PARAM':
      return scope.parameters[Number(list['paramid']) - 1]?.elementsNullable ?? true
    default:
      return true
  }
}

function ofFunction(call: TreeNode, scope: Scope): Fact {
  const type = Number(call['funcresulttype'])
  const { name, own, strict } = scope.catalog.functions.get(Number(call['funcid']))!
  const given = nodes(call['args'])
  const facts = given.map((operand) => infer(operand, scope))
  const json = builtJson(name, given, facts)
  const known = scope.catalog.returned.get(Number(call['funcid']))?.(passedTo(call, scope))[0]
  if (known) return known
  const casts = call['funcformat'] === '1' || call['funcformat'] === '2'
  if (alwaysGives(name, own)) return { type, nullable: false }
  if (!casts && !neverNull(name, own)) return { type, nullable: true }
  return { type, nullable: (strict || own) && facts.some(({ nullable }) => nullable), ...(json && { json }) }
}

const passedTo = (call: TreeNode, scope: Scope) =>
  nodes(call['args']).map((operand) => ({
    nullable: infer(operand, scope).nullable,
    elementsNullable: mayHoldNull(operand, scope),
  }))

function builtJson(name: string, given: TreeNode[], facts: Fact[]): Fact['json'] {
  if (/^jsonb?_build_object$/.test(name)) {
    const names = given.filter((_, at) => at % 2 === 0).map((key) => ofConstant(key).values?.[0] ?? '?')
    return { object: Object.fromEntries(names.map((key, at) => [key, facts[2 * at + 1] ?? ANY_VALUE])) }
  }
  return /^(to_jsonb?|row_to_json)$/.test(name) ? facts[0]?.json : undefined
}

/** Of a case that tests whether something is null, the branch knows the answer. */
function ofCase(branches: TreeNode, scope: Scope): Fact {
  const arms = nodes(branches['args']).map((when) => {
    const inArm = {
      ...scope,
      present: new Set(scope.present),
      matched: new Set(scope.matched),
      left: new Map(scope.left),
    }
    applyCondition(when['expr'], inArm)
    return infer(when['result'], inArm)
  })
  const present = new Set(scope.present)
  for (const { expr } of nodes(branches['args']))
    if (isNode(expr) && expr.kind === 'NULLTEST' && expr['nulltesttype'] === IS_NULL)
      applyNotNull(expr['arg'], { ...scope, present })
  const rest = isNode(branches['defresult']) ? infer(branches['defresult'], { ...scope, present }) : ANY_VALUE
  return { ...either([...arms, rest]), type: Number(branches['casetype']) }
}

function ofSublink(sublink: TreeNode, scope: Scope): Fact {
  if (sublink['subLinkType'] === EXISTS) return { type: BOOLEAN, nullable: false }
  const query = sublink['subselect'] as TreeNode
  const fact = output(scopeOf(query, scope, scope), 0)
  if (sublink['subLinkType'] === OF_MANY_VALUES) return { type: 0, nullable: false, json: { list: fact } }
  if (sublink['subLinkType'] !== OF_ONE_VALUE) return { type: BOOLEAN, nullable: true }
  return { ...fact, nullable: fact.nullable || !givesOneRow(query) }
}

/** An aggregate over everything has one row, whatever there is; and so has a select from nothing. */
export function givesOneRow(query: TreeNode): boolean {
  const { jointree, hasAggs, groupClause, havingQual, limitCount } = query
  if (limitCount !== null || havingQual !== null || groupClause !== null) return false
  const from = jointree as TreeNode
  return hasAggs === 'true' || (nodes(from['fromlist']).length === 0 && from['quals'] === null)
}

function ofAggregate(aggregate: TreeNode, scope: Scope): Fact {
  const { name } = scope.catalog.functions.get(Number(aggregate['aggfnoid']))!
  const type = Number(aggregate['aggtype'])
  if (name === 'count') return { type: BIGINT, nullable: false }
  const facts = nodes(aggregate['args']).map(({ expr }) => infer(expr, scope))
  const list = /^(jsonb?|array)_agg$/.test(name) ? facts[0] : undefined
  // A group has a row, but a filter may leave none of it.
  const { groupClause, groupingSets } = scope.query
  const someRow = groupClause !== null && groupingSets === null && aggregate['aggfilter'] === null
  const nullable = !someRow || (!list && facts.some((fact) => fact.nullable))
  const values = /^(min|max)$/.test(name) ? facts[0]?.values : undefined
  return { type, nullable, ...(list && { json: { list } }), ...(values && { values }) }
}
