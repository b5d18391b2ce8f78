import type { PrintReport } from './printing.js'
import { documentOf } from './report-document.js'

/** The report as one JSON document, as `report.schema.json` describes it; one line each where there are several. */
export const printJson: PrintReport = (report, { cwd, continuous }) =>
  `${JSON.stringify(documentOf(report, cwd), null, continuous ? undefined : 2)}\n`
