/** `full-date` of RFC 3339: a day that the calendar has. */
export function formatDate(text: string): boolean {
  return text.length === 10 && isDate(text)
}

/** `full-time` of RFC 3339: with its offset; a leap second where UTC may have one. */
export function formatTime(text: string): boolean {
  return isTime(text, 0, true)
}

/** `date-time` of RFC 3339: date and time joined by `T`, in either case. */
export function formatDateTime(text: string): boolean {
  return isJoined(text, true)
}

/** As `formatTime`, the offset optional. */
export function formatIsoTime(text: string): boolean {
  return isTime(text, 0, false)
}

/** As `formatDateTime`, the offset optional. */
export function formatIsoDateTime(text: string): boolean {
  return isJoined(text, false)
}

// By character codes: every event has such text, and patterns with groups cost many times as much.

function isJoined(text: string, offsetRequired: boolean): boolean {
  return (text[10] === 'T' || text[10] === 't') && isDate(text) && isTime(text, 11, offsetRequired)
}

/** Whether the text begins with a date. */
function isDate(text: string): boolean {
  if (text.charCodeAt(4) !== hyphen || text.charCodeAt(7) !== hyphen) return false
  const [year, month, day] = [twoDigits(text, 0) * 100 + twoDigits(text, 2), twoDigits(text, 5), twoDigits(text, 8)]
  return year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Whether the rest of the text, from there on, is a time. */
function isTime(text: string, start: number, offsetRequired: boolean): boolean {
  if (text.charCodeAt(start + 2) !== colon || text.charCodeAt(start + 5) !== colon) return false
  const [hour, minute, second] = [twoDigits(text, start), twoDigits(text, start + 3), twoDigits(text, start + 6)]
  // What is no number is out of every range.
  if (!(hour <= 23 && minute <= 59 && second <= 60)) return false
  const end = afterFraction(text, start + 8)
  const offset = offsetAt(text, end)
  if (Number.isNaN(offset) || (offsetRequired && end === text.length)) return false
  if (second < 60) return true
  return (hour * 60 + minute - offset + minutesOfDay) % minutesOfDay === minutesOfDay - 1
}

function afterFraction(text: string, start: number): number {
  if (text.charCodeAt(start) !== point) return start
  let end = start + 1
  while (isDigit(text.charCodeAt(end))) end++
  return end > start + 1 ? end : start
}

/** The offset from UTC in minutes that the text ends with, 0 for none; NaN where something else stands there. */
function offsetAt(text: string, start: number): number {
  if (start === text.length) return 0
  const sign = text[start]
  if (sign === 'Z' || sign === 'z') return start + 1 === text.length ? 0 : Number.NaN
  if ((sign !== '+' && sign !== '-') || text.length !== start + 6 || text[start + 3] !== ':') return Number.NaN
  const [hour, minute] = [twoDigits(text, start + 1), twoDigits(text, start + 4)]
  if (!(hour <= 23 && minute <= 59)) return Number.NaN
  return (hour * 60 + minute) * (sign === '-' ? -1 : 1)
}

/** NaN where they are no digits. */
function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at), text.charCodeAt(at + 1)]
  return isDigit(tens) && isDigit(ones) ? (tens - zero) * 10 + ones - zero : Number.NaN
}

const isDigit = (code: number): boolean => code >= zero && code < zero + 10

const minutesOfDay = 24 * 60
const hyphen = 0x2d
const colon = 0x3a
const point = 0x2e
const zero = 0x30
