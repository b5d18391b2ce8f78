import { checkoutAround } from './checkout.js'
import type { PrintReport } from './printing.js'
import { documentOf } from './report-document.js'
import { sarifOf } from './sarif.js'

/** SARIF 2.1.0, for code scanning and editors; made from the JSON document. */
export const printSarif: PrintReport = (report, { cwd, env }) => {
  const log = sarifOf(documentOf(report, cwd), { cwd, root: checkoutAround(cwd, env) })
  return `${JSON.stringify(log, null, 2)}\n`
}
