import pLimit from 'p-limit'
import { serve } from '../http/serve.ts'
import { deleteImport } from './delete-import.ts'
import { beginPlanning, beginRunning, beginUndoing, stopWork } from './import-work.ts'
import { listImports, listRows, readImport } from './import.ts'
import { importsApi } from './imports.api.ts'
import { mapImport } from './map-import.ts'
import { rereadFile } from './reread-file.ts'
import { refusedRows } from './refused-rows.ts'
import { keepFile } from './upload-import.ts'
import { remindOfImport } from './invoices/remind-of-import.ts'
import { keepLines } from './invoices/upload-lines.ts'

/** Each file that is read has a connection and a processor in hand for seconds: however many come, others find some. */
const inTurn = pLimit(2)

export const importsRoutes = serve(importsApi, {
  upload: (call) =>
    inTurn(() => keepFile(call, call.query.fileName, call.upload.path, { kind: call.query.kind })),
  uploadLines: (call) =>
    inTurn(() => keepLines(call, call.params.importId, call.query.fileName, call.upload.path)),
  list: (call) => listImports(call, call.query),
  read: (call) => readImport(call, call.params.importId),
  rows: (call) => listRows(call, call.params.importId, call.query),
  reread: (call) => inTurn(() => rereadFile(call, call.params.importId, call.body)),
  map: (call) => mapImport(call, call.params.importId, call.body),
  plan: (call) => beginPlanning(call, call.params.importId),
  run: (call) => beginRunning(call, call.params.importId),
  stop: (call) => stopWork(call, call.params.importId),
  undo: (call) => beginUndoing(call, call.params.importId),
  remind: (call) => remindOfImport(call, call.params.importId),
  refused: (call) => refusedRows(call, call.params.importId, call.query.file),
  delete: (call) => deleteImport(call, call.params.importId),
})
