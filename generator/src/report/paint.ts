import type { Severity } from '@tidings/contract'

/** How parts of a text report are set off from each other. */
export type Paint = Readonly<Record<Severity | 'place' | 'dim', (text: string) => string>>

const asItIs = (text: string): string => text
export const plain: Paint = { error: asItIs, warning: asItIs, info: asItIs, place: asItIs, dim: asItIs }

const styled = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[0m`
export const painted: Paint = {
  error: styled(31),
  warning: styled(33),
  info: styled(34),
  place: styled(36),
  dim: styled(2),
}
