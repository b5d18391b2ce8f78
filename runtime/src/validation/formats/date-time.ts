/** `full-date` of RFC 3339: a day that the calendar has. */
export function formatDate(text: string): boolean {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text)
  if (match === null) return false
  const [, year, month, day] = match.map(Number)
  if (year === undefined || month === undefined || day === undefined) return false
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
}

/** `full-time` of RFC 3339: with its offset; a leap second where UTC may have one. */
export function formatTime(text: string): boolean {
  return isTime(text, true)
}

/** `date-time` of RFC 3339: date and time joined by `T`, in either case. */
export function formatDateTime(text: string): boolean {
  return isJoined(text, true)
}

/** As `formatTime`, the offset optional. */
export function formatIsoTime(text: string): boolean {
  return isTime(text, false)
}

/** As `formatDateTime`, the offset optional. */
export function formatIsoDateTime(text: string): boolean {
  return isJoined(text, false)
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function isJoined(text: string, offsetRequired: boolean): boolean {
  return (
    (text[10] === 'T' || text[10] === 't') && formatDate(text.slice(0, 10)) && isTime(text.slice(11), offsetRequired)
  )
}

function isTime(text: string, offsetRequired: boolean): boolean {
  const match = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))?$/.exec(text)
  if (match === null) return false
  const [hour = 0, minute = 0, second = 0] = match.slice(1, 4).map(Number)
  const [offsetHour = 0, offsetMinute = 0] = match.slice(5, 7).map((digits) => Number(digits ?? 0))
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return false
  if (offsetRequired && match[4] === undefined && !/[Zz]$/.test(text)) return false
  if (second < 60) return true
  const offset = (offsetHour * 60 + offsetMinute) * (match[4] === '-' ? -1 : 1)
  const minutesOfDay = 24 * 60
  return (hour * 60 + minute - offset + minutesOfDay) % minutesOfDay === minutesOfDay - 1
}
