import { defineCommand } from '../command-line/define-command.js'

export default defineCommand({
  name: 'model',
  summary: 'prints the contract model as JSON',
  arguments: [{ flags: '[contract]', summary: 'the AsyncAPI document (asyncapi.yaml)' }],
  options: ['perspective', 'allowRemoteRefs', 'allowRefsOutside', 'project', 'config', 'format', 'report', 'debug'],
  projects: 'one',
  examples: [
    { line: 'tidings model', tells: 'what asyncapi.yaml says, in the 3.x shape whatever its version' },
    { line: "tidings model | jq '.events[].type'", tells: 'the CloudEvents types of all events' },
  ],
  async run({ settings }) {
    const { model } = await import('../contract/model.js')
    const { contract, findings } = await model(settings)
    return { findings, ...(contract === undefined ? {} : { text: `${JSON.stringify(contract, null, 2)}\n` }) }
  },
})
