import { Fragment, type CSSProperties, type ReactNode } from 'react'
import type { Block, LetterContent, Line } from './letter.ts'
import { LOGO_CONTENT_ID } from './letter-logo.ts'
import { readableOn } from './colour.ts'
import { harmless, paragraphsOf, written } from './typed.ts'

interface HtmlLayoutProps {
  organization: { name: string; accentColor: string; logo: { width: number; height: number } | null }
  language: string
  content: LetterContent
}

/**
 * One column of tables with inline styles, which every mail program understands, without a web font and with no image
 * but the logo.
 */
export function HtmlLayout({ organization, language, content }: HtmlLayoutProps) {
  const accent = /^#[0-9a-f]{6}$/i.test(organization.accentColor) ? organization.accentColor : '#1f6feb'
  return (
    <html lang={language} dir="ltr">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no" />
        {/* A constant of ours: React would escape the quotes in it. */}
        <style dangerouslySetInnerHTML={{ __html: DARK_AND_NARROW }} />
      </head>
      <body className="page" style={{ margin: 0, padding: 0, backgroundColor: '#f3f4f6' }}>
        <div style={{ display: 'none', maxHeight: 0, overflow: 'hidden' }}>{content.preview}</div>
        <Table className="page" style={{ backgroundColor: '#f3f4f6' }}>
          <td align="center" className="outer" style={{ padding: '40px 16px' }}>
            <Table style={{ maxWidth: 560 }}>
              <td
                className="card"
                style={{
                  backgroundColor: '#ffffff',
                  border: '1px solid #e4e6ea',
                  borderRadius: 12,
                  overflow: 'hidden',
                }}
              >
                <Table>
                  <td
                    style={{
                      height: 4,
                      lineHeight: '4px',
                      fontSize: 0,
                      backgroundColor: accent,
                      borderRadius: '11px 11px 0 0',
                    }}
                  >
                    &nbsp;
                  </td>
                </Table>
                <Table>
                  <td className="inner" style={{ padding: '28px 36px 36px', ...BODY_TEXT }}>
                    <Letterhead name={organization.name} accent={accent} logo={organization.logo} />
                    <div style={{ height: 28, lineHeight: '28px', fontSize: 0 }}>&nbsp;</div>
                    {content.greeting && (
                      <p style={{ margin: '0 0 16px' }}>
                        <Words line={content.greeting} plain />
                      </p>
                    )}
                    {content.blocks.map((block, at) => (
                      <BlockAsHtml key={at} block={block} accent={accent} />
                    ))}
                  </td>
                </Table>
              </td>
            </Table>
            <Table style={{ maxWidth: 560 }}>
              <td
                className="quiet"
                align="center"
                style={{ padding: '20px 24px 0', textWrap: 'balance', ...BODY_TEXT, ...QUIET }}
              >
                <Words line={content.why} plain />
                {content.unsubscribe && (
                  <>
                    <br />
                    <a
                      href={content.unsubscribe.url}
                      className="quiet"
                      style={{ color: '#5b6472', textDecoration: 'underline' }}
                    >
                      {content.unsubscribe.label}
                    </a>
                  </>
                )}
              </td>
            </Table>
          </td>
        </Table>
      </body>
    </html>
  )
}

function Letterhead({
  name,
  accent,
  logo,
}: {
  name: string
  accent: string
  logo: HtmlLayoutProps['organization']['logo']
}) {
  return (
    <table role="presentation" cellPadding={0} cellSpacing={0} border={0}>
      <tbody>
        <tr>
          <td width={logo?.width ?? 36} valign="middle" aria-hidden="true">
            {logo ? (
              // Many are made for white paper. Its name stands beside it.
              <img
                src={`cid:${LOGO_CONTENT_ID}`}
                alt=""
                width={logo.width}
                height={logo.height}
                style={{ display: 'block', border: 0, backgroundColor: '#ffffff' }}
              />
            ) : (
              <div
                className="edge"
                style={{
                  width: 34,
                  height: 34,
                  border: EDGE,
                  borderRadius: 9,
                  backgroundColor: accent,
                  color: readableOn(accent),
                  fontFamily: FONTS,
                  fontSize: 17,
                  lineHeight: '34px',
                  fontWeight: 600,
                  textAlign: 'center',
                }}
              >
                {initial(name)}
              </div>
            )}
          </td>
          <td
            className="strong"
            style={{
              padding: '0 0 0 12px',
              fontFamily: FONTS,
              fontSize: 17,
              lineHeight: '22px',
              fontWeight: 600,
              color: '#14171c',
              ...ANYWHERE,
            }}
          >
            <bdi>{harmless(name)}</bdi>
          </td>
        </tr>
      </tbody>
    </table>
  )
}

