import type { Settings } from '../config/settle.js'
import type { Failure, Reported } from '../report/report.js'
import { alternatives } from './alternatives.js'
import type { CommandDefinition, CommandInput, Outcome, Session } from './define-command.js'
import { isKnownFailure } from './describe-failure.js'
import { mergeOutcomes, type ProjectOutcome } from './merge-outcomes.js'
import { WrongUsage } from './wrong-usage.js'

export interface ProjectsOutcome {
  readonly outcome: Outcome
  readonly failures: readonly Reported<Failure>[]
}

/**
 * Runs a command for one project after the other. Where there are several, one that cannot be done is told as a
 * failure and does not keep the others from it.
 */
export async function runProjects(
  definition: CommandDefinition,
  input: Omit<CommandInput, 'settings'>,
  projects: readonly Settings[],
  session: Session,
): Promise<ProjectsOutcome> {
  if (definition.projects === 'one' && projects.length > 1) {
    const names = alternatives(projects.map(({ project }) => project))
    throw new WrongUsage(`the config has ${projects.length} projects; choose one with --project: ${names}`)
  }
  const outcomes: ProjectOutcome[] = []
  const failures: Reported<Failure>[] = []
  for (const settings of projects) {
    const { project } = settings
    const progress = (line: string) => session.progress(projects.length === 1 ? line : `${project}: ${line}`)
    try {
      outcomes.push({ project, outcome: await definition.run({ ...input, settings }, { ...session, progress }) })
    } catch (error) {
      if (projects.length === 1 || !isKnownFailure(error)) throw error
      session.tellFailure(error)
      failures.push({ message: error.message, project })
    }
  }
  return { outcome: mergeOutcomes(outcomes), failures }
}
