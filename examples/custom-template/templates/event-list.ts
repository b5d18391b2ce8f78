import { defineTemplate } from '@tidings/templates'

/** Adds a file: the events of the contract, for people. */
export default defineTemplate({
  name: 'event-list',
  render({ contract }, output) {
    const rows = contract.events.map(({ name, type, summary = '' }) => `| ${name} | \`${type}\` | ${summary} |`)
    output.text(
      'EVENTS.md',
      [`# Events of ${contract.title}`, '', '| Event | Type | |', '| --- | --- | --- |', ...rows, ''].join('\n'),
    )
  },
})
