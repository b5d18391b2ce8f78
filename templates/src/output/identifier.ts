/**
 * What may follow in an identifier beside ASCII: letters, digits and marks of any script that every TypeScript since
 * 5.8 knows. Those of Unicode 16 and later are left out, and those beyond the first plane, which few tools agree on.
 */
const outside =
  /[\u{10000}-\u{10ffff}]|[\u088f\u0897\u0c5c\u0cdc\u1c89\u1c8a\ua7cb-\ua7dc\ua7f1]|[\u1acf-\u1aff]|\p{Cf}/u

/** Whether text may stand as an identifier or, reserved words included, as a bare property name. */
export const isIdentifierName = (text: string): boolean =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text) && !outside.test(text)

/** Runs of letters, marks and digits that may stand in an identifier. */
export const wordsIn = (text: string): readonly string[] =>
  text
    .normalize('NFC')
    .match(/(?:(?![_\p{Pc}\p{Cf}])\p{ID_Continue})+/gu)
    ?.flatMap((run) => run.split(outside)) ?? []
