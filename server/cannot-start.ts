/** Why Portico cannot start, in one sentence for the person who typed the command. Shown without a stack. */
export class CannotStart extends Error {
  override name = 'CannotStart'
}

/** Why a file or a folder could not be used, in words: `No space is left on the disk`. */
export function reasonInWords(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'no space is left on the disk'
    case 'EROFS':
      return 'the disk is read-only'
    case 'EACCES':
    case 'EPERM':
      return 'this user is not allowed to write there'
    case 'ENOENT':
      return 'the folder cannot be created there'
    case 'ENOTDIR':
    case 'EEXIST':
      return 'there is a file where a folder is needed'
    default:
      return error instanceof Error ? error.message : String(error)
  }
}
