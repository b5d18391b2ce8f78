import type { Finding, Place } from '@tidings/contract'
import { describeAudiences } from './audiences.js'

/** What a finding has beside message and mend, a line for each: other places, whom it breaks, the witness. */
export function detailsOf(
  { related = [], breaks = [], witness }: Finding,
  nameOf: (file: string) => string = (file) => file,
): string[] {
  return [
    ...related.map(({ message, place }) => `${message}: ${placed(place, nameOf)}`),
    ...(breaks.length > 0 ? [`Breaks: ${describeAudiences(breaks)}`] : []),
    ...(witness === undefined ? [] : [`Witness: ${JSON.stringify(witness)}`]),
  ]
}

/** `asyncapi.yaml:7:15` */
export const placed = ({ file, line, column }: Place, nameOf: (file: string) => string = (file) => file): string =>
  `${nameOf(file)}:${line}:${column}`
