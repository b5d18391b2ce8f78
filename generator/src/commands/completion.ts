import { defineCommand } from '../command-line/define-command.js'
import { completionFor, isShell, shells } from '../completion/completion.js'

export default defineCommand({
  name: 'completion',
  summary: 'prints a script that completes tidings in a shell',
  arguments: [{ flags: '<shell>', summary: 'which shell', choices: shells }],
  options: ['debug'],
  examples: [
    { line: 'source <(tidings completion bash)', tells: 'in ~/.bashrc; for zsh likewise, after compinit, in ~/.zshrc' },
    { line: 'tidings completion fish > ~/.config/fish/completions/tidings.fish', tells: 'for fish' },
  ],
  projects: 'none',
  async run({ arguments: [shell = ''] }) {
    if (!isShell(shell)) return { findings: [] }
    const { commands } = await import('../command-line/commands.js')
    const definitions = await Promise.all(Object.values(commands).map((command) => command.load()))
    return { findings: [], text: completionFor(shell, definitions) }
  },
})
