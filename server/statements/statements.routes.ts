import { serve } from '../http/serve.ts'
import { readAccount } from './account.ts'
import { addStatement, sendStatement } from './send-statement.ts'
import { changeStatementSettings, readStatementSettings } from './statement-settings.ts'
import { listStatements, statementPdf } from './statement.ts'
import { statementsApi } from './statements.api.ts'

export const statementsRoutes = serve(statementsApi, {
  account: (call) => readAccount(call, call.params.customerId),
  list: (call) => listStatements(call, call.params.customerId, call.query),
  add: (call) => addStatement(call, call.params.customerId, call.body),
  send: (call) => sendStatement(call, call.params.statementId, call.body),
  pdf: (call) => statementPdf(call, call.params.statementId),
  settings: (call) => readStatementSettings(call),
  change: (call) => changeStatementSettings(call, call.version, call.body),
})
