import iconv from 'iconv-lite'
import { UnreadableFile } from '../import.ts'
import { headOf } from './head-of.ts'
import type { Format } from './ways-to-read.ts'

const HEAD_BYTES = 64 * 1024

/** What a file is, by its first bytes: its name may say anything. What cannot be read is named, with the way out. */
export async function kindOfFile(path: string): Promise<Format> {
  const head = await headOf(path, HEAD_BYTES)
  if (startsWith(head, 'PK\u0003\u0004') || startsWith(head, 'PK\u0005\u0006'))
    return kindOfZip(await (await import('./zip.ts')).namesInZip(path))
  if (startsWith(head, '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1')) throw namedOle(head)
  const binary = BINARY.find(({ starts }) => starts.some((start) => startsWith(head, start)))
  if (binary) throw is(binary.what, binary.remedy)
  const text = textIn(head)
  if (/^\s*BEGIN:VCARD\b/i.test(text)) return 'vcard'
  const told = TEXTS.find(({ pattern }) => pattern.test(text))
  if (told) throw is(told.what, told.remedy)
  return 'csv'
}

const startsWith = (head: Buffer, start: string) =>
  head.subarray(0, start.length).toString('latin1') === start

function textIn(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return iconv.decode(head, 'utf-16le')
  if (head[0] === 0xfe && head[1] === 0xff) return iconv.decode(head, 'utf-16be')
  if (head[1] === 0 && head[3] === 0) return iconv.decode(head, 'utf-16le')
  return head.toString('utf8').replace(/^\ufeff/, '')
}

const is = (what: string, remedy: string) => new UnreadableFile(`This is ${what}. ${remedy}`)

const SAVE_AS_XLSX = 'In Excel, save it as “Excel Workbook (.xlsx)” and upload that file.'
const EXPORT_TABLE = 'Export the table as a CSV file or as an Excel workbook (.xlsx), and upload that.'

function kindOfZip(names: string[]): Format {
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name))
  if (has(/^\/?xl\/workbook\.xml$/i)) return 'xlsx'
  if (has(/^\/?xl\/workbook\.bin$/i)) throw is('an Excel workbook in binary form (.xlsb)', SAVE_AS_XLSX)
  if (has(/^Index\/.*\.iwa$/i) || has(/^Index\.zip$/i))
    throw is(
      'a document of Apple Numbers or Pages',
      'In Numbers, choose Export To > Excel or CSV, and upload that file.',
    )
  if (has(/^\/?word\//i))
    throw is('a Word document', 'Save the table in it as an Excel workbook (.xlsx) or a CSV file.')
  if (has(/^\/?ppt\//i)) throw is('a PowerPoint presentation', EXPORT_TABLE)
  // Programs that write any other OpenDocument have no rows of a sheet in it, which is then said.
  if (has(/^content\.xml$/)) return 'ods'
  throw is('a ZIP archive', 'Unpack it, and upload the file that is in it.')
}

function namedOle(head: Buffer): UnreadableFile {
  const has = (name: string) => head.includes(Buffer.from(name, 'utf16le'))
  if (has('EncryptedPackage'))
    return is(
      'a workbook that is locked with a password',
      'Open it, save a copy without a password, and upload that.',
    )
  if (has('WordDocument')) return is('a Word document', EXPORT_TABLE)
  if (has('__substg1.0_'))
    return is(
      'an Outlook message or contact',
      'In Outlook, choose File > Open & Export > Import/Export > Export to a file > Comma Separated Values.',
    )
  return is('an old Excel workbook (.xls)', SAVE_AS_XLSX)
}

const BINARY: { starts: string[]; what: string; remedy: string }[] = [
  {
    starts: ['%PDF-'],
    what: 'a PDF',
    remedy: 'The program that made it can export the same list as a CSV file or an Excel workbook.',
  },
  { starts: ['{\\rtf'], what: 'a text document (.rtf)', remedy: EXPORT_TABLE },
  {
    starts: ['\u0009\u0008', '\u0009\u0004', '\u0009\u0002'],
    what: 'a very old Excel workbook (.xls)',
    remedy: SAVE_AS_XLSX,
  },
  {
    starts: ['\u001f\u008b', 'BZh', '7z\u00bc\u00af', 'Rar!', '\u00fd7zXZ', '(\u00b5/\u00fd'],
    what: 'a compressed archive',
    remedy: 'Unpack it, and upload the file that is in it.',
  },
  {
    starts: ['\u0089PNG', '\u00ff\u00d8\u00ff', 'GIF8', 'RIFF', 'II*\u0000', 'MM\u0000*', 'BM'],
    what: 'a picture',
    remedy: EXPORT_TABLE,
  },
  {
    starts: ['SQLite format 3', '\u0000\u0001\u0000\u0000Standard '],
    what: 'a database',
    remedy: EXPORT_TABLE,
  },
  {
    starts: ['bplist'],
    what: 'a file of Apple’s own form',
    remedy: 'In Contacts, choose File > Export > Export vCard.',
  },
]

const TEXTS: { pattern: RegExp; what: string; remedy: string }[] = [
  {
    pattern: /^\s*(?:<!doctype html|<html|<head|<body|<table|<meta)\b/i,
    what: 'a web page (HTML), whatever its name',
    remedy: `Open it in Excel. ${SAVE_AS_XLSX}`,
  },
  {
    pattern: /^\s*<\?xml[^]*?(?:urn:schemas-microsoft-com:office:spreadsheet|<Workbook\b)/i,
    what: 'an Excel table in XML',
    remedy: SAVE_AS_XLSX,
  },
  { pattern: /^\s*<\?xml|^\s*<[a-z][\w:-]*(?:\s[^<>]*)?>\s*</i, what: 'an XML file', remedy: EXPORT_TABLE },
  { pattern: /^\s*(?:\{\s*(?:"|\})|\[\s*(?:\{|\[|\]))/, what: 'a JSON file', remedy: EXPORT_TABLE },
  { pattern: /^\s*BEGIN:VCALENDAR\b/i, what: 'a calendar', remedy: 'Contacts are exported as vCard or CSV.' },
  {
    pattern: /^(?:!HDR\t|!CUST\t|!TRNS\t)/,
    what: 'a QuickBooks IIF file',
    remedy: 'In QuickBooks, export the list to Excel or CSV instead.',
  },
  {
    pattern: /^(?:version:\s*1\s+)?dn::?\s/i,
    what: 'an LDIF file',
    remedy: 'Export the address book as CSV or vCard.',
  },
  {
    pattern: /^(?:CREATE TABLE|INSERT INTO|-- MySQL dump|-- PostgreSQL database dump)/i,
    what: 'a dump of a database (SQL)',
    remedy: EXPORT_TABLE,
  },
  { pattern: /^(?:ISA\*|UNA[:+]|UNB\+)/, what: 'an EDI message', remedy: EXPORT_TABLE },
]
