import { useState } from 'preact/hooks'
import type { Project } from '../../../schemas/workspaces/project.ts'
import { flora } from '../../api/flora.ts'
import { Select } from '../../components/inputs.tsx'
import { Placeholder, View } from '../../components/view.tsx'
import { isAboutRuns, useLive } from '../../state/use-live.ts'
import { useProjects } from '../../state/use-projects.ts'
import { currentWorld } from '../../state/world.ts'
import { Graph } from './graph.tsx'

/** A large canvas takes the emulator a while. */
const GRAPH_PAUSE_MS = 1000

/** The graph of a project. */
export function Canvas() {
  const [chosen, setChosen] = useState('')
  const { data: projects, error } = useProjects()
  const project = projects?.find(({ project_id: id }) => id === chosen) ?? projects?.[0] ?? null
  const options = (projects ?? []).map(({ project_id: value, name }) => ({
    value,
    label: `${name} (${value})`,
  }))
  return (
    <View title="Canvas">
      <div class="filters wide">
        <Select label="Project" options={options} value={project?.project_id ?? ''} onEdit={setChosen} />
      </div>
      {project === null ? (
        <Placeholder error={error} isEmpty={projects?.length === 0} none="This world has no projects." />
      ) : (
        <ProjectGraph key={project.project_id} project={project} />
      )}
    </View>
  )
}

function ProjectGraph({
  project: { project_id: id, workspace_id: workspaceId },
}: {
  readonly project: Project
}) {
  const apiKey = currentWorld.value?.api_key ?? ''
  const { data, error } = useLive(async () => flora(apiKey).graph(workspaceId, id), [apiKey, id], {
    on: isAboutRuns,
    pauseMs: GRAPH_PAUSE_MS,
  })
  if (data === null || data.nodes.length === 0) {
    return (
      <Placeholder
        error={error}
        isEmpty={data !== null}
        none="Nothing on this canvas yet. Generations and uploads of this project appear here."
      />
    )
  }
  return <Graph graph={data} />
}
