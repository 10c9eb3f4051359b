// A reporter of vitest, for `npm test`: how many tests passed, and the failures as they are told at the end of a run.
import { writeFileSync } from 'node:fs'

export default class VitestReport {
  onTestRunEnd(modules, unhandledErrors) {
    const failures = modules.flatMap(failuresIn)
    for (const error of unhandledErrors)
      failures.push({ name: 'outside of every test', message: messageOf([error]) })
    const passed = modules.flatMap((module) => [...module.children.allTests('passed')]).length
    writeFileSync(process.env.PORTICO_VITEST_REPORT, JSON.stringify({ passed, failures }))
  }
}

/** Of the tests of a file; and of the file and its groups, which could not be loaded or set up. */
function failuresIn(module) {
  const file = module.relativeModuleId
  const parts = [module, ...module.children.allSuites()].map((part) => [part, part.errors()])
  const tests = [...module.children.allTests('failed')].map((test) => [test, test.result().errors])
  return [...parts.filter(([, errors]) => errors.length > 0), ...tests].map(([part, errors]) => ({
    name: part.fullName ? `${file}: ${part.fullName}` : file,
    message: messageOf(errors),
  }))
}

function messageOf(errors) {
  return errors
    .map(({ name, message, stack, diff }) =>
      [`${name}: ${message}`, ourFrameOf(stack), diff].filter(Boolean).join('\n'),
    )
    .join('\n')
}

/** Where in this clone, which is what of a stack helps. */
function ourFrameOf(stack = '') {
  return stack.split('\n').find((line) => /^ *at /.test(line) && !/node_modules|node:/.test(line))
}
