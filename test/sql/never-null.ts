/** Functions that give a value whenever they are given values. Of any other, a null is expected. */
const BUILT_IN = [
  ...[
    'lower',
    'upper',
    'trim',
    'btrim',
    'ltrim',
    'rtrim',
    'left',
    'right',
    'replace',
    'regexp_replace',
    'concat',
    'concat_ws',
  ],
  ...['char_length', 'length', 'cardinality', 'to_char', 'encode', 'md5', 'round', 'abs', 'ceil', 'floor'],
  ...['now', 'date_trunc', 'timezone', 'make_interval', 'to_timestamp', 'date_part', 'extract'],
  ...[
    'jsonb_build_object',
    'json_build_object',
    'jsonb_array_length',
    'to_jsonb',
    'to_json',
    'row_to_json',
    'trim_scale',
    'generate_series',
    'jsonb_each',
  ],
  ...['pg_advisory_xact_lock', 'set_config'],
]

/** The same of Portico's own in PL/pgSQL: of those in SQL, the body tells (`own-functions.ts`). */
const OWN = ['sort_key']

/** Portico's own that give a value whatever they are given. */
const OWN_ALWAYS = ['search_customers', 'set_staff_password', 'claim_due_deliveries']

export function neverNull(name: string, own: boolean): boolean {
  return own ? OWN.includes(name) || alwaysGives(name, own) : BUILT_IN.includes(name)
}

export function alwaysGives(name: string, own: boolean): boolean {
  return own && OWN_ALWAYS.includes(name)
}
