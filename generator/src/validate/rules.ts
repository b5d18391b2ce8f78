import type { Severity } from '@tidings/contract'

/** What can be said of recorded events: `says` is for the docs, `mend` how to put it right. */
export interface Rule {
  readonly severity: Severity
  readonly says: string
  readonly mend: string
}

const rule = (severity: Severity, says: string, mend: string): Rule => ({ severity, says, mend })

/** Every rule of `tidings validate`, in the order of the docs. */
export const rules = {
  'invalid-event': rule(
    'error',
    'data or headers are not what the contract says',
    'Correct what produces the event; where the event is right, correct its schema in the contract.',
  ),
  'unsafe-integer': rule(
    'error',
    'an integer lies beyond ±(2⁵³ − 1), where JavaScript and many others lose digits',
    'Send it as a string, and say so in the contract.',
  ),
  'too-deep': rule(
    'error',
    'the data is nested more than 500 levels deep, which the runtime refuses',
    'Send what is flat, or a reference to what is not.',
  ),
  'invalid-cloud-event': rule(
    'error',
    'a context attribute is missing or not as CloudEvents 1.0 asks for',
    'Correct what writes the CloudEvents attributes.',
  ),
  'unknown-event-type': rule(
    'error',
    'the contract has no event of this type',
    'Correct the type, or add the event to the contract.',
  ),
  'unexpected-event-type': rule(
    'error',
    'the event is in the contract, and not among those that --event or --channel ask for',
    'Correct --event or --channel, or take the event out of the recording.',
  ),
  'unknown-event': rule(
    'error',
    'bare data fits no event, or none that --channel carries',
    'Name the event with --event to be told what is wrong, or record CloudEvents, which say their type.',
  ),
  'several-events': rule(
    'warning',
    'bare data fits several events',
    'Name the event with --event, or narrow the choice with --channel.',
  ),
  'wrong-content-type': rule(
    'error',
    'the data is said to be of a media type that is not the contract’s',
    'Correct datacontenttype, or contentType in the contract.',
  ),
  'unjudged-content': rule(
    'warning',
    'the data is neither JSON nor meant to be, and is not looked at',
    'Nothing is to be done: only JSON can be judged.',
  ),
  'not-json': rule('error', 'what should be a JSON text is none', 'Correct the text, or leave it out.'),
  'not-http': rule(
    'error',
    'what should be an HTTP message is none',
    'Record headers, an empty line, and as many bytes of body as Content-Length says.',
  ),
  'not-utf8': rule('error', 'the text is not UTF-8', 'Write the file as UTF-8.'),
  'byte-order-mark': rule(
    'warning',
    'the file begins with a byte-order mark, which JSON must not have (RFC 8259, section 8.1)',
    'Write the file as UTF-8 without byte-order mark.',
  ),
  'blank-line': rule('warning', 'an empty line stands between lines of NDJSON', 'Leave empty lines out.'),
  'too-large': rule(
    'error',
    'one event is larger than 16 MiB; it is skipped',
    'Write one event to a line, or give the form with --input.',
  ),
  'broken-gzip': rule(
    'error',
    'the file is gzip, and cut off, damaged, or made to unpack to an absurd size',
    'Record the file again; what could be unpacked has been validated.',
  ),
  'no-events': rule('warning', 'a file holds no event', 'Look whether the recording went wrong.'),
  'findings-left-out': rule(
    'error',
    'there are more findings than --max-findings; an error where one of them is',
    'Mend those that are shown first, or raise --max-findings.',
  ),
} as const satisfies Record<string, Rule>

export type RuleId = keyof typeof rules
