import { defineConfig } from 'rolldown'

/**
 * The server in few files: what it has of its own, and the libraries that come in hundreds of small files. Reading those one
 * by one would take longer than PostgreSQL needs to start.
 */
export default defineConfig({
  input: [
    'server/main.ts',
    'server/imports/import-command.ts',
    'server/database/backup-command.ts',
    'server/database/organizations-command.ts',
  ],
  platform: 'node',
  external: (id) => !/^(\.|\/|kysely$|zod$|uuid$)/.test(id),
  output: {
    dir: 'dist/server',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    keepNames: true,
    sourcemap: true,
  },
})
