import type { Severity } from './finding.js'
import { type Text, text } from './text.js'

/**
 * Every finding that reading a contract can make by itself. What `@asyncapi/parser` finds keeps the parser's own
 * rule id (`asyncapi…`); its mends stand in `parser/mends.ts`.
 */
export const rules = {
  // The file itself
  syntax: rule('error', text`${'problem'}`, text`Correct the YAML or JSON at this place.`),
  'duplicate-key': rule(
    'error',
    text`the key ${'key'} stands twice in one map; expected each key once`,
    text`Rename one of the two, or merge them.`,
  ),
  'no-json-value': rule(
    'error',
    text`${'what'} has no equal in JSON; expected a value that JSON can hold`,
    text`Write it as a string or a plain number.`,
  ),
  'alias-cycle': rule(
    'error',
    text`the alias *${'alias'} stands inside what it repeats; expected a finite document`,
    text`Name the schema under components/schemas and refer to it by $ref.`,
  ),
  'too-deep': rule(
    'error',
    text`the document is nested more than ${'limit'} levels deep; expected a document that people can read`,
    text`Move inner schemas to components/schemas and refer to them by $ref.`,
  ),
  'too-big': rule(
    'error',
    text`the file holds more than ${'limit'}; expected a document that people can read`,
    text`Give the right file, or split the document into several by $ref.`,
  ),
  'too-large': rule(
    'error',
    text`the aliases of the document unfold to more than ${'limit'} values; expected fewer`,
    text`Name the schema under components/schemas and refer to it by $ref.`,
  ),

  // The document as a whole
  'empty-document': rule(
    'error',
    text`the document is empty; expected an AsyncAPI document`,
    text`Begin with "asyncapi: 3.0.0", "info" and "channels", or let "tidings init" write a first one.`,
  ),
  'not-asyncapi': rule(
    'error',
    text`the document is ${'what'}; expected an AsyncAPI document`,
    text`Give the file that begins with "asyncapi: 3.0.0" (or another version from 2.0.0 to 3.1.0).`,
  ),
  'unknown-version': rule(
    'error',
    text`the AsyncAPI version is ${'version'}; expected one of ${'known'}`,
    text`${'mend'}`,
  ),

  // References
  'dangling-reference': rule(
    'error',
    text`the reference ${'reference'} leads nowhere: ${'why'}; expected the address of something in the document`,
    text`${'mend'}`,
  ),
  'remote-reference': rule(
    'error',
    text`the reference ${'reference'} leads to the network; expected one to a file of the project`,
    text`Copy the document into the project and refer to the copy, or allow it: --allow-remote-refs on the command line, allow.remote in code.`,
  ),
  'reference-outside-root': rule(
    'error',
    text`the reference ${'reference'} leaves the project root ${'root'}; expected one to a file inside it`,
    text`Move the file into the project, or allow it: --allow-refs-outside on the command line, allow.outsideRoot in code.`,
  ),
  'unreadable-reference': rule(
    'error',
    text`the reference ${'reference'} cannot be read: ${'why'}; expected a readable file`,
    text`Correct the path, which is relative to the file that holds the reference, or add the file.`,
  ),
  'reference-cycle': rule(
    'error',
    text`the reference ${'reference'} leads back to itself; expected something that is not a reference at its end`,
    text`Give one of the references on the way a schema (or message) of its own.`,
  ),

  // Shapes that real documents get wrong
  'version-2-shape': rule(
    'error',
    text`${'where'} holds ${'member'}, which is AsyncAPI 2; expected ${'instead'} in a ${'version'} document`,
    text`${'mend'}`,
  ),
  'message-not-of-channel': rule(
    'error',
    text`operation ${'operation'} refers to ${'reference'}; expected one of its channel's messages`,
    text`${'mend'}`,
  ),
  'channel-not-of-document': rule(
    'error',
    text`${'where'} refers to ${'reference'}; expected a channel under "channels" of the document`,
    text`${'mend'}`,
  ),
  'duplicate-id': rule(
    'error',
    text`the ${'member'} ${'id'} is given twice, first at line ${'line'}; expected each once`,
    text`Give one of the two another ${'member'}.`,
  ),
  'unsupported-schema-format': rule(
    'error',
    text`message ${'message'} writes its ${'part'} in the schema format ${'format'}; expected AsyncAPI, JSON Schema draft-07, OpenAPI 3.0 or Avro`,
    text`Write the ${'part'} in one of these formats.`,
  ),
  'unknown-avro-type': rule(
    'warning',
    text`the Avro type ${'type'} is defined nowhere in its schema; any value is taken in its place`,
    text`Define the type where it is first used.`,
  ),
  'parser-failure': rule(
    'error',
    text`the AsyncAPI parser failed on this document: ${'problem'}; expected a document that it can read`,
    text`Look for an unusual name or structure near this place, and simplify it.`,
  ),

  // Meaning
  'example-mismatch': rule(
    'warning',
    text`the example does not fit the ${'part'} of event ${'event'}: ${'problem'}`,
    text`Correct the example, or the schema.`,
  ),
  'one-type-two-payloads': rule(
    'warning',
    text`the events ${'events'} have one CloudEvents type, ${'type'}, and different payloads; expected a type for each`,
    text`Give each a name of its own, or "x-event: { type: … }". Until then they are told apart by their channels.`,
  ),
  'location-leads-nowhere': rule(
    'warning',
    text`${'what'} stands at ${'expression'}, which the event's schema does not have; expected a place in it`,
    text`Correct the expression, or add the property to the schema.`,
  ),

  // Our conventions
  'unknown-convention': rule('error', text`${'where'} holds ${'member'}; expected only ${'known'}`, text`${'mend'}`),
  'illegal-convention': rule(
    'error',
    text`${'where'} is ${'actual'}; expected ${'expected'}`,
    text`Write it as in this example: ${'example'}.`,
  ),
  'key-leads-nowhere': rule(
    'error',
    text`${'where'} is ${'expression'}, which event ${'event'} does not have; expected a place in its schema`,
    text`${'mend'}`,
  ),
  'duplicate-version': rule(
    'error',
    text`the messages ${'events'} share the event name ${'name'} and say ${'version'}; expected a version of its own for each`,
    text`Give each an "x-event.version" of its own, or names of their own.`,
  ),
} as const

export type RuleId = keyof typeof rules

/** What the texts of a rule need to be told. */
export type Holes<Rule extends RuleId> = Readonly<
  Record<HoleOf<(typeof rules)[Rule]['message']> | HoleOf<(typeof rules)[Rule]['mend']>, string | number>
>

type HoleOf<T> = T extends Text<infer Hole> ? Hole : never

interface Rule<M extends string, F extends string> {
  readonly severity: Severity
  readonly message: Text<M>
  readonly mend: Text<F>
}

function rule<M extends string, F extends string>(severity: Severity, message: Text<M>, mend: Text<F>): Rule<M, F> {
  return { severity, message, mend }
}
