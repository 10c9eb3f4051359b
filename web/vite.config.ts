import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'
import { declarations } from './declarations.ts'
import { pieces } from './pieces.ts'
import { upTo } from './ui/breakpoints.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const server = process.env.PORTICO_SERVER ?? 'http://localhost:3000'

export default defineConfig({
  root: here('.'),
  plugins: [declarations(), react(), precompress()],
  css: { postcss: { plugins: [{ postcssPlugin: 'breakpoints', AtRule: { media: putWidths } }] } },
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    // The server's content security policy allows neither data: addresses nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // test/e2e/first-load.spec.ts reads in it what each page loads.
    manifest: true,
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: { staff: here('staff/index.html'), portal: here('portal/index.html') },
      output: { codeSplitting: { groups: pieces } },
    },
  },
  server: { proxy: { '/v1': server } },
})

/** `@media (--phone)` is not yet known to browsers: the width takes its place. */
function putWidths(rule: { params: string }) {
  rule.params = rule.params.replaceAll(/\(--(\w+)\)/g, (_, name) => upTo(name))
}

/**
 * Writes each script and style again, compressed once and well, so that the server never does it. Browsers take brotli over
 * https alone, and gzip in any case.
 */
function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    // When it is written: what the scripts load of one another is filled in last.
    async writeBundle({ dir }, bundle) {
      const compress = async ([fileName, file]: [string, (typeof bundle)[string]]) => {
        if (!/\.(js|css|svg)$/.test(fileName)) return
        const source = file.type === 'chunk' ? file.code : file.source
        await writeFile(join(dir!, `${fileName}.br`), await promisify(brotliCompress)(source))
        await writeFile(join(dir!, `${fileName}.gz`), await promisify(gzip)(source, { level: 9 }))
      }
      await Promise.all(Object.entries(bundle).map(compress))
    },
  }
}
