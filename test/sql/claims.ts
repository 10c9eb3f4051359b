import { relative } from 'node:path'
import {
  isCallExpression,
  isIdentifier,
  isNoSubstitutionTemplateLiteral,
  isPropertyAccessExpression,
} from 'typescript/unstable/ast/is'
import {
  SyntaxKind,
  type Node,
  type SourceFile,
  type TaggedTemplateExpression,
} from 'typescript/unstable/ast'
import { API, type Checker, type Program } from 'typescript/unstable/sync'
import { claimedType, type ClaimedType } from './claimed-type.ts'
import { templateOf } from './recorded.ts'

/** A template of SQL in the source, and what the code around it takes for granted. */
export interface Claim {
  file: string
  line: number
  template: string
  /** The `Row` of `sql<Row>`. */
  row: ClaimedType | null
  /** Whether it is a statement by itself: `.execute` follows. */
  executed: boolean
  /** The type of the expression at a place in the template. */
  expression(at: number): ClaimedType
}

/** Reads every template of SQL in a TypeScript project. Types are asked of the compiler, which stays until `work` is done. */
export async function readClaims<T>(
  tsconfig: string,
  root: string,
  work: (claims: Claim[]) => Promise<T>,
): Promise<T> {
  const api = new API({ cwd: root })
  try {
    const project = api.updateSnapshot({ openProjects: [tsconfig] }).getProject(tsconfig)
    if (!project) throw new Error(`TypeScript knows no project ${tsconfig}`)
    return await work(claimsOf(project.program, project.checker, root))
  } finally {
    api.close()
  }
}

function claimsOf(program: Program, checker: Checker, root: string): Claim[] {
  const own = program
    .getSourceFileNames()
    .filter((name) => name.startsWith(root) && !name.includes('/node_modules/'))
  return own.flatMap((name) => {
    const file = program.getSourceFile(name)
    return file?.text.includes('sql') ? templatesOf(file).map((node) => claimOf(node, file)) : []
  })

  function claimOf(node: TaggedTemplateExpression, file: SourceFile): Claim {
    const claimed = node.typeArguments?.[0] && checker.getTypeFromTypeNode(node.typeArguments[0])
    return {
      file: relative(root, file.fileName),
      line: file.text.slice(0, node.tag.getStart(file)).split('\n').length,
      template: templateOf(fragmentsOf(node)),
      row: claimed ? claimedType(claimed, checker) : null,
      executed: isExecuted(node),
      expression(at) {
        const { template } = node
        const expression = isNoSubstitutionTemplateLiteral(template)
          ? undefined
          : template.templateSpans[at]!.expression
        return claimedType(
          (expression && checker.getTypeAtLocation(expression)) ?? checker.getUnknownType(),
          checker,
        )
      },
    }
  }
}

function templatesOf(file: SourceFile): TaggedTemplateExpression[] {
  const found: TaggedTemplateExpression[] = []
  const visit = (node: Node): void => {
    if (node.kind === SyntaxKind.TaggedTemplateExpression) {
      const tagged = node as TaggedTemplateExpression
      if (isIdentifier(tagged.tag) && tagged.tag.text === 'sql') found.push(tagged)
    }
    node.forEachChild(visit)
  }
  visit(file)
  return found
}

function fragmentsOf({ template }: TaggedTemplateExpression): string[] {
  if (isNoSubstitutionTemplateLiteral(template)) return [template.text]
  return [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)]
}

function isExecuted(node: Node): boolean {
  const { parent } = node
  return (
    isPropertyAccessExpression(parent) &&
    (parent.name.text === 'execute' || parent.name.text === 'compile') &&
    isCallExpression(parent.parent)
  )
}
