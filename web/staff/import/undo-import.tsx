import { Button } from '@mantine/core'
import { type CsvImport, importsApi } from '../../../server/imports/imports.api.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { useAction } from './use-action.tsx'

/** For as long as an import can be undone, which the server says when asked. */
export function UndoImport({ one }: { one: CsvImport }) {
  const undo = useAction(one, importsApi.undo)
  const { create, link, change } = one.counts!
  if (create + link + change === 0) return null
  return (
    <>
      <Confirm consequence={consequence[one.kind]} verb="Undo" onConfirm={undo.run}>
        {(open) => (
          <Button variant="default" onClick={open}>
            {one.undone ? 'Undo what stayed…' : 'Undo the import…'}
          </Button>
        )}
      </Confirm>
      {undo.notice}
    </>
  )
}

const consequence = {
  contacts:
    'Customers and contacts that this import added are removed, and what it changed becomes as it was. Those that somebody has worked with since stay, and are listed. Mail that went out cannot be taken back.',
  invoices:
    'Invoices that this import added are removed, with the payments that came from the file. Those that somebody has worked with since stay, and are listed.',
}
