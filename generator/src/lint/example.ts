/** A document that shows a rule. */
export interface Example {
  /** The whole document. */
  readonly text: string
  /** The part of it that matters. */
  readonly shown: string
}

/** A document with these messages, all on one channel that is sent to. In 2.6, which is read the quickest. */
export function messages(parts: TemplateStringsArray): Example {
  const shown = dedent(parts)
  const names = [...shown.matchAll(/^(\S+):/gm)].map(([, name = '']) => name)
  return {
    shown,
    text: `asyncapi: 2.6.0
info: { title: Shop, version: 1.0.0 }
channels:
  orders:
    subscribe:
      message:
        oneOf:
${names.map((name) => `          - { $ref: '#/components/messages/${name}' }`).join('\n')}
components:
  messages:
${indent(shown, 4)}
`,
  }
}

/** A document with what stands under its version and title, in 3.0. */
export function document(parts: TemplateStringsArray): Example {
  const shown = dedent(parts)
  return { shown, text: `asyncapi: 3.0.0\ninfo: { title: Shop, version: 1.0.0 }\n${shown}\n` }
}

function dedent(parts: TemplateStringsArray): string {
  const lines = parts.raw
    .join('')
    .replace(/^\n|\n\s*$/g, '')
    .split('\n')
  const depth = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)))
  return lines.map((line) => line.slice(depth)).join('\n')
}

const indent = (text: string, by: number): string => text.replaceAll(/^(?=.)/gm, ' '.repeat(by))
