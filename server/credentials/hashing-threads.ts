import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Options } from '@node-rs/argon2'

type Task = { password: string; parameters: Options } | { password: string; against: string }
type Answer = { result: string | boolean } | { failure: string }

/**
 * Those who are signed in come first: a flood of sign-ins gets what the others leave over. For setpriority(2), where
 * 0 is usual and 19 the lowest; at 19 nobody could sign in while all processors are busy.
 */
const PRIORITY = 10

export interface HashingThreads {
  hash(password: string, parameters: Options): Promise<string>
  verify(against: string, password: string): Promise<boolean>
}

/** As many threads as are needed at once, each made when it is first needed. */
export function createHashingThreads(): HashingThreads {
  const idle: Worker[] = []

  async function run(task: Task): Promise<string | boolean> {
    const thread = idle.pop() ?? startThread()
    thread.ref()
    thread.postMessage(task)
    const [answer] = (await once(thread, 'message')) as [Answer]
    thread.unref()
    idle.push(thread)
    if ('failure' in answer) throw new Error(answer.failure)
    return answer.result
  }

  return {
    hash: (password, parameters) => run({ password, parameters }) as Promise<string>,
    verify: (against, password) => run({ password, against }) as Promise<boolean>,
  }
}

function startThread(): Worker {
  return new Worker(new URL('hashing-thread.mjs', import.meta.url), { workerData: { priority: PRIORITY } })
}
