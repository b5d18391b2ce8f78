/** The languages that payload models can be written in, by the name that `--language` takes. */
export const languages = [
  'cplusplus',
  'csharp',
  'dart',
  'go',
  'java',
  'javascript',
  'kotlin',
  'php',
  'python',
  'rust',
  'scala',
  'typescript',
] as const

export type Language = (typeof languages)[number]

export const isLanguage = (name: string): name is Language => (languages as readonly string[]).includes(name)
