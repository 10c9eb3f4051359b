import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { NotFound } from './problems.ts'
import { answer } from './serve.ts'

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
    setHeaders: (response, path) =>
      // The names of built files carry a hash of their content.
      response.setHeader(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=300',
      ),
  })
  const page = (html: string) => (_request: FastifyRequest, reply: FastifyReply) =>
    reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(html)
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isFile()) server.get(`/${entry.name}`, (_request, reply) => reply.sendFile(entry.name))
  const assets = join(folder, 'assets')
  server.get<{ Params: { '*': string } }>('/assets/*', ({ params }, reply) =>
    reply.sendFile(params['*'], assets),
  )
  server.get('/portal/*', page(portal))
  server.get('/*', (request, reply) =>
    request.url.startsWith('/v1/') ? answer(reply, new NotFound()) : page(staff)(request, reply),
  )
}
