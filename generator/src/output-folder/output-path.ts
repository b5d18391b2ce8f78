/** Ours to keep the books, in every output folder. */
export const manifestName = '.tidings-manifest.json'

/** Ours while a generation runs. */
export const workFolderName = '.tidings'

const usersAtTop = new Set(['package.json', 'package-lock.json', 'tsconfig.json', 'dist'])
const usersAnywhere = new Set(['node_modules', '.git'])
const ours = new Set([manifestName, workFolderName])

/**
 * Says why generation may not write `path`, or nothing when it may. A path comes from a template, or from a
 * manifest that anybody may have edited: it stays inside the output folder and away from what is the user's.
 */
export function refusePath(path: string): string | undefined {
  const segments = path.split('/')
  if (path === '') return 'is empty'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not reach a file system
  if (/[\u0000-\u001f\u007f\\:]/.test(path)) return 'holds a backslash, a colon or a control character'
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return 'leaves the folder'
  if (segments.some((segment) => /[ .]$/.test(segment))) return 'has a part that ends in a dot or a space'
  const [top = '', ...rest] = segments.map((segment) => segment.toLowerCase())
  if (ours.has(top)) return 'is kept for the books of Tidings'
  if (usersAtTop.has(top) || [top, ...rest].some((segment) => usersAnywhere.has(segment))) return 'is kept for you'
  return undefined
}
