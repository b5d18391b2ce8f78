import type { Finding } from '@tidings/contract'
import { placeName } from '../report/place-name.js'
import type { PlaceInConfig } from './check-config.js'
import type { TidingsConfig } from './config.js'
import { sharedFolder, sharedName } from './config-findings.js'
import { type Folders, settle } from './settle.js'

/** Says which projects get into each other's way: by their names, or by the folders that they write to. */
export function checkProjects(config: TidingsConfig, placeOf: PlaceInConfig, folders: Folders): readonly Finding[] {
  const projects = config.projects ?? []
  const all = projects.map((project) => settle(project, config, { options: {} }, folders))
  const placeOfProject = (index: number, key: 'name' | 'out') =>
    placeOf(['projects', index, ...(projects[index]?.[key] === undefined ? [] : [key])], 'value')
  return all.flatMap(({ project, out }, index) => {
    const earlier = all.slice(0, index)
    const namesake = earlier.findIndex((other) => other.project === project)
    if (namesake !== -1) {
      return [sharedName(project, placeOfProject(index, 'name'), placeOfProject(namesake, 'name'))]
    }
    const neighbour = earlier.findIndex((other) => other.out === out)
    const other = earlier[neighbour]
    if (other === undefined) return []
    const folder = placeName(out, folders.base)
    const [place, first] = [placeOfProject(index, 'out'), placeOfProject(neighbour, 'out')]
    return [sharedFolder(project, other.project, folder, place, first)]
  })
}
