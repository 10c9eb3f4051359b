import { closeSync, openSync } from 'node:fs'
import { createConnection } from 'node:net'

/**
 * A Unix socket in a folder is found by every process that sees the folder: from other containers, too, which have
 * their own networks and process numbers. The kernel closes it with the process that listens, however that ends.
 */
export interface OpenFolder {
  /**
   * The path to the socket in it: short, because a socket's path may have 107 bytes, and a folder's is longer. Linux
   * has such paths.
   */
  pathOf(name: string): string
  close(): void
}

export function openFolder(folder: string): OpenFolder {
  const file = openSync(folder, 'r')
  return { pathOf: (name) => `/proc/self/fd/${file}/${name}`, close: () => closeSync(file) }
}

/** Whether a process listens there. A socket whose process has ended refuses, and never comes back to life. */
export function isListening(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ path })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(false)
      // More callers wait than the queue holds, so somebody is behind it.
      else if (error.code === 'EAGAIN') resolve(true)
      else reject(error)
    })
  })
}
