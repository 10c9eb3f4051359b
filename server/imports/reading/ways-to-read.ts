/** How bytes are read as letters, and what people know it by. */
export const encodings = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16 (big-endian)',
  'windows-1252': 'Windows-1252 (Western European)',
  'windows-1250': 'Windows-1250 (Central European)',
  'windows-1251': 'Windows-1251 (Cyrillic)',
  'windows-1253': 'Windows-1253 (Greek)',
  'windows-1254': 'Windows-1254 (Turkish)',
  'iso-8859-1': 'ISO 8859-1 (Western European)',
  'iso-8859-2': 'ISO 8859-2 (Central European)',
  'iso-8859-15': 'ISO 8859-15 (Western European, with €)',
  'koi8-r': 'KOI8-R (Cyrillic)',
  cp850: 'DOS 850 (Western European)',
  cp437: 'DOS 437 (United States)',
  macintosh: 'Mac Roman',
  shift_jis: 'Shift-JIS (Japanese)',
  'euc-jp': 'EUC-JP (Japanese)',
  gb18030: 'GBK, GB 18030 (Chinese, simplified)',
  big5: 'Big5 (Chinese, traditional)',
  'euc-kr': 'EUC-KR (Korean)',
} as const
export type Encoding = keyof typeof encodings
export const encodingNames = Object.keys(encodings) as [Encoding, ...Encoding[]]

export const formats = ['csv', 'xlsx', 'ods', 'vcard'] as const
export type Format = (typeof formats)[number]

export const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]
