import { readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openConnected } from './connected.ts'
import { buildPackage } from './build-package.ts'

const TSC = join(import.meta.dirname, '../../node_modules/.bin/tsc')

test('the package is installed alone, and its README is true: the example compiles, and runs in Node', async () => {
  const [built, { world, address, key }] = await Promise.all([buildPackage(), openConnected()])
  onTestFinished(built.remove)
  const { dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(built.installed, 'package.json'), 'utf8'),
  ) as Record<string, unknown>
  expect([dependencies, peerDependencies]).toEqual([undefined, undefined])
  expect(importsIn(join(built.installed, 'dist')).filter((target) => !target.startsWith('./'))).toEqual([])

  const [, example] = /```ts\n([^]*?)```/.exec(readFileSync(join(built.installed, 'README.md'), 'utf8'))!
  await writeFile(join(built.folder, 'example.mts'), example!)
  await built.execute(TSC, [...COMPILER, 'example.mts'])
  const { stdout } = await built.execute(process.execPath, ['example.mjs'], {
    PORTICO_ADDRESS: address,
    PORTICO_KEY: key,
  })
  expect(stdout).toBe('anna@cedar.example temporary\n')
  const letters = await world.deliverMail()
  expect(letters.map(({ to }) => to)).toEqual(['anna@cedar.example'])
})

test('a call that the declarations do not allow does not compile', async () => {
  const built = await buildPackage()
  onTestFinished(built.remove)
  const lines = [
    `import { connect, PorticoError } from '@portico/client'`,
    `const portico = connect({ address: '', key: '' })`,
    `await portico.contacts.add('id', { mail: 'anna@cedar.example' })`,
    `await portico.contacts.change('id', { jobTitle: 'Buyer' })`,
    `await portico.contacts.list('id', { status: 'gone' })`,
    `portico.staff`,
    `if (new Error() instanceof PorticoError && new PorticoError({} as never).code === 'no-such-code') {}`,
    `const { data } = await portico.contacts.list('id')`,
    `data[0]?.active satisfies boolean | undefined`,
  ]
  await writeFile(join(built.folder, 'wrong.mts'), lines.join('\n'))
  const refused = await built.execute(TSC, [...COMPILER, 'wrong.mts']).catch((error: unknown) => error)
  const { stdout } = refused as { stdout: string }
  expect([...stdout.matchAll(/^wrong\.mts\((\d+)/gm)].map(([, line]) => lines[Number(line) - 1])).toEqual(
    lines.slice(2, 7),
  )
})

test('every example of the API reference compiles', async () => {
  const built = await buildPackage()
  onTestFinished(built.remove)
  const examples = Object.values(
    JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/api-examples.json'), 'utf8')) as Record<
      string,
      { typescript: string }
    >,
  )
  const lines = [
    `import { readFile } from 'node:fs/promises'`,
    `import type { Portico } from '@portico/client'`,
    `declare const portico: Portico`,
    ...examples.map(({ typescript }) => `{\n${typescript}\n}`),
  ]
  await writeFile(join(built.folder, 'examples.mts'), lines.join('\n'))
  await expect(built.execute(TSC, [...COMPILER, '--noEmit', 'examples.mts'])).resolves.toBeTruthy()
})

const COMPILER = [
  '--ignoreConfig',
  '--strict',
  '--module',
  'nodenext',
  '--target',
  'es2022',
  '--types',
  'node',
  '--pretty',
  'false',
]

const importsIn = (folder: string) =>
  readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .flatMap((text) => [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, target]) => target!))
