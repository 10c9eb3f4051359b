import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Where processes are started and killed: mostly they wait, and none of them should be what a run waits for at its end. */
const LONG = ['test/faults/', 'test/cluster/', 'test/simulation/']

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((folder) => moduleId.includes(folder))
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}
