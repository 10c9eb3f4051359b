import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { nothingAt } from './problems.ts'
import { sendProblem } from './answer.ts'
import { isPage, pageMeant } from './web-pages.ts'

/**
 * The two web apps: the portal's pages below /portal/, the staff's everywhere else. Each app has its own addresses
 * below these.
 */
export async function serveWebApps(server: FastifyInstance, folder: string) {
  const staff = readFileSync(join(folder, 'staff/index.html'), 'utf8')
  const portal = readFileSync(join(folder, 'portal/index.html'), 'utf8')
  // A route for each file would take longer to make than everything else at the start.
  await server.register(fastifyStatic, {
    root: folder,
    serve: false,
    cacheControl: false,
    preCompressed: true,
    setHeaders(response, path) {
      // A cache in between keeps one for each way of compressing.
      response.setHeader('vary', 'accept-encoding')
      // The names of built files carry a hash of their content.
      response.setHeader(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=300',
      )
    },
  })
  const showIn = (app: string) => (request: FastifyRequest, reply: FastifyReply) => {
    const [path = '', ...query] = request.url.split('?')
    const known = isPage(path)
    const meant = known ? undefined : pageMeant(path)
    if (meant) return reply.header('cache-control', 'no-cache').redirect([meant, ...query].join('?'))
    // A person who follows a wrong link is shown the app's own page that says so; a program is told in JSON.
    if (!known && !request.headers.accept?.includes('text/html'))
      return sendProblem(reply, nothingAt(request.url))
    return reply
      .status(known ? 200 : 404)
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(app)
  }
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isFile()) server.get(`/${entry.name}`, (_request, reply) => reply.sendFile(entry.name))
  const assets = join(folder, 'assets')
  server.get<{ Params: { '*': string } }>('/assets/*', ({ params }, reply) =>
    reply.sendFile(params['*'], assets),
  )
  server.get('/v1/*', ({ url }, reply) => sendProblem(reply, nothingAt(url)))
  server.get('/portal/*', showIn(portal))
  server.get('/*', showIn(staff))
}

/** Nothing here is for a search engine, not even the door. */
export function serveRobotsTxt(server: FastifyInstance) {
  server.get('/robots.txt', (_request, reply) =>
    reply
      .header('cache-control', 'max-age=86400')
      .type('text/plain; charset=utf-8')
      .send('User-agent: *\nDisallow: /\n'),
  )
}
