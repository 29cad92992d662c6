import { world } from '../../api/client.ts'
import { Select } from '../../components/inputs.tsx'
import { Placeholder, View } from '../../components/view.tsx'
import { goTo, hrefOf, worldName } from '../../state/route.ts'
import { isAboutRuns, useLive } from '../../state/use-live.ts'
import { useProjects } from '../../state/use-projects.ts'
import { Graph } from './graph.tsx'

/** Pause between two loads: a large canvas costs the emulator more than other views. */
const GRAPH_PAUSE_MS = 1000

/**
 * Shows the canvas of a project.
 * @param selected project from the address; null for the first project of the world
 */
export function Canvas({ selected }: { readonly selected: string | null }) {
  const { data: projects, error } = useProjects()
  const id = selected ?? projects?.[0]?.project_id ?? null
  const listed = (projects ?? []).map(({ project_id: value, name }) => ({
    value,
    label: `${name} (${value})`,
  }))
  // The list lacks an unknown project, and one beyond its limit.
  const isListed = id === null || listed.some(({ value }) => value === id)
  const options = isListed ? listed : [{ value: id, label: id }, ...listed]
  return (
    <View title="Canvas">
      <div class="filters wide">
        <Select
          label="Project"
          options={options}
          value={id ?? ''}
          onEdit={(chosen) => goTo(hrefOf('canvas', chosen))}
        />
      </div>
      {id === null ? (
        <Placeholder error={error} isEmpty={projects?.length === 0} none="This world has no projects." />
      ) : (
        <ProjectGraph key={id} id={id} />
      )}
    </View>
  )
}

function ProjectGraph({ id }: { readonly id: string }) {
  const name = worldName.value
  const { data, error } = useLive(async () => world(name).canvas(id), [name, id], {
    on: isAboutRuns,
    pauseMs: GRAPH_PAUSE_MS,
  })
  if (data === null || data.nodes.length === 0) {
    return (
      <Placeholder
        error={error}
        isEmpty={data !== null}
        none="This canvas is empty. Generations and uploads of the project appear here."
      />
    )
  }
  return <Graph graph={data} />
}
