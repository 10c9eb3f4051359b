import { PostgresQueryCompiler, type OperationNode, type RawNode } from 'kysely'
import { templateOf, type Recorded } from './recorded.ts'

/** What a statement of Kysely is as PostgreSQL gets it, and of which templates it was made. */
export function trace(node: OperationNode): Recorded {
  const tracer = new Tracer()
  const text = tracer.trace(node)
  return {
    text,
    template: isRaw(node) ? templateOf(node.sqlFragments) : null,
    columns: typedColumns(node),
    pieces: isRaw(node) ? [] : [...new Set(piecesOf(node))],
    parameters: tracer.origins,
  }
}

/** Notes from which expression of which template each parameter comes. */
class Tracer extends PostgresQueryCompiler {
  readonly origins: Recorded['parameters'] = []
  #origin: Recorded['parameters'][number] = null

  trace(node: OperationNode): string {
    this.visitNode(node)
    return this.getSql()
  }

  protected override visitRaw({ sqlFragments, parameters }: RawNode): void {
    const template = templateOf(sqlFragments)
    const outer = this.#origin
    sqlFragments.forEach((fragment, at) => {
      this.append(fragment)
      this.#origin = { template, at }
      if (parameters[at]) this.visitNode(parameters[at])
    })
    this.#origin = outer
  }

  protected override addParameter(parameter: unknown): void {
    super.addParameter(parameter)
    this.origins.push(this.#origin)
  }
}

/** Columns that a built statement selects or returns by a template. */
function typedColumns(node: OperationNode): Recorded['columns'] {
  const { selections, returning } = node as {
    selections?: Selection[]
    returning?: { selections: Selection[] }
  }
  return [...(selections ?? []), ...(returning?.selections ?? [])].flatMap(({ selection }) =>
    selection.node && isRaw(selection.node) && selection.alias?.name !== undefined
      ? [{ name: selection.alias.name, template: templateOf(selection.node.sqlFragments) }]
      : [],
  )
}

interface Selection {
  selection: { node?: OperationNode; alias?: { name?: string } }
}

function piecesOf(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return []
  if (isRaw(node as OperationNode)) return [templateOf((node as RawNode).sqlFragments)]
  return Object.values(node).flatMap(piecesOf)
}

export function isRaw(node: OperationNode): node is RawNode {
  return node.kind === 'RawNode'
}
