import type { Finding } from '@tidings/contract'
import { placeName } from './place-name.js'
import type { PrintReport } from './printing.js'
import { countBySeverity, statusOf } from './report.js'

/**
 * The report as one JSON document, as `report.schema.json` describes it; one line each where there are several.
 * Every other machine-readable format can be made from it.
 */
export const printJson: PrintReport = (report, { cwd, continuous }) => {
  const document = {
    report: 1,
    command: report.command,
    status: statusOf(report),
    counts: countBySeverity(report.findings),
    findings: report.findings.map((finding) => asJson(finding, cwd)),
    notes: report.notes,
    changes: report.changes,
  }
  return `${JSON.stringify(document, null, continuous ? undefined : 2)}\n`
}

function asJson({ rule, severity, message, place, mend }: Finding, cwd: string) {
  const told = place === undefined ? {} : { place: { ...place, file: placeName(place.file, cwd) } }
  return { rule, severity, message, ...told, mend }
}
