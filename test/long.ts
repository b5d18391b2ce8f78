/** Whether tests that can take as long as one likes take long: `npm run test:long`. */
export const isLong = process.env['TIDINGS_LONG'] !== undefined
