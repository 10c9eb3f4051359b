import { TypeFlags, type Checker, type Type } from 'typescript/unstable/sync'

/** A type of the source, as far as a column or a parameter can have it. */
export interface ClaimedType {
  text: string
  kinds: Set<Kind>
  /** The strings that it allows, where it does not allow all. */
  values: string[] | null
  elements: ClaimedType | null
  /** Of an object, or of several that it may be. */
  properties(): Map<string, ClaimedType>
}

export type Kind =
  | 'string'
  | 'number'
  | 'boolean'
  | 'null'
  | 'undefined'
  | 'Date'
  | 'Buffer'
  | 'list'
  | 'object'
  | 'anything'
  | 'something else'

const KINDS: [TypeFlags, Kind][] = [
  [TypeFlags.StringLike, 'string'],
  [TypeFlags.NumberLike, 'number'],
  [TypeFlags.BooleanLike, 'boolean'],
  [TypeFlags.Null, 'null'],
  [TypeFlags.Undefined, 'undefined'],
  [TypeFlags.Void, 'undefined'],
  [TypeFlags.Any, 'anything'],
  [TypeFlags.Unknown, 'anything'],
]
/** Objects that are values to PostgreSQL. */
const NAMED: Partial<Record<string, Kind>> = { Date: 'Date', Buffer: 'Buffer', Uint8Array: 'Buffer' }

export function claimedType(type: Type, checker: Checker): ClaimedType {
  const members = type.isUnionType() ? type.getTypes() : [type]
  const lists = members.filter((member) => checker.isArrayLikeType(member))
  const literals = members.filter((member) => member.isStringLiteralType())
  const kinds = new Set(members.map((member) => kindOf(member, checker)))
  const everyString = members.some((member) => member.flags & (TypeFlags.String | TypeFlags.TemplateLiteral))
  const [list] = lists
  const element = list?.isTypeReference() ? checker.getTypeArguments(list)[0] : undefined
  return {
    get text() {
      return checker.typeToString(type)
    },
    kinds,
    values: everyString || literals.length === 0 ? null : literals.map(({ value }) => value),
    elements: element ? claimedType(element, checker) : null,
    properties: () => propertiesOf(members, checker),
  }
}

function kindOf(type: Type, checker: Checker): Kind {
  const simple = KINDS.find(([flags]) => type.flags & flags)
  if (simple) return simple[1]
  if (checker.isArrayLikeType(type)) return 'list'
  const named = NAMED[type.getSymbol()?.name ?? '']
  if (named) return named
  if (type.isIntersectionType()) {
    const kinds = type.getTypes().map((part) => kindOf(part, checker))
    return kinds.find((kind) => kind !== 'object') ?? 'object'
  }
  if (type.isTypeParameter()) {
    const constraint = checker.getConstraintOfTypeParameter(type)
    return constraint ? kindOf(constraint, checker) : 'anything'
  }
  return type.isObjectType() || type.flags & TypeFlags.NonPrimitive ? 'object' : 'something else'
}

function propertiesOf(members: readonly Type[], checker: Checker): Map<string, ClaimedType> {
  const found = new Map<string, ClaimedType[]>()
  const objects = members.filter((member) => kindOf(member, checker) === 'object')
  for (const object of objects) {
    const properties = checker.getPropertiesOfType(object)
    checker.getTypeOfSymbol(properties).forEach((type, at) => {
      const { name } = properties[at]!
      if (type) found.set(name, [...(found.get(name) ?? []), claimedType(type, checker)])
    })
  }
  return new Map([...found].map(([name, types]) => [name, oneOf(types, types.length < objects.length)]))
}

/** What a property is in the one object or in the other. */
function oneOf(types: ClaimedType[], missingInSome: boolean): ClaimedType {
  if (types.length === 1 && !missingInSome) return types[0]!
  const kinds = new Set(types.flatMap((type) => [...type.kinds]))
  // Where one object has a property and the other has not, only the one says what is in it.
  if (missingInSome) kinds.add('undefined').add('null')
  const texts = types.filter((type) => type.kinds.has('string'))
  return {
    get text() {
      return [...new Set(types.map(({ text }) => text))].join(' | ')
    },
    kinds,
    values:
      texts.length === 0 || texts.some(({ values }) => values === null)
        ? null
        : texts.flatMap(({ values }) => values!),
    elements: types.find(({ elements }) => elements)?.elements ?? null,
    properties: () => types.find((type) => type.kinds.has('object'))?.properties() ?? new Map(),
  }
}
