import { expect } from 'vitest'
import { openFaultySmtp } from '../faulty-smtp.ts'
import { openEmptyWorld } from '../world.ts'
import { Simulation } from './simulation.ts'

/** `STORIES=5000 npx vitest run test/simulation` tells more of them. */
const STORIES = Number(process.env['STORIES'] ?? 200)

/**
 * Tells every second story, one after another. `SEED=123 npx vitest run test/simulation/first` tells one of them
 * again.
 */
export async function tell(half: 'first' | 'second'): Promise<void> {
  const only = process.env['SEED']
  const first = half === 'first' ? 1 : 2
  const seeds = only ? [Number(only)] : Array.from({ length: STORIES / 2 }, (_, at) => first + 2 * at)
  const world = await openEmptyWorld()
  const happened: Record<string, number> = {}
  for (const seed of seeds) {
    const server = await openFaultySmtp()
    const simulation = new Simulation(world, server, seed)
    try {
      await simulation.run()
    } catch (error) {
      const story = simulation.log.join('\n')
      throw new Error(`SEED=${seed}: ${(error as Error).message}\n${story}`, { cause: error })
    } finally {
      await server.close()
    }
    for (const [what, count] of Object.entries(simulation.happened))
      happened[what] = (happened[what] ?? 0) + count
  }
  // If one kind of trouble never came up, all of this shows less than it says.
  if (!only)
    for (const [what, count] of Object.entries(happened))
      expect(count, what).toBeGreaterThan(seeds.length / 10)
}
