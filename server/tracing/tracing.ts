import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import {
  defaultTextMapGetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { TraceStatement } from '../database/database.ts'
import type { Smtp } from '../mail/smtp/smtp.ts'

/**
 * Spans of OpenTelemetry, written by hand: what a request asked of the database and how long each took, and letters that
 * are handed over. They carry what is declared and nothing that was sent or stored: no values, addresses or ids.
 */
export interface Tracing {
  traceRequests(server: FastifyInstance): void
  traceStatement: TraceStatement
  traceMail(smtp: Smtp): Smtp
  /** Sends what is left, if somebody takes it soon. */
  close(): Promise<void>
}

/** They are asked for every few seconds, and say nothing of what people wait for. */
const UNTRACED = new Set(['/healthz', '/readyz', '/metrics'])
const EXPORT_TAKES_MS_MOST = 5_000
const CLOSING_TAKES_MS_MOST = 2_000

/** `endpoint`: a collector that takes OTLP over HTTP. All else the SDK reads from its own variables, `OTEL_…`. */
export function openTracing(endpoint: string): Tracing {
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: EXPORT_TAKES_MS_MOST })
  const named = resourceFromAttributes({ 'service.name': 'portico' })
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(named)
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  })
  const tracer = provider.getTracer('portico')
  const propagator = new W3CTraceContextPropagator()
  // Ours instead of the API's global one, so that nothing else in the process is traced by accident.
  const current = new AsyncLocalStorage<Context>()

  async function inSpan<T>(
    name: string,
    attributes: Attributes,
    within: Context,
    run: (span: Span) => Promise<T>,
  ): Promise<T> {
    const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, within)
    try {
      return await run(span)
    } catch (error) {
      const { code, name } = error as { code?: string; name: string }
      fail(span, code ?? name)
      throw error
    } finally {
      span.end()
    }
  }

  return {
    traceRequests(server) {
      const contexts = new WeakMap<FastifyRequest, Context>()
      server.addHook('onRequest', (request, _reply, done) => {
        const route = request.routeOptions.url
        if (route && UNTRACED.has(route)) return done()
        const { method, headers } = request
        const within = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter)
        const span = tracer.startSpan(
          route ? `${method} ${route}` : method,
          {
            kind: SpanKind.SERVER,
            attributes: { 'http.request.method': method, ...(route && { 'http.route': route }) },
          },
          within,
        )
        const context = trace.setSpan(within, span)
        contexts.set(request, context)
        current.run(context, done)
      })
      // A body is read by events of the connection, which know nothing of the request.
      server.addHook('preValidation', (request, _reply, done) => {
        const context = contexts.get(request)
        if (context) current.run(context, done)
        else done()
      })
      server.addHook('onResponse', (request, { statusCode }, done) => {
        const context = contexts.get(request)
        const span = context && trace.getSpan(context)
        span?.setAttribute('http.response.status_code', statusCode)
        if (span && statusCode >= 500) fail(span, String(statusCode))
        span?.end()
        done()
      })
    },
    traceStatement(text, run) {
      const within = current.getStore()
      // What looks for work every second would be a trace each time.
      if (!within) return run()
      const attributes = { 'db.system.name': 'postgresql', 'db.query.text': text }
      return inSpan(nameOf(text), attributes, within, run)
    },
    traceMail: (smtp) => ({
      ...smtp,
      send: (message) =>
        inSpan('mail hand-over', {}, ROOT_CONTEXT, async (span) => {
          const result = await smtp.send(message)
          span.setAttribute('portico.mail.outcome', result.outcome)
          if (result.outcome !== 'accepted') fail(span, result.outcome)
          return result
        }),
    }),
    close: () =>
      Promise.race([
        provider.shutdown().catch(() => {}),
        pause(CLOSING_TAKES_MS_MOST, undefined, { ref: false }),
      ]),
  }
}

function fail(span: Span, type: string) {
  span.setAttribute('error.type', type).setStatus({ code: SpanStatusCode.ERROR })
}

/** Its first word, past a comment. */
const nameOf = (statement: string) =>
  /^(?:\s|\/\*.*?\*\/)*(\w+)/.exec(statement)?.[1]?.toLowerCase() ?? 'statement'
