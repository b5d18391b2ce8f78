/**
 * A duration of ISO 8601 as RFC 3339, appendix A, has it: whole numbers, weeks alone. As in ISO 8601 a unit
 * between two others may be missing (`P1Y2D`).
 */
export function formatDuration(text: string): boolean {
  if (/^P[0-9]+W$/.test(text)) return true
  return (
    /^P(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:T(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?)?$/.test(text) &&
    !text.endsWith('P') &&
    !text.endsWith('T')
  )
}
