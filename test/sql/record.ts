import { PostgresQueryCompiler } from 'kysely'
import { FOLDER_VARIABLE, keep } from './recorded.ts'
import { isRaw, trace } from './trace.ts'

/** A set-up file of the unit tests: keeps each distinct statement that Kysely compiles, for the stage "sql" afterwards. */

/** A function of PostgreSQL takes no more; a longer list of rows is checked by a shorter one. */
const MOST_PARAMETERS = 100
const RECORDS = Symbol.for('portico.records-sql')

const compiler = PostgresQueryCompiler.prototype as PostgresQueryCompiler & { [RECORDS]?: boolean }
const folder = process.env[FOLDER_VARIABLE]
// Test files share what they import: the first has switched it on for all.
if (folder && !compiler[RECORDS]) {
  compiler[RECORDS] = true
  recordInto(folder)
}

function recordInto(into: string): void {
  const seen = new Map<unknown, Set<string>>()
  const compileQuery: PostgresQueryCompiler['compileQuery'] = compiler.compileQuery
  compiler.compileQuery = function (node, queryId) {
    const compiled = compileQuery.call(this, node, queryId)
    // The fragments of a template are one object for each place in the source: no stack need be asked.
    const place = isRaw(node) ? node.sqlFragments : 'built'
    const texts = seen.get(place) ?? new Set()
    seen.set(place, texts)
    if (!texts.has(compiled.sql)) {
      texts.add(compiled.sql)
      if (compiled.parameters.length <= MOST_PARAMETERS) keep(into, trace(node))
    }
    return compiled
  }
}
