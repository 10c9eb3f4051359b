// What `npm test` says at its end of what failed: the end of a log is what is kept, and read first.
import { stripVTControlCharacters } from 'node:util'

const LINES_OF_ONE = 15
const LINES_OF_STAGE = 20
const LINES_OF_ALL = 80
const MOST_NAMED = 40
const LONGEST_LINE = 240

/** The failed tests of a report by Playwright. A flaky one has failed. */
export function failuresInPlaywright({ suites = [] }) {
  return suites.flatMap((suite) => [
    ...failuresInPlaywright(suite),
    ...(suite.specs ?? []).flatMap(({ title, file, line, tests }) =>
      tests
        .filter(({ status }) => status === 'unexpected' || status === 'flaky')
        .map(({ results }) => ({
          name: `test/e2e/${file}:${line}: ${title}`,
          message: results.flatMap(({ errors }) => errors.map((error) => error.message)).join('\n'),
        })),
    ),
  ])
}

/** A stage that has no tests, or failed without one that did: what it said last. */
export function failureOfStage(name, output) {
  return { name: `stage ${name}`, message: linesOf(output).slice(-LINES_OF_STAGE).join('\n') }
}

/** Each with the first lines of its message, fewer where many failed: never more than a screen or two. */
export function tellFailures(failures) {
  const named = failures.slice(0, MOST_NAMED)
  const share = Math.max(0, Math.floor(LINES_OF_ALL / (named.length || 1)) - 1)
  const told = named.flatMap(({ name, message }) => [
    cut(`✗ ${name}`),
    ...linesOf(message)
      .slice(0, Math.min(share, name.startsWith('stage ') ? LINES_OF_STAGE : LINES_OF_ONE))
      .map((line) => cut(`    ${line}`)),
  ])
  const others = failures.length - named.length
  if (others > 0) told.push(`✗ and ${others} more`)
  return told.join('\n')
}

function linesOf(text) {
  return stripVTControlCharacters(text ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '')
}

function cut(line) {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)} …` : line
}
