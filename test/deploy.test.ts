import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { openWorld } from './world.ts'

/** What stands in deploy/ and docs/operating.md is what Portico knows: its settings, paths, figures and times. */

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const files = readdirSync(join(root, 'deploy'), { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.includes('.'),
)
const page = read('docs/operating.md')
const dockerfile = read('deploy/Dockerfile')
const parse = <T>(path: string): T[] =>
  parseAllDocuments(read(path)).map((document) => {
    expect(document.errors).toEqual([])
    return document.toJS() as T
  })

interface Probe {
  httpGet: { path: string }
  periodSeconds: number
  failureThreshold: number
}
interface Deployment {
  kind: string
  spec: {
    template: {
      spec: {
        terminationGracePeriodSeconds: number
        containers: {
          env: { name: string; value: string }[]
          volumeMounts: { mountPath: string }[]
          startupProbe: Probe
          livenessProbe: Probe
          readinessProbe: Probe
        }[]
      }
    }
  }
}
const deployment = () =>
  parse<Deployment>('deploy/kubernetes/portico.yaml').find(({ kind }) => kind === 'Deployment')!.spec.template
    .spec
const compose = () =>
  parse<{ services: { portico: { environment: Record<string, string>; stop_grace_period: string } } }>(
    'deploy/compose.yaml',
  )[0]!.services.portico

test('every file in YAML or JSON can be read', () => {
  const readable = files.filter((file) => /\.(yaml|json)$/.test(file))
  expect(readable).toHaveLength(5)
  for (const file of readable) expect(parse(join('deploy', file)).length).toBeGreaterThan(0)
})

test('every setting that is given is one that Portico reads', () => {
  const known = new Set([...read('server/config.ts').matchAll(/'([A-Z][A-Z_]+)'/g)].map(([, name]) => name!))
  // Node's own, with which React makes letters faster.
  known.add('NODE_ENV')
  const secret = parse<{ stringData: Record<string, string> }>('deploy/kubernetes/secret.example.yaml')[0]!
  const given = [
    ...Object.keys(compose().environment),
    ...Object.keys(secret.stringData),
    ...deployment().containers[0]!.env.map(({ name }) => name),
    ...[...dockerfile.matchAll(/^ENV (.+)$/gm)].flatMap(([, line]) => line!.match(/[A-Z_]+(?==)/g) ?? []),
    ...[...read('deploy/portico.service').matchAll(/^Environment=(.+)$/gm)].flatMap(
      ([, line]) => line!.match(/[A-Z_]+(?==)/g) ?? [],
    ),
    ...[...page.matchAll(/^\| `([A-Z_]+)` /gm)].map(([, name]) => name!),
  ]
  expect(given.length).toBeGreaterThan(40)
  expect(given.filter((name) => !known.has(name))).toEqual([])
})

test('every metric of the dashboard, the alerts and the page is there to be read, and the page has all of Portico’s', async () => {
  const METRICS_TOKEN = 'twenty-four characters or more'
  const { app } = await openWorld({ METRICS_TOKEN })
  const { body } = await app.server.inject({
    url: '/metrics',
    headers: { authorization: `Bearer ${METRICS_TOKEN}` },
  })
  const served = [...body.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name, type]) =>
    type === 'histogram' ? [name!, `${name}_bucket`, `${name}_count`, `${name}_sum`] : [name!],
  )
  const namesIn = (text: string) => new Set(text.match(/\b(portico|nodejs|process)_[a-z0-9_]+/g))
  const alerts = parse<{ groups: { rules: { expr: string }[] }[] }>('deploy/prometheus/alerts.yaml')[0]!
  const dashboard = parse<{ panels: { targets: { expr: string }[] }[] }>('deploy/grafana/portico.json')[0]!
  const asked = namesIn(
    [
      ...alerts.groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
      ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ].join('\n'),
  )
  const inPage = namesIn(/^### Metrics$([^]*?)^### /m.exec(page)![1]!)
  for (const names of [asked, inPage]) {
    expect(names.size).toBeGreaterThan(8)
    expect([...names].filter((name) => !served.includes(name))).toEqual([])
  }
  const ours = [...body.matchAll(/^# TYPE (portico_\w+)/gm)].map(([, name]) => name!)
  expect(ours.filter((name) => !inPage.has(name))).toEqual([])
})

test('what is probed replies', async () => {
  const { app } = await openWorld()
  const { startupProbe, livenessProbe, readinessProbe } = deployment().containers[0]!
  const paths = [
    ...[startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet.path),
    /^HEALTHCHECK.*\n.*\}(\/\w+)`/m.exec(dockerfile)![1]!,
  ]
  expect(paths).toEqual(['/healthz', '/healthz', '/readyz', '/healthz'])
  for (const path of paths) expect((await app.server.inject(path)).statusCode).toBe(200)
})

test('whoever stops it waits longer than it takes, and it serves on until the probe has noticed', () => {
  const { terminationGracePeriodSeconds, containers } = deployment()
  const { env, readinessProbe } = containers[0]!
  const seconds = (name: string) => Number(env.find((one) => one.name === name)!.value)
  expect(terminationGracePeriodSeconds).toBeGreaterThan(seconds('STOP_WITHIN_SECONDS'))
  expect(seconds('SERVE_ON_SECONDS')).toBeGreaterThan(
    readinessProbe.periodSeconds * readinessProbe.failureThreshold,
  )
  const { environment, stop_grace_period: grace } = compose()
  expect(parseInt(grace, 10)).toBeGreaterThan(Number(environment['STOP_WITHIN_SECONDS']))
  const unit = read('deploy/portico.service')
  const inUnit = (name: string) => Number(new RegExp(`${name}=(\\d+)`).exec(unit)![1])
  expect(inUnit('TimeoutStopSec')).toBeGreaterThan(inUnit('STOP_WITHIN_SECONDS'))
})

test('the image is made of what there is, runs as nobody in particular, and writes to its volumes alone', () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from]) =>
    from!.split(' '),
  )
  expect(copied.length).toBeGreaterThan(8)
  expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([])
  const letIn = read('.dockerignore')
  expect(copied.filter((path) => !letIn.includes(`\n!${path}\n`))).toEqual([])
  const [, last] = dockerfile.split(/^FROM \S+$/m)
  expect(/^USER (.+)$/m.exec(last!)![1]).toBe('node')
  const mounted = deployment().containers[0]!.volumeMounts.map(({ mountPath }) => mountPath)
  expect(mounted).toEqual(['/data', '/tmp'])
})
