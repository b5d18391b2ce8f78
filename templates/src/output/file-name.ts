/** Device names of Windows, which takes them with any extension. */
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)(?:\.|$)/i

/** Whether Windows, macOS and Linux all take this name for one file or folder. */
export function isPortableFileName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no file name may hold
  if (/[\u0000-\u001f\u007f<>:"/\\|?*]|\p{Surrogate}/u.test(name)) return false
  if (name === '' || /[. ]$/.test(name) || name.startsWith(' ')) return false
  return !reserved.test(name) && new TextEncoder().encode(name).length <= 255
}
