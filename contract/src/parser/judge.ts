import type { Diagnostic } from '@asyncapi/parser'
import type { Library } from '../reference/library.js'
import type { SourceFile } from '../source/source-file.js'

export type { Diagnostic }

/** Rules for what we check ourselves, in every version; they throw on examples that are no maps. */
const notAsked = { 'asyncapi2-message-examples': 'off', 'asyncapi2-message-examples-custom-format': 'off' } as const

/** Rules that cost the most to ask, and find nothing in a document that is plainly valid. */
const answered = {
  'asyncapi-document-resolved': 'off',
  'asyncapi-document-unresolved': 'off',
  'asyncapi2-schemas': 'off',
  'asyncapi2-schema-default': 'off',
  'asyncapi2-schema-examples': 'off',
} as const

export interface JudgeOptions {
  /** Also give what is not wrong but could be better. */
  readonly advice: boolean
  /** It is known to be without errors. */
  readonly isValid: boolean
}

/**
 * Lets `@asyncapi/parser` judge the document. It reads nothing by itself: what it asks for is served from the
 * library, and what the library does not hold is an empty object, so neither disk nor network is touched.
 */
export async function judge(
  file: SourceFile,
  library: Library,
  { advice, isValid }: JudgeOptions,
): Promise<Diagnostic[]> {
  const [{ Parser }, { AvroSchemaParser }, { OpenAPISchemaParser }] = await Promise.all([
    import('@asyncapi/parser'),
    import('@asyncapi/avro-schema-parser'),
    import('@asyncapi/openapi-schema-parser'),
  ])
  // a resolver that throws falls through to the default one, which would ask the network
  const read = async (uri: { toString(): string; path(): string }) => {
    const served = library.get(decode(uri.path())) ?? library.get(uri.toString())
    return served?.value === undefined ? '{}' : await served.tamedText()
  }
  // a parser used twice repeats the errors of files that have been mended since
  const parser = new Parser({
    ruleset: { recommended: advice, rules: isValid ? { ...notAsked, ...answered } : notAsked },
    schemaParsers: [AvroSchemaParser(), OpenAPISchemaParser()],
    __unstable: {
      resolver: {
        cache: false,
        resolvers: ['file', 'http', 'https'].map((schema) => ({ schema, order: 1, canRead: true, read })),
      },
    },
  })
  const text = await file.tamedText()
  return parser.validate(text.replace(/^\ufeff/, ''), { source: file.path })
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
