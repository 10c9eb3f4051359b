// Hashes one password after another, in a thread where nothing else waits for it.
import { hashSync, verifySync } from '@node-rs/argon2'
import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'

// On Linux a priority is the thread's own; elsewhere it would be the whole process's.
if (process.platform === 'linux') setPriority(workerData.priority)

parentPort.on('message', ({ password, parameters, against }) => {
  try {
    const result = parameters ? hashSync(password, parameters) : verifySync(against, password)
    parentPort.postMessage({ result })
  } catch (error) {
    parentPort.postMessage({ failure: error.message })
  }
})