function BlockAsHtml({ block, accent }: { block: Block; accent: string }) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p style={{ margin: '0 0 16px' }}>
          <Words line={block.line} />
        </p>
      )
    case 'note':
      return (
        <p className="quiet" style={{ margin: '24px 0 0', ...QUIET }}>
          <Words line={block.line} plain />
        </p>
      )
    case 'facts':
      return <Facts rows={block.rows} />
    case 'summary':
      return <Summary rows={block.rows} />
    case 'message':
      return paragraphsOf(block.text).map((paragraph, at) => (
        <p key={at} dir="auto" style={{ margin: '0 0 16px' }}>
          {paragraph.split('\n').map((line, number) => (
            <Fragment key={number}>
              {number > 0 && <br />}
              {line}
            </Fragment>
          ))}
        </p>
      ))
    case 'secret':
      return (
        <Table style={{ margin: '24px 0' }}>
          <td
            className="box"
            style={{
              padding: '16px 20px 18px',
              backgroundColor: '#f6f7f9',
              border: '1px solid #e4e6ea',
              borderRadius: 9,
            }}
          >
            <div className="quiet" style={{ ...QUIET, fontFamily: FONTS, marginBottom: 6 }}>
              {block.label}
            </div>
            {/* The letters stand apart by style alone: what is copied is the password and nothing else. */}
            <div
              className="strong secret"
              style={{
                fontFamily: MONOSPACE,
                fontSize: 20,
                lineHeight: '28px',
                fontWeight: 500,
                letterSpacing: '0.09em',
                color: '#14171c',
                whiteSpace: 'pre-wrap',
                overflowWrap: 'anywhere',
                userSelect: 'all',
                WebkitUserSelect: 'all',
              }}
            >
              {block.value}
            </div>
          </td>
        </Table>
      )
    case 'button':
      return (
        <>
          <Table style={{ margin: '24px 0 12px' }}>
            <td align="left">
              <a
                href={block.url}
                className="edge"
                style={{
                  display: 'inline-block',
                  padding: '11px 21px',
                  border: EDGE,
                  borderRadius: 8,
                  backgroundColor: accent,
                  color: readableOn(accent),
                  fontFamily: FONTS,
                  fontSize: 16,
                  lineHeight: '20px',
                  fontWeight: 600,
                  textDecoration: 'none',
                }}
              >
                {block.label}
              </a>
            </td>
          </Table>
          <p className="quiet" style={{ margin: '0 0 20px', ...QUIET }}>
            {block.orOpen}
            <br />
            <a
              href={block.url}
              className="quiet"
              style={{ color: '#5b6472', textDecoration: 'underline', wordBreak: 'break-all' }}
            >
              {block.url}
            </a>
          </p>
        </>
      )
  }
}

