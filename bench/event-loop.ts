// In the measured server, by `node --import`: replies to each message with how long its event loop was held at most since
// the message before.
import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 1

// Its threads load this, too, and have nobody to reply to.
if (process.send) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  process.on('message', () => {
    process.send!(delay.max / 1e6 - RESOLUTION_MS)
    delay.reset()
  })
}
