import { View } from '../../components/view.tsx'
import { worldName } from '../../state/route.ts'
import { useLive } from '../../state/use-live.ts'
import { useProjects } from '../../state/use-projects.ts'
import { loadModels } from './form-models.ts'
import { Gallery } from './gallery.tsx'
import { GenerateForm } from './generate-form.tsx'

/** Starts generations through the emulated API, and shows the runs. Reads through the control API alone. */
export function Playground() {
  const name = worldName.value
  const { data: models, error } = useLive(async () => loadModels(name), [name], { on: () => false })
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