function Facts({ rows }: { rows: [label: string, value: Line][] }) {
  return (
    <table
      role="presentation"
      width="100%"
      cellPadding={0}
      cellSpacing={0}
      border={0}
      style={{ width: '100%', margin: '0 0 20px' }}
    >
      <tbody>
        {rows.map(([label, value]) => (
          <tr key={label}>
            <td
              className="quiet"
              valign="top"
              style={{ ...QUIET, fontFamily: FONTS, padding: '4px 20px 4px 0', whiteSpace: 'nowrap' }}
            >
              {label}
            </td>
            <td
              className="strong"
              width="100%"
              valign="top"
              style={{
                fontFamily: FONTS,
                fontSize: 14,
                lineHeight: '21px',
                padding: '4px 0',
                color: '#14171c',
                ...ANYWHERE,
              }}
            >
              <Words line={value} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Like the head of a bill: hairlines between the rows, and the values at the end, where figures line up. */
function Summary({ rows }: { rows: [label: string, value: Line][] }) {
  return (
    <Table style={{ margin: '24px 0' }}>
      <td
        className="box"
        style={{
          padding: '6px 20px',
          backgroundColor: '#f6f7f9',
          border: '1px solid #e4e6ea',
          borderRadius: 9,
        }}
      >
        <table
          role="presentation"
          width="100%"
          cellPadding={0}
          cellSpacing={0}
          border={0}
          style={{ width: '100%' }}
        >
          <tbody>
            {rows.map(([label, value], at) => {
              const line = at > 0 ? { borderTop: '1px solid #e4e6ea' } : {}
              return (
                <tr key={label}>
                  <td
                    className="quiet rule"
                    valign="top"
                    style={{ ...QUIET, fontFamily: FONTS, padding: '10px 20px 10px 0', ...line }}
                  >
                    {label}
                  </td>
                  <td
                    className="strong rule"
                    align="right"
                    valign="top"
                    style={{
                      fontFamily: FONTS,
                      fontSize: 15,
                      lineHeight: '21px',
                      fontWeight: 600,
                      fontVariantNumeric: 'tabular-nums',
                      padding: '10px 0',
                      color: '#14171c',
                      ...line,
                      ...ANYWHERE,
                    }}
                  >
                    <Words line={value} plain />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </td>
    </Table>
  )
}

/** React escapes every part, so that what people typed is never markup. */
function Words({ line, plain }: { line: Line; plain?: boolean }) {
  return line.map((part, at) => {
    if (typeof part === 'string') return part
    const name = <bdi key={at}>{'typed' in part ? harmless(part.typed) : written(part.written)}</bdi>
    return plain ? (
      name
    ) : (
      <strong key={at} style={{ fontWeight: 600 }}>
        {name}
      </strong>
    )
  })
}

function Table({
  children,
  className,
  style,
}: {
  children: ReactNode
  className?: string
  style?: CSSProperties
}) {
  return (
    <table
      role="presentation"
      width="100%"
      cellPadding={0}
      cellSpacing={0}
      border={0}
      className={className}
      style={{ width: '100%', borderCollapse: 'separate', ...style }}
    >
      <tbody>
        <tr>{children}</tr>
      </tbody>
    </table>
  )
}

const SEGMENTER = new Intl.Segmenter()

function initial(name: string): string {
  const first = SEGMENTER.segment(harmless(name).trim())[Symbol.iterator]().next().value
  return first?.segment.toUpperCase() ?? ''
}

const FONTS = "Inter, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
const MONOSPACE = "ui-monospace, 'SF Mono', SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
/** A white or black colour of the seller's must stand out from a card that is white or black itself. */
const EDGE = '1px solid rgba(20, 23, 28, 0.16)'
const ANYWHERE = { overflowWrap: 'anywhere' } as const
const BODY_TEXT = {
  fontFamily: FONTS,
  fontSize: 16,
  lineHeight: '25px',
  color: '#2b313a',
  ...ANYWHERE,
} as const
const QUIET = { fontSize: 14, lineHeight: '21px', color: '#5b6472' } as const

const DARK_AND_NARROW = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background-color: #101215 !important; }
  .card { background-color: #191c20 !important; border-color: #2a2e35 !important; }
  .inner { color: #d5d9df !important; }
  .strong { color: #f3f5f7 !important; }
  .quiet { color: #9ba3af !important; }
  .edge { border-color: rgba(255, 255, 255, 0.24) !important; }
  .box { background-color: #101215 !important; border-color: #2f343c !important; }
  .rule { border-color: #2f343c !important; }
}
@media (max-width: 480px) {
  .outer { padding: 16px 10px 28px !important; }
  .inner { padding: 22px 22px 28px !important; }
  .secret { font-size: 18px !important; letter-spacing: 0.05em !important; }
}
`
