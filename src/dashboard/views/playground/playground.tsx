import { View } from '../../components/view.tsx'
import { useLive } from '../../state/use-live.ts'
import { useProjects } from '../../state/use-projects.ts'
import { currentWorld } from '../../state/world.ts'
import { flora } from '../../api/flora.ts'
import { Gallery } from './gallery.tsx'
import { GenerateForm } from './generate-form.tsx'

/** Starts generations as any client would, and shows what comes of them. */
export function Playground() {
  const apiKey = currentWorld.value?.api_key ?? null
  const { data: models, error } = useLive(
    async () => (apiKey === null ? null : flora(apiKey).models()),
    [apiKey],
    { on: () => false },
  )
  const { data: projects, error: projectsError } = useProjects()
  return (
    <View title="Playground">
      <div class="playground">
        <GenerateForm models={models ?? []} projects={projects} loadError={error ?? projectsError} />
        <Gallery />
      </div>
    </View>
  )
}
