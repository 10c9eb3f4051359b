import { closeSync, openSync } from 'node:fs'
import { createConnection } from 'node:net'

/**
 * A Unix socket that lies in a folder is found by everybody who sees the folder: from other containers, too, which have networks
 * and process numbers of their own. The kernel closes it with the process that listens, however that ends.
 */
export interface OpenFolder {
  /** The path of what lies in it: short, because a socket's may have 107 bytes, and a folder's has more. Linux has such paths. */
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
      // More callers wait at the door than it holds: behind it is somebody.
      else if (error.code === 'EAGAIN') resolve(true)
      else reject(error)
    })
  })
}
